//! The end of a session, here and on every gateway.

use crate::{
    audit::{Actor, Event, What},
    change::Change,
    flow::Outside,
    ports::Stored,
    revocation::Revocation,
    session::{Authenticated, EndReason, Session, SessionHandle},
    time::Timestamp,
};

/// The person signs out.
pub async fn sign_out(outside: &Outside, session: &Session<Authenticated>) -> Stored<()> {
    let (now, record) = (outside.clock.now(), session.record());
    let user = &session.person().user;
    outside.sessions.end(record.handle, now, EndReason::SignedOut).await?;
    let event = Event::new(now, What::SignedOut, Actor::User(user.id))
        .about(user.account, user.id)
        .at_portal(&record.portal, &record.network);
    commit(outside, record.handle, event).await
}

/// The session `handle` ends for `reason`.
pub async fn end(outside: &Outside, handle: SessionHandle, reason: EndReason, now: Timestamp) -> Stored<()> {
    outside.sessions.end(handle, now, reason).await?;
    let event =
        Event::new(now, What::SessionEnded, Actor::Gateway).with("session", handle.to_string()).with("why", reason.as_str());
    commit(outside, handle, event).await
}

/// Writes the end down and tells every gateway in one change.
async fn commit(outside: &Outside, handle: SessionHandle, event: Event) -> Stored<()> {
    let change = Change { audit: vec![event], revoke: vec![Revocation::Session(handle)], ..Change::default() };
    outside.directory.apply(change).await.map(drop)
}
