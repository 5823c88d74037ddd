//! A signing key that is open, and what it signs.

use jsonwebtoken::{Algorithm, EncodingKey, Header};
use thiserror::Error;

use super::{Claims, LONGEST, install_provider};
use crate::{master_key::MasterKeys, seal::Unopenable, signing_key::KeyRow};

/// Signs assertions with one key.
pub struct Signer {
    header: Header,
    key: EncodingKey,
}

/// An assertion that cannot be made.
#[derive(Debug, Error)]
pub enum SignError {
    /// The signer failed.
    #[error("signing failed: {0}")]
    Signature(#[from] jsonwebtoken::errors::Error),
    /// It is too long even without any role.
    #[error("the assertion has more than {LONGEST} bytes even without roles")]
    TooLong,
}

impl Signer {
    /// Opens the key of `row`.
    pub fn open(row: &KeyRow, master: &MasterKeys) -> Result<Self, Unopenable> {
        install_provider();
        let private = row.open(master)?;
        let header = Header { typ: Some("gatehouse+jwt".to_owned()), kid: Some(row.id.clone()), ..Header::new(Algorithm::ES256) };
        Ok(Self { header, key: EncodingKey::from_ec_der(&private) })
    }

    /// The assertion that says `claims`. Roles that do not fit are left out, and it says so.
    pub fn sign(&self, claims: Claims) -> Result<String, SignError> {
        let mut claims = claims;
        loop {
            let assertion = jsonwebtoken::encode(&self.header, &claims, &self.key)?;
            if assertion.len() <= LONGEST {
                return Ok(assertion);
            }
            claims = claims.with_fewer_roles().ok_or(SignError::TooLong)?;
        }
    }
}
