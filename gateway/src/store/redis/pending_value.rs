//! What is sealed of a sign-in on its way.

use serde::{Deserialize, Serialize};

use gatehouse_auth_core::{
    pending::{Debts, PendingRecord},
    ports::{StoreError, Stored},
    secret::SecretDigest,
    session::{Keep, ProvedWith, SecondFactor, SessionHandle},
    time::Timestamp,
    user::UserId,
};

use super::{keys::text, session_value::digest};

/// A sign-in on its way.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct PendingValue {
    /// The era in which it set out.
    pub(super) era: i64,
    secret: String,
    user: String,
    portal: String,
    pub(super) owes: String,
    proved_with: String,
    second: Option<String>,
    keep: String,
    replaces: Option<String>,
    is_again: bool,
    began_at: i64,
    proved_at: i64,
    network: String,
    device: String,
    is_known_device: bool,
}

impl PendingValue {
    pub(super) fn of(pending: &PendingRecord, era: i64) -> Self {
        Self {
            era,
            secret: text(pending.secret.as_bytes()),
            user: pending.user.to_string(),
            portal: pending.portal.clone(),
            owes: pending.owes.to_stored(),
            proved_with: pending.proved_with.as_str().to_owned(),
            second: pending.second.map(|second| second.to_stored().to_owned()),
            keep: pending.keep.as_str().to_owned(),
            replaces: pending.replaces.map(|handle| handle.to_string()),
            is_again: pending.is_again,
            began_at: pending.began_at.as_millis(),
            proved_at: pending.proved_at.as_millis(),
            network: pending.network.clone(),
            device: pending.device.clone(),
            is_known_device: pending.is_known_device,
        }
    }

    /// Owing this by now, and with this second factor given.
    pub(super) fn go_on(&self, owes: &Debts, second: Option<SecondFactor>) -> Self {
        Self { owes: owes.to_stored(), second: second.map(|second| second.to_stored().to_owned()), ..self.clone() }
    }

    pub(super) fn record(&self, key: &SecretDigest) -> Stored<PendingRecord> {
        self.read(key).ok_or_else(|| StoreError::message("a sign-in on its way in Redis holds what Gatehouse cannot read"))
    }

    fn read(&self, key: &SecretDigest) -> Option<PendingRecord> {
        let second = match &self.second {
            None => None,
            Some(second) => Some(SecondFactor::from_stored(second)?),
        };
        let replaces = match &self.replaces {
            None => None,
            Some(handle) => Some(SessionHandle::from_stored(handle)?),
        };
        Some(PendingRecord {
            key: *key,
            secret: digest(&self.secret)?,
            user: UserId::from_stored(&self.user)?,
            portal: self.portal.clone(),
            owes: Debts::from_stored(&self.owes)?,
            proved_with: ProvedWith::from_stored(&self.proved_with)?,
            second,
            keep: Keep::from_stored(&self.keep)?,
            replaces,
            is_again: self.is_again,
            began_at: Timestamp::from_millis(self.began_at),
            proved_at: Timestamp::from_millis(self.proved_at),
            network: self.network.clone(),
            device: self.device.clone(),
            is_known_device: self.is_known_device,
        })
    }
}
