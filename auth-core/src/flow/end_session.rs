//! The end of a session, here and on every gateway.

use crate::{
    audit::{Actor, Event, What},
    change::{Change, Write},
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
    let event = Event::new(now, What::SignedOut, Actor::User(user.id))
        .about(user.account, user.id)
        .at_portal(&record.portal, &record.network);
    commit(outside, record.handle, EndReason::SignedOut, event).await
}

/// The session `handle` ends for `reason`.
pub async fn end(outside: &Outside, handle: SessionHandle, reason: EndReason, now: Timestamp) -> Stored<()> {
    let event =
        Event::new(now, What::SessionEnded, Actor::Gateway).with("session", handle.to_string()).with("why", reason.as_str());
    commit(outside, handle, reason, event).await
}

/// Writes the end down and tells every gateway in one change.
async fn commit(outside: &Outside, handle: SessionHandle, reason: EndReason, event: Event) -> Stored<()> {
    let at = event.at;
    let change = Change {
        write: vec![Write::EndSession { session: handle, at, reason }],
        audit: vec![event],
        revoke: vec![Revocation::Session(handle)],
        ..Change::default()
    };
    outside.directory.apply(change).await?;
    // It has ended, whether the store of sessions can be told or not: every gateway asks the directory, too.
    let _ = outside.sessions.end(handle, at, reason).await;
    Ok(())
}
