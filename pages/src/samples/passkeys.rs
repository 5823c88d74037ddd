//! What browsers are asked about passkeys.

/// Any passkey of this host.
pub(super) const REQUEST: &str = r#"{"challenge":"Jx3mQe0vT5sWb7yKc2nRf8uPa4dHg6tLz9oXi1jVkq8","timeout":300000,"rpId":"localhost","userVerification":"required"}"#;

/// A passkey for somebody.
pub(super) const CREATION: &str = r#"{"rp":{"name":"Harbour Contact","id":"localhost"},"user":{"id":"bWF5YQ","name":"maya.okafor","displayName":"Maya Okafor"},"challenge":"Jx3mQe0vT5sWb7yKc2nRf8uPa4dHg6tLz9oXi1jVkq8","pubKeyCredParams":[{"type":"public-key","alg":-7},{"type":"public-key","alg":-257}],"authenticatorSelection":{"residentKey":"preferred","userVerification":"required"}}"#;
