//! Whose session a cookie names, and whether it still counts.

use crate::{
    account::AccountState,
    flow::{
        Outside, end_session,
        rotate_session::{self, Shown},
    },
    portal::Admission,
    ports::Stored,
    session::{Authenticated, EndReason, RETIRED_GRACE, Session, SessionRecord},
    token::SessionToken,
    user::{Person, UserState},
};

/// What became of a token whose MAC was right.
#[derive(Debug)]
pub enum Resolved {
    /// A live session.
    Live {
        /// Whose.
        session: Session<Authenticated>,
        /// Which of the session's ids the token is.
        shown: Shown,
    },
    /// It was one.
    Ended(EndReason),
    /// Nothing is known of it (any more).
    Unknown,
}

/// Asks the stores whether `token` names a session that counts at this portal, now.
pub async fn resolve(outside: &Outside, admission: &Admission, token: &SessionToken) -> Stored<Resolved> {
    let now = outside.clock.now();
    let Some(record) = outside.sessions.find(&token.key()).await? else { return Ok(Resolved::Unknown) };
    if record.portal != admission.portal {
        return Ok(Resolved::Unknown);
    }
    let Some(shown) = proven(&record, token) else { return Ok(Resolved::Unknown) };
    if let Some((_, reason)) = record.ended {
        return Ok(Resolved::Ended(reason));
    }
    // Where sessions are kept elsewhere, what ended may come back; the directory knows better.
    if let Some(reason) = outside.directory.session_end(record.handle).await? {
        return Ok(Resolved::Ended(reason));
    }
    if shown == Shown::Retired && record.retired.is_some_and(|retired| now.since(retired.at) > RETIRED_GRACE) {
        // The browser has long had the new id. Whoever still shows the old one holds a copy: nobody keeps the session.
        end_session::end(outside, record.handle, EndReason::Theft, now).await?;
        return Ok(Resolved::Ended(EndReason::Theft));
    }
    if let Some(reason) = record.limit_reached(&admission.lifetimes, now) {
        end_session::end(outside, record.handle, reason, now).await?;
        return Ok(Resolved::Ended(reason));
    }
    let Some(person) = outside.directory.person(record.user).await? else { return Ok(Resolved::Unknown) };
    if let Some(reason) = taken_back(&person, &record, admission) {
        end_session::end(outside, record.handle, reason, now).await?;
        return Ok(Resolved::Ended(reason));
    }
    if shown == Shown::Current {
        rotate_session::settle(outside, &record, now).await?;
    }
    Ok(Resolved::Live { session: Session::resumed(person, record), shown })
}

/// Which id the token proves; `None` when its secret is wrong for both.
fn proven(record: &SessionRecord, token: &SessionToken) -> Option<Shown> {
    if record.key == token.key() {
        return token.proves(&record.secret).then_some(Shown::Current);
    }
    record.retired.filter(|retired| retired.key == token.key() && token.proves(&retired.secret)).map(|_| Shown::Retired)
}

/// Why the person may not go on with a session that has not ended by itself.
fn taken_back(person: &Person, record: &SessionRecord, admission: &Admission) -> Option<EndReason> {
    if record.began_at < person.user.sessions_valid_from {
        return Some(person.user.sessions_ended_for.unwrap_or(EndReason::ByAdministrator));
    }
    let may_go_on = person.user.state == UserState::Active
        && person.account.state == AccountState::Open
        && admission.admitted.admits(&person.account);
    (!may_go_on).then_some(EndReason::ByAdministrator)
}
