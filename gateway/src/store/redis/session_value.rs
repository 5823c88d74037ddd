//! What is sealed of a session.

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};

use gatehouse_auth_core::{
    ports::{StoreError, Stored},
    secret::SecretDigest,
    session::{EndReason, Keep, ProvedWith, Retired, SecondFactor, SessionHandle, SessionRecord},
    time::Timestamp,
    user::UserId,
};

use super::keys::text;

/// A session. Names are short, since there may be a million; what a newer release adds is left alone by an older one only if that does not
/// change the session, which is why a release that adds something gives it a default.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct SessionValue {
    /// The era in which it began.
    #[serde(rename = "g")]
    pub(super) era: i64,
    #[serde(rename = "k")]
    key: String,
    #[serde(rename = "s")]
    secret: String,
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    retired: Option<(String, String, i64)>,
    #[serde(rename = "u")]
    user: String,
    #[serde(rename = "p")]
    portal: String,
    #[serde(rename = "m")]
    keep: String,
    #[serde(rename = "b")]
    began_at: i64,
    #[serde(rename = "v")]
    proved_at: i64,
    #[serde(rename = "w")]
    proved_with: String,
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    second: Option<String>,
    #[serde(rename = "i")]
    issued_at: i64,
    #[serde(rename = "l")]
    last_seen_at: i64,
    #[serde(rename = "n")]
    network: String,
    #[serde(rename = "d")]
    device: String,
    #[serde(rename = "e", default, skip_serializing_if = "Option::is_none")]
    ended: Option<(i64, String)>,
}

impl SessionValue {
    pub(super) fn of(record: &SessionRecord, era: i64) -> Self {
        Self {
            era,
            key: text(record.key.as_bytes()),
            secret: text(record.secret.as_bytes()),
            retired: record.retired.map(|old| (text(old.key.as_bytes()), text(old.secret.as_bytes()), old.at.as_millis())),
            user: record.user.to_string(),
            portal: record.portal.clone(),
            keep: record.keep.as_str().to_owned(),
            began_at: record.began_at.as_millis(),
            proved_at: record.proved_at.as_millis(),
            proved_with: record.proved_with.as_str().to_owned(),
            second: record.second.map(|second| second.to_stored().to_owned()),
            issued_at: record.issued_at.as_millis(),
            last_seen_at: record.last_seen_at.as_millis(),
            network: record.network.clone(),
            device: record.device.clone(),
            ended: record.ended.map(|(at, reason)| (at.as_millis(), reason.as_str().to_owned())),
        }
    }

    pub(super) fn record(&self, handle: SessionHandle) -> Stored<SessionRecord> {
        self.read(handle).ok_or_else(|| StoreError::message("a session in Redis holds what Gatehouse cannot read"))
    }

    fn read(&self, handle: SessionHandle) -> Option<SessionRecord> {
        let retired = match &self.retired {
            None => None,
            Some((key, secret, at)) => {
                Some(Retired { key: digest(key)?, secret: digest(secret)?, at: Timestamp::from_millis(*at) })
            }
        };
        let ended = match &self.ended {
            None => None,
            Some((at, reason)) => Some((Timestamp::from_millis(*at), EndReason::from_stored(reason)?)),
        };
        let second = match &self.second {
            None => None,
            Some(second) => Some(SecondFactor::from_stored(second)?),
        };
        Some(SessionRecord {
            handle,
            key: digest(&self.key)?,
            secret: digest(&self.secret)?,
            retired,
            user: UserId::from_stored(&self.user)?,
            portal: self.portal.clone(),
            keep: Keep::from_stored(&self.keep)?,
            began_at: Timestamp::from_millis(self.began_at),
            proved_at: Timestamp::from_millis(self.proved_at),
            proved_with: ProvedWith::from_stored(&self.proved_with)?,
            second,
            issued_at: Timestamp::from_millis(self.issued_at),
            last_seen_at: Timestamp::from_millis(self.last_seen_at),
            network: self.network.clone(),
            device: self.device.clone(),
            ended,
        })
    }

    /// Whether it is filed under this now.
    pub(super) fn is_filed_under(&self, key: &SecretDigest) -> bool {
        digest(&self.key) == Some(*key)
    }

    /// Whether it was filed under this before its last rotation.
    pub(super) fn was_filed_under(&self, key: &SecretDigest) -> bool {
        self.retired_key() == Some(*key)
    }

    /// What it was filed under before its last rotation.
    pub(super) fn retired_key(&self) -> Option<SecretDigest> {
        self.retired.as_ref().and_then(|(key, ..)| digest(key))
    }

    pub(super) fn has_ended(&self) -> bool {
        self.ended.is_some()
    }

    /// Ended, if it has not been.
    pub(super) fn end(&self, at: Timestamp, reason: EndReason) -> Option<Self> {
        let ended = Some((at.as_millis(), reason.as_str().to_owned()));
        (!self.has_ended()).then(|| Self { ended, ..self.clone() })
    }

    /// Used at a later moment.
    pub(super) fn touch(&self, at: Timestamp) -> Option<Self> {
        (self.last_seen_at < at.as_millis()).then(|| Self { last_seen_at: at.as_millis(), ..self.clone() })
    }

    /// Proved again.
    pub(super) fn prove(&self, at: Timestamp) -> Self {
        Self { proved_at: at.as_millis(), ..self.clone() }
    }

    /// Filed as `rotated` is, and otherwise what it is here: whoever rotates has an older copy of the rest.
    pub(super) fn rotate(&self, rotated: &SessionRecord) -> Self {
        let new = Self::of(rotated, self.era);
        Self { key: new.key, secret: new.secret, retired: new.retired, issued_at: new.issued_at, ..self.clone() }
    }
}

/// A digest as it is sealed.
pub(super) fn digest(text: &str) -> Option<SecretDigest> {
    SecretDigest::from_bytes(&BASE64URL_NOPAD.decode(text.as_bytes()).ok()?)
}
