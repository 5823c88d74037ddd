//! A remembered session's new id, once a day.

use crate::{
    change::Change,
    flow::Outside,
    ports::Stored,
    revocation::Revocation,
    session::{NOT_YET, RETIRED_GRACE, Retired, SessionRecord},
    time::Timestamp,
    token::SessionToken,
};

/// Which of a session's ids a browser showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The current one.
    Current,
    /// The one before the last rotation.
    Retired,
}

/// Whether a browser that showed `shown` is to get a new id: once a day, and again when the last new one seems to have been lost on its
/// way.
pub fn is_due(record: &SessionRecord, shown: Shown, now: Timestamp) -> bool {
    match shown {
        Shown::Current => record.owes_rotation(now),
        Shown::Retired => {
            record.retired.is_some_and(|retired| retired.at == NOT_YET) && now.since(record.issued_at) > RETIRED_GRACE
        }
    }
}

/// Gives the session a new id. `None` when another request was quicker.
pub async fn rotate(outside: &Outside, record: &SessionRecord, shown: Shown) -> Stored<Option<SessionToken>> {
    let now = outside.clock.now();
    let token = SessionToken::random(&*outside.entropy);
    let retired = match shown {
        Shown::Current => Some(Retired { key: record.key, secret: record.secret, at: NOT_YET }),
        Shown::Retired => record.retired,
    };
    let rotated = SessionRecord { key: token.key(), secret: token.secret_digest(), retired, issued_at: now, ..record.clone() };
    if !outside.sessions.rotate(&record.key, &rotated).await? {
        return Ok(None);
    }
    forget_cookies(outside, record).await?;
    Ok(Some(token))
}

/// The new id was shown for the first time: from now on the one before it has only its grace left.
pub(super) async fn settle(outside: &Outside, record: &SessionRecord, now: Timestamp) -> Stored<()> {
    let Some(retired) = record.retired.filter(|retired| retired.at == NOT_YET) else { return Ok(()) };
    let settled = SessionRecord { retired: Some(Retired { at: now, ..retired }), ..record.clone() };
    outside.sessions.rotate(&record.key, &settled).await?;
    forget_cookies(outside, record).await
}

/// Every gateway asks the store anew about the session's cookies, where the grace of the retired one is counted.
async fn forget_cookies(outside: &Outside, record: &SessionRecord) -> Stored<()> {
    let news = Change { revoke: vec![Revocation::Rotated(record.handle)], ..Change::default() };
    outside.directory.apply(news).await.map(drop)
}
