//! Proving again who one is, before something that could lock a person out of what is theirs (ASVS 7.5.1, 7.5.3).

use std::time::Duration;

use crate::{
    audit::{Actor, Event, What},
    change::Change,
    flow::Outside,
    password::PasswordVerified,
    ports::{Busy, StoreError, Stored},
    secret::TypedPassword,
    session::{Authenticated, Session},
    throttle::{AttemptKey, Standing},
};

/// Why somebody did not prove who they are.
#[derive(Debug, thiserror::Error)]
pub enum ProveError {
    /// Nothing was typed.
    #[error("the existing password is missing")]
    Missing,
    /// Wrong.
    #[error("that is not the existing password")]
    Wrong,
    /// Wrong too often; nothing was checked.
    #[error("too many wrong passwords")]
    Paused {
        /// How long still.
        wait: Duration,
    },
    /// The hashing queue is full.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// A store did not answer.
    #[error(transparent)]
    Unavailable(#[from] StoreError),
}

/// Whether the password was proved so lately that it need not be again.
pub async fn is_fresh(outside: &Outside, session: &Session<Authenticated>) -> Stored<bool> {
    let record = outside.sessions.find(&session.record().key).await?;
    // A clock that was ahead proves nothing for longer.
    let now = outside.clock.now();
    Ok(record.is_some_and(|record| record.proved_at <= now.after(CLOCKS_APART) && now.since(record.proved_at) < outside.step_up))
}

/// Gateways' clocks may be this far apart.
const CLOCKS_APART: Duration = Duration::from_secs(5);

/// Lets go on whoever proved their password lately, or does so with `typed`.
pub async fn demand(outside: &Outside, session: &Session<Authenticated>, typed: Option<TypedPassword>) -> Result<(), ProveError> {
    if is_fresh(outside, session).await? {
        return Ok(());
    }
    let typed = typed.filter(|typed| !typed.is_empty()).ok_or(ProveError::Missing)?;
    prove(outside, session, &typed).await.map(drop)
}

/// Checks the password of whoever has the session: counted before it is checked, like at the sign-in form.
pub async fn prove(
    outside: &Outside,
    session: &Session<Authenticated>,
    typed: &TypedPassword,
) -> Result<PasswordVerified, ProveError> {
    let (now, user) = (outside.clock.now(), &session.person().user);
    let counter = [(AttemptKey::proofs(user.id), outside.limits.typed)];
    if let Some(Standing::Paused { until }) = outside.attempts.reserve(&counter, now).await?.first() {
        return Err(ProveError::Paused { wait: until.since(now) });
    }
    let record = outside.directory.password(user.id).await?;
    let check = outside.passwords.check(typed, record, None, true);
    let verdict = match outside.hashing.verify(check).await {
        Ok(verdict) => verdict,
        Err(busy) => {
            outside.attempts.refund(&counter).await?;
            return Err(busy.into());
        }
    };
    let what = if verdict.is_some() { What::StepUp } else { What::StepUpRefused };
    let event = Event::new(now, what, Actor::User(user.id)).about(user.account, user.id).within(session.record());
    outside.directory.apply(Change { audit: vec![event], ..Change::default() }).await?;
    let proof = verdict.ok_or(ProveError::Wrong)?;
    outside.attempts.refund(&counter).await?;
    outside.sessions.prove(session.record().handle, now).await?;
    Ok(proof)
}
