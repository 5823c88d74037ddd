//! A remembered session's new id, once a day.

use crate::{
    change::Change,
    flow::Outside,
    ports::Stored,
    revocation::Revocation,
    session::{Authenticated, Retired, Session, SessionRecord},
    token::SessionToken,
};

/// Gives the session a new id, when it owes one. `None` when it does not, or when another request was quicker.
pub async fn rotate(outside: &Outside, session: &Session<Authenticated>) -> Stored<Option<SessionToken>> {
    let (now, record) = (outside.clock.now(), session.record());
    if !record.owes_rotation(now) {
        return Ok(None);
    }
    let token = SessionToken::random(&*outside.entropy);
    let rotated = SessionRecord {
        key: token.key(),
        secret: token.secret_digest(),
        retired: Some(Retired { key: record.key, secret: record.secret, at: now }),
        issued_at: now,
        ..record.clone()
    };
    if !outside.sessions.rotate(&record.key, &rotated).await? {
        return Ok(None);
    }
    // Every gateway forgets the old id now; the next request with it is asked of the store, where its grace is counted.
    let news = Change { revoke: vec![Revocation::Rotated(record.handle)], ..Change::default() };
    outside.directory.apply(news).await?;
    Ok(Some(token))
}
