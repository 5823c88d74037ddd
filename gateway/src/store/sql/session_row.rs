//! A session's columns, and what they mean.

use gatehouse_auth_core::{
    ports::Stored,
    secret::SecretDigest,
    session::{EndReason, Keep, ProvedWith, Retired, SecondFactor, SessionHandle, SessionRecord},
    time::Timestamp,
    user::UserId,
};

use super::rows::{Columns, unreadable};

/// What [`session`] reads.
macro_rules! session_columns {
    () => {
        r#"
        sessions.handle AS "sessions.handle",
        sessions.session_key AS "sessions.session_key",
        sessions.secret AS "sessions.secret",
        sessions.retired_key AS "sessions.retired_key",
        sessions.retired_secret AS "sessions.retired_secret",
        sessions.retired_at AS "sessions.retired_at",
        sessions.user_id AS "sessions.user_id",
        sessions.portal AS "sessions.portal",
        sessions.keep AS "sessions.keep",
        sessions.began_at AS "sessions.began_at",
        COALESCE(sessions.proved_at, sessions.began_at) AS "sessions.proved_at",
        sessions.proved_with AS "sessions.proved_with",
        sessions.second_factor AS "sessions.second_factor",
        sessions.issued_at AS "sessions.issued_at",
        sessions.last_seen_at AS "sessions.last_seen_at",
        sessions.network AS "sessions.network",
        sessions.device AS "sessions.device",
        sessions.ended_at AS "sessions.ended_at",
        sessions.ended_for AS "sessions.ended_for"
        "#
    };
}

pub(super) use session_columns;

/// A digest, as a column takes it.
pub(super) fn bytes(digest: &SecretDigest) -> Vec<u8> {
    digest.as_bytes().to_vec()
}

/// A session.
pub(super) fn session(row: Columns<'_>) -> Stored<SessionRecord> {
    Ok(SessionRecord {
        handle: row.parsed("sessions.handle", SessionHandle::from_stored)?,
        key: row.digest("sessions.session_key")?,
        secret: row.digest("sessions.secret")?,
        retired: retired(row)?,
        user: row.parsed("sessions.user_id", UserId::from_stored)?,
        portal: row.text("sessions.portal")?.to_owned(),
        keep: row.parsed("sessions.keep", Keep::from_stored)?,
        began_at: row.moment("sessions.began_at")?,
        proved_at: row.moment("sessions.proved_at")?,
        proved_with: row.parsed("sessions.proved_with", ProvedWith::from_stored)?,
        second: row.parsed_if_any("sessions.second_factor", SecondFactor::from_stored)?,
        issued_at: row.moment("sessions.issued_at")?,
        last_seen_at: row.moment("sessions.last_seen_at")?,
        network: row.text("sessions.network")?.to_owned(),
        device: row.text("sessions.device")?.to_owned(),
        ended: ended(row)?,
    })
}

fn retired(row: Columns<'_>) -> Stored<Option<Retired>> {
    let key = row.digest_if_any("sessions.retired_key")?;
    let secret = row.digest_if_any("sessions.retired_secret")?;
    match (key, secret, row.moment_if_any("sessions.retired_at")?) {
        (Some(key), Some(secret), Some(at)) => Ok(Some(Retired { key, secret, at })),
        (None, None, None) => Ok(None),
        _ => Err(unreadable("sessions.retired_key")),
    }
}

fn ended(row: Columns<'_>) -> Stored<Option<(Timestamp, EndReason)>> {
    let reason = row.parsed_if_any("sessions.ended_for", EndReason::from_stored)?;
    match (row.moment_if_any("sessions.ended_at")?, reason) {
        (Some(at), Some(reason)) => Ok(Some((at, reason))),
        (None, None) => Ok(None),
        _ => Err(unreadable("sessions.ended_for")),
    }
}
