//! What a passkey is named.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use ring::digest::{SHA256, digest};

/// The name that an authenticator gave a passkey (§4, "Credential ID"). No secret, but none of anybody else's business either.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CredentialId(Vec<u8>);

impl CredentialId {
    /// §7.1 step 25.
    const LONGEST: usize = 1023;

    /// 1 to 1023 bytes, from an authenticator or a store; `None` for any other number.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        (1..=Self::LONGEST).contains(&bytes.len()).then(|| Self(bytes.to_vec()))
    }

    /// The bytes, as a store keeps them.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// As browsers write it: base64url without padding.
    pub fn to_base64url(&self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }

    /// The first half of its SHA-256: 128 bits keep anybody from making a second one.
    pub(super) fn fingerprint(&self) -> [u8; 16] {
        let hash = digest(&SHA256, &self.0);
        *hash.as_ref().first_chunk().expect("SHA-256 gives 32 bytes")
    }

    /// What stands for it in the addresses of its owner's pages: 22 characters, where the name itself can have 1364.
    pub fn to_address(&self) -> String {
        BASE64URL_NOPAD.encode(&self.fingerprint())
    }
}

impl fmt::Debug for CredentialId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CredentialId(…)")
    }
}
