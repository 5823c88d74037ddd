//! Events, revocations and signing keys: their columns, and what the columns mean.

use gatehouse_auth_core::{
    account::AccountId,
    audit::{Actor, Event, What},
    ledger::EventId,
    ports::Stored,
    revocation::{Revocation, Sequence},
    session::SessionHandle,
    signing_key::KeyRow,
    user::UserId,
};

use super::rows::{Columns, unreadable};

/// What [`event`] reads.
macro_rules! event_columns {
    () => {
        r#"
        audit.id AS "audit.id",
        audit.at AS "audit.at",
        audit.what AS "audit.what",
        audit.actor AS "audit.actor",
        audit.actor_user_id AS "audit.actor_user_id",
        audit.account_id AS "audit.account_id",
        audit.user_id AS "audit.user_id",
        audit.portal AS "audit.portal",
        audit.network AS "audit.network",
        audit.detail AS "audit.detail"
        "#
    };
}

pub(super) use event_columns;

/// An event.
pub(super) fn event(row: Columns<'_>) -> Stored<Event> {
    Ok(Event {
        at: row.moment("audit.at")?,
        what: row.parsed("audit.what", What::from_stored)?,
        actor: actor(row)?,
        account: row.parsed_if_any("audit.account_id", AccountId::from_stored)?,
        user: row.parsed_if_any("audit.user_id", UserId::from_stored)?,
        portal: row.text_if_any("audit.portal")?.map(str::to_owned),
        network: row.text_if_any("audit.network")?.map(str::to_owned),
        detail: row.parsed("audit.detail", |json| serde_json::from_str(json).ok())?,
    })
}

/// An event and its place in the store.
pub(super) fn numbered(row: Columns<'_>) -> Stored<(EventId, Event)> {
    Ok((EventId(row.number("audit.id")?), event(row)?))
}

fn actor(row: Columns<'_>) -> Stored<Actor> {
    let user = row.parsed_if_any("audit.actor_user_id", UserId::from_stored)?;
    match (row.text("audit.actor")?, user) {
        ("visitor", None) => Ok(Actor::Visitor),
        ("user", Some(user)) => Ok(Actor::User(user)),
        ("command-line", None) => Ok(Actor::CommandLine),
        ("gateway", None) => Ok(Actor::Gateway),
        _ => Err(unreadable("audit.actor")),
    }
}

/// The two columns of an actor.
pub(super) fn actor_columns(actor: Actor) -> (&'static str, Option<String>) {
    match actor {
        Actor::Visitor => ("visitor", None),
        Actor::User(user) => ("user", Some(user.to_string())),
        Actor::CommandLine => ("command-line", None),
        Actor::Gateway => ("gateway", None),
    }
}

/// A revocation and its number.
pub(super) fn revocation(row: Columns<'_>) -> Stored<(Sequence, Revocation)> {
    let subject = row.text_if_any("revocations.subject")?;
    let revocation = match (row.text("revocations.kind")?, subject) {
        ("session", Some(handle)) => SessionHandle::from_stored(handle).map(Revocation::Session),
        ("rotated", Some(handle)) => SessionHandle::from_stored(handle).map(Revocation::Rotated),
        ("user", Some(user)) => UserId::from_stored(user).map(Revocation::User),
        ("account", Some(account)) => AccountId::from_stored(account).map(Revocation::Account),
        ("everyone", None) => Some(Revocation::Everyone),
        ("keys", None) => Some(Revocation::Keys),
        _ => return Err(unreadable("revocations.kind")),
    };
    Ok((row.number("revocations.sequence")?, revocation.ok_or_else(|| unreadable("revocations.subject"))?))
}

/// The two columns of a revocation.
pub(super) fn revocation_columns(revocation: Revocation) -> (&'static str, Option<String>) {
    match revocation {
        Revocation::Session(handle) => ("session", Some(handle.to_string())),
        Revocation::Rotated(handle) => ("rotated", Some(handle.to_string())),
        Revocation::User(user) => ("user", Some(user.to_string())),
        Revocation::Account(account) => ("account", Some(account.to_string())),
        Revocation::Everyone => ("everyone", None),
        Revocation::Keys => ("keys", None),
    }
}

/// A signing key.
pub(super) fn signing_key(row: Columns<'_>) -> Stored<KeyRow> {
    Ok(KeyRow {
        id: row.text("signing_keys.id")?.to_owned(),
        public: row.bytes("signing_keys.public")?.to_vec(),
        sealed: row.bytes("signing_keys.sealed")?.to_vec(),
        created_at: row.moment("signing_keys.created_at")?,
        signs_from: row.moment("signing_keys.signs_from")?,
        signs_until: row.moment_if_any("signing_keys.signs_until")?,
    })
}
