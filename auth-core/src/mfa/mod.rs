//! What stands beside a password: second factors, of which some are a sign-in of their own.
//!
//! - [`passkey`] · passkeys and security keys

pub mod passkey;
