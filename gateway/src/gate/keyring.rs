//! The signing keys as this process holds them: who signs now, and what is published.

use std::{sync::Arc, time::Duration};

use arc_swap::ArcSwap;
use bytes::Bytes;
use gatehouse_auth_core::{
    assertion::{Claims, SignError, Signer},
    flow::rotate_keys::{Phase, phase},
    master_key::MasterKeys,
    signing_key::KeyRow,
    time::Timestamp,
};
use thiserror::Error;

/// The keys, swapped as a whole when the directory's change.
pub struct Keyring(ArcSwap<Keys>);

#[derive(Default)]
struct Keys {
    signers: Vec<(KeyRow, Signer)>,
    rows: Vec<KeyRow>,
}

/// Nobody signs, or the signer cannot.
#[derive(Debug, Error)]
pub enum KeyringError {
    /// No key's term includes this moment.
    #[error("no signing key is current")]
    NoKey,
    /// The assertion cannot be made.
    #[error(transparent)]
    Sign(#[from] SignError),
}

impl Keyring {
    /// An empty one.
    pub fn empty() -> Self {
        Self(ArcSwap::default())
    }

    /// Takes over the directory's keys. Those that cannot be opened are published and do not sign; their ids are returned.
    pub fn replace(&self, rows: Vec<KeyRow>, master: &MasterKeys) -> Vec<String> {
        let mut unopened = Vec::new();
        let mut signers = Vec::new();
        for row in &rows {
            match Signer::open(row, master) {
                Ok(signer) => signers.push((row.clone(), signer)),
                Err(_) => unopened.push(row.id.clone()),
            }
        }
        self.0.store(Arc::new(Keys { signers, rows }));
        unopened
    }

    /// Whether some key signs at `now`.
    pub fn can_sign(&self, now: Timestamp) -> bool {
        self.0.load().signers.iter().any(|(row, _)| row.signs_at(now))
    }

    /// The assertion that says `claims`, signed by the key whose term it is.
    pub fn sign(&self, claims: Claims, now: Timestamp) -> Result<String, KeyringError> {
        let keys = self.0.load();
        // Of two whose terms overlap, the younger: it was appointed because the other is not to sign any longer.
        let current = keys.signers.iter().filter(|(row, _)| row.signs_at(now)).max_by_key(|(row, _)| row.signs_from);
        let (_, signer) = current.ok_or(KeyringError::NoKey)?;
        Ok(signer.sign(claims)?)
    }

    /// The JWKS (RFC 7517 §5): every key that signs, will sign, or signed what may still be in use.
    pub fn jwks(&self, now: Timestamp) -> Bytes {
        let keys = self.0.load();
        let published: Vec<_> = keys.rows.iter().filter(|row| phase(row, now) != Phase::Gone).map(KeyRow::jwk).collect();
        Bytes::from(serde_json::json!({ "keys": published }).to_string())
    }
}

/// How long verifiers may keep a JWKS.
pub const JWKS_MAX_AGE: Duration = Duration::from_mins(5);
