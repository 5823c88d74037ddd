//! The JSON that goes to the browser (§5.1.8, §5.1.9).

use data_encoding::BASE64URL_NOPAD;
use serde::Serialize;

use super::{CredentialId, LIFETIME, Transports, ceremony::Ceremony};

/// One passkey, as a browser is told of it (§5.8.3).
#[derive(Serialize)]
pub(super) struct Descriptor {
    r#type: &'static str,
    id: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    transports: Vec<&'static str>,
}

impl Descriptor {
    pub(super) fn of(credential: &CredentialId, transports: &Transports) -> Self {
        Self {
            r#type: PUBLIC_KEY,
            id: credential.to_base64url(),
            transports: transports.iter().map(super::Transport::as_str).collect(),
        }
    }
}

/// The one type of credential there is (§5.8.2).
pub(super) const PUBLIC_KEY: &str = "public-key";

/// How long the browser is asked to wait, in milliseconds.
pub(super) fn timeout() -> u64 {
    u64::try_from(LIFETIME.as_millis()).expect("minutes are few milliseconds")
}

pub(super) fn challenge(ceremony: &Ceremony) -> String {
    BASE64URL_NOPAD.encode(&ceremony.challenge)
}

pub(super) fn to_json(options: &impl Serialize) -> String {
    serde_json::to_string(options).expect("strings, numbers and lists can be written as JSON")
}
