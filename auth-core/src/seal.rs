//! Closing what must be read back: a committing AEAD over ChaCha20-Poly1305.
//!
//! ```text
//! okm  = HKDF-SHA256(ikm = key, salt = s16, info = "gatehouse/v1/wrap/" ‖ purpose ‖ 0x00 ‖ context, 64)
//! blob = 0x01 ‖ s16 ‖ okm[32..64] ‖ ChaCha20-Poly1305(okm[0..32], nonce 0, aad = purpose ‖ 0x00 ‖ context, plain)
//! ```
//!
//! The key is fresh for every salt, so a zero nonce is never used twice with one; the second half of the output commits to the key, so
//! that no blob opens under two of them.

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use subtle::ConstantTimeEq as _;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::{
    entropy::Entropy,
    master_key::{MasterKeys, expand},
};

const VERSION: u8 = 1;
const SALT: usize = 16;
const COMMITMENT: usize = 32;
const HEAD: usize = 1 + SALT + COMMITMENT;

/// A blob was not closed with this key, for this purpose and context, or was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("what was sealed cannot be opened: another key, another place, or it was changed")]
pub struct Unopenable;

/// Closes `plain` with `key` for `purpose`; it opens only with the same `context` (the row it stands in).
pub fn wrap(key: &[u8; 32], purpose: &str, context: &str, plain: &[u8], entropy: &dyn Entropy) -> Vec<u8> {
    let mut salt = [0; SALT];
    entropy.fill(&mut salt);
    wrap_salted(key, purpose, context, plain, salt)
}

/// Opens what [`wrap`] closed.
pub fn unwrap(key: &[u8; 32], purpose: &str, context: &str, blob: &[u8]) -> Result<Zeroizing<Vec<u8>>, Unopenable> {
    let (head, closed) = blob.split_at_checked(HEAD).ok_or(Unopenable)?;
    let (salt, commitment) = match head {
        [VERSION, rest @ ..] => rest.split_at_checked(SALT).ok_or(Unopenable)?,
        _ => return Err(Unopenable),
    };
    let keys = Keys::of(key, purpose, context, salt);
    if !bool::from(keys.commitment().ct_eq(commitment)) {
        return Err(Unopenable);
    }
    let mut open = Zeroizing::new(closed.to_vec());
    let length =
        keys.aead().open_in_place(zero_nonce(), Aad::from(bound(purpose, context)), &mut open).map_err(|_| Unopenable)?.len();
    open.truncate(length);
    Ok(open)
}

fn wrap_salted(key: &[u8; 32], purpose: &str, context: &str, plain: &[u8], salt: [u8; SALT]) -> Vec<u8> {
    let keys = Keys::of(key, purpose, context, &salt);
    let mut closed = plain.to_vec();
    keys.aead()
        .seal_in_place_append_tag(zero_nonce(), Aad::from(bound(purpose, context)), &mut closed)
        .expect("what is sealed here is far below the cipher's limit");
    let mut blob = Vec::with_capacity(HEAD + closed.len());
    blob.push(VERSION);
    blob.extend_from_slice(&salt);
    blob.extend_from_slice(keys.commitment());
    blob.extend_from_slice(&closed);
    blob
}

/// The half that encrypts and the half that commits.
struct Keys(Zeroizing<[u8; 64]>);

impl Keys {
    fn of(key: &[u8; 32], purpose: &str, context: &str, salt: &[u8]) -> Self {
        let mut info = b"gatehouse/v1/wrap/".to_vec();
        info.extend(bound(purpose, context));
        Self(expand(salt, key, &info))
    }

    fn commitment(&self) -> &[u8] {
        self.0.split_at(32).1
    }

    fn aead(&self) -> LessSafeKey {
        let key = UnboundKey::new(&CHACHA20_POLY1305, self.0.split_at(32).0).expect("the key has 32 bytes");
        LessSafeKey::new(key)
    }
}

fn bound(purpose: &str, context: &str) -> Vec<u8> {
    [purpose.as_bytes(), &[0], context.as_bytes()].concat()
}

fn zero_nonce() -> Nonce {
    Nonce::assume_unique_for_key([0; 12])
}

/// Closes rows of the directory under the master key, and opens them again, whichever number closed them.
pub struct Seal<'a> {
    master: &'a MasterKeys,
    purpose: &'static str,
}

impl<'a> Seal<'a> {
    /// A seal for one kind of row.
    pub fn new(master: &'a MasterKeys, purpose: &'static str) -> Self {
        Self { master, purpose }
    }

    /// Closes `plain` for the row named `row`.
    pub fn close(&self, row: &str, plain: &[u8], entropy: &dyn Entropy) -> Vec<u8> {
        let number = self.master.current();
        let mut sealed = vec![number];
        sealed.extend(wrap(&self.master.derive(number, "gatehouse/v1/seal"), self.purpose, row, plain, entropy));
        sealed
    }

    /// Opens what was closed for the row named `row`.
    pub fn open(&self, row: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Unopenable> {
        let (number, blob) = sealed.split_first().ok_or(Unopenable)?;
        let key = self.master.derived(*number, "gatehouse/v1/seal").ok_or(Unopenable)?;
        unwrap(&key, self.purpose, row, blob)
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::*;
    use crate::entropy::SystemEntropy;

    /// Made by an independent implementation (Python's `cryptography`).
    const BLOB: &str = "0122222222222222222222222222222222496ea1aaedbae3d86c3803f9e401dd681980430a5ab55907c658b4898305ca395f52220df6a116c4ae5a8d5d407cc83f6a46de8d8150ccded8c3a383dac58f647d8d36bc61ac23c9e2ebf5e3fedbe5fd";
    const KEK: &str = "d2707e3aa6e98c024f73126ea446d21c9172983f0d659c58159e11d6f5a57733";
    const CONTEXT: &str = "acct=0b8f5c8e-6f2a-4a3e-9f0e-1d2c3b4a5f60;user=usr_01";

    fn kek() -> [u8; 32] {
        HEXLOWER.decode(KEK.as_bytes()).expect("hex").try_into().expect("32 bytes")
    }

    #[test]
    fn the_published_vector_is_reproduced() {
        let blob = wrap_salted(&kek(), "user-key", CONTEXT, &[0x11; 32], [0x22; 16]);
        assert_eq!(HEXLOWER.encode(&blob), BLOB);
        let opened = unwrap(&kek(), "user-key", CONTEXT, &blob).expect("its own blob");
        assert_eq!(opened.as_slice(), [0x11; 32]);
    }

    #[test]
    fn another_purpose_context_key_or_byte_opens_nothing() {
        let blob = wrap(&kek(), "purpose", "row", b"plain", &SystemEntropy);
        assert!(unwrap(&kek(), "other", "row", &blob).is_err());
        assert!(unwrap(&kek(), "purpose", "other", &blob).is_err());
        assert!(unwrap(&[1; 32], "purpose", "row", &blob).is_err());
        for at in 0..blob.len() {
            let mut changed = blob.clone();
            if let Some(byte) = changed.get_mut(at) {
                *byte ^= 1;
            }
            assert!(unwrap(&kek(), "purpose", "row", &changed).is_err(), "changed at {at}");
            assert!(unwrap(&kek(), "purpose", "row", blob.get(..at).unwrap_or_default()).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn an_older_master_key_still_opens_what_it_closed() {
        let line = |byte| data_encoding::BASE64.encode(&[byte; 32]);
        let old = MasterKeys::parse(&format!("1 {}", line(1))).expect("one key");
        let new = MasterKeys::parse(&format!("1 {}\n2 {}", line(1), line(2))).expect("two keys");
        let sealed = Seal::new(&old, "signing-key").close("row", b"plain", &SystemEntropy);
        assert_eq!(Seal::new(&new, "signing-key").open("row", &sealed).expect("the old key is there").as_slice(), b"plain");
        assert!(Seal::new(&new, "signing-key").open("another", &sealed).is_err());
    }
}
