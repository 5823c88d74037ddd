//! A code as the second factor of somebody on their way.

use std::time::Duration;

use crate::{
    audit::{Actor, Event, What},
    change::{Applied, Change, Spend},
    flow::{
        Outside,
        on_the_way::{self, Onward},
    },
    letter::{Origin, Purpose},
    mfa::{CodeSearch, Demand, Factors, TypedCode, TypedRecoveryCode},
    pending::{Owed, Pending},
    ports::{Busy, StoreError, Stored},
    session::SecondFactor,
    throttle::{AttemptKey, Limit, Standing},
    time::Timestamp,
};

/// So many wrong codes end a sign-in on its way, which lives no longer than the window.
const OF_ONE_SIGN_IN: Limit = Limit { failures: 5, window: Duration::from_mins(10), pause: Duration::from_mins(10) };

/// Why a code, or a passkey's answer, was not taken.
#[derive(Debug, thiserror::Error)]
pub enum CodeError {
    /// It is wrong.
    #[error("the code is not right")]
    Wrong,
    /// It was taken before.
    #[error("the code has been used")]
    Used,
    /// It is the last wrong one of this sign-in, which is over.
    #[error("too many wrong codes in this sign-in")]
    Over,
    /// Too many wrong codes of this person, in whatever sign-in; nothing was checked.
    #[error("too many wrong codes")]
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

/// What somebody on their way could give.
pub async fn factors(outside: &Outside, pending: &Pending) -> Stored<Factors> {
    outside.directory.factors(pending.person.user.id).await
}

/// What is asked of them.
pub fn demand(pending: &Pending) -> Demand {
    pending.person.account.mfa.asks(&pending.person.user).unwrap_or(Demand::Required)
}

/// Gives a code of the authenticator app.
pub async fn give_code(outside: &Outside, pending: Pending, typed: TypedCode) -> Result<Onward, CodeError> {
    let giving = Giving::begin(outside, pending).await?;
    let Some(factor) = factors(outside, &giving.pending).await?.totp else { return giving.refuse("no-app").await };
    let secret = factor.open(&outside.master).map_err(|error| StoreError(error.into()))?;
    let Some(step) = secret.step_of(&typed, giving.now) else { return giving.refuse("wrong-code").await };
    let spend = Spend::TotpStep { user: giving.pending.person.user.id, factor: factor.id, step };
    let change = Change { spend: vec![spend], ..Change::default() };
    match outside.directory.apply(change).await? {
        Applied::Done => giving.accept(SecondFactor::Totp).await,
        Applied::AlreadySpent(_) | Applied::Taken => giving.refuse("used-code").await,
    }
}

/// Gives a recovery code.
pub async fn give_recovery_code(outside: &Outside, pending: Pending, typed: TypedRecoveryCode) -> Result<Onward, CodeError> {
    let giving = Giving::begin(outside, pending).await?;
    let codes = factors(outside, &giving.pending).await?.codes;
    let all = codes.iter().map(|code| code.record.clone()).collect();
    let found = match outside.hashing.search(CodeSearch::of(typed, all, &outside.passwords)).await {
        Ok(found) => found,
        Err(busy) => {
            outside.attempts.refund(&giving.counters).await?;
            return Err(busy.into());
        }
    };
    let Some(record) = found else { return giving.refuse("wrong-recovery-code").await };
    let left = codes.iter().filter(|code| !code.is_used && code.record != record).count();
    let user = &giving.pending.person.user;
    let letter = Purpose::RecoveryCodeUsed { user: user.id, left, origin: giving.origin() };
    let change = Change {
        spend: vec![Spend::RecoveryCode { user: user.id, record }],
        letters: outside.letter(&giving.pending.record.portal, giving.now, letter).into_iter().collect(),
        audit: vec![giving.event(What::RecoveryCodeUsed).with("left", left.to_string())],
        ..Change::default()
    };
    match outside.directory.apply(change).await? {
        Applied::Done => giving.accept(SecondFactor::RecoveryCode).await,
        Applied::AlreadySpent(_) | Applied::Taken => giving.refuse("used-recovery-code").await,
    }
}

/// A second factor that was counted as wrong before anything is checked.
pub(super) struct Giving<'a> {
    pub(super) outside: &'a Outside,
    pub(super) pending: Pending,
    counters: [(AttemptKey, Limit); 2],
    /// Wrong ones left of the person, and of this sign-in.
    left: [u32; 2],
    pub(super) now: Timestamp,
}

impl<'a> Giving<'a> {
    pub(super) async fn begin(outside: &'a Outside, pending: Pending) -> Result<Self, CodeError> {
        let now = outside.clock.now();
        let of_person = (AttemptKey::codes(pending.person.user.id), outside.limits.person);
        let of_sign_in = (AttemptKey::codes_of(&pending.record.key), OF_ONE_SIGN_IN);
        let counters = [of_person, of_sign_in];
        match outside.attempts.reserve(&counters, now).await?.as_slice() {
            [Standing::Counted { left: of_person }, Standing::Counted { left: of_sign_in }] => {
                Ok(Self { outside, pending, counters, left: [*of_person, *of_sign_in], now })
            }
            [_, Standing::Paused { .. }] => {
                outside.sessions.arrive(&pending.record.key).await?;
                Err(CodeError::Over)
            }
            [Standing::Paused { until }, _] => Err(CodeError::Paused { wait: until.since(now) }),
            _ => Err(StoreError::message("a counter store answers once for each key").into()),
        }
    }

    /// Given back, not forgotten: of the wrong ones, each still counts.
    pub(super) async fn accept(self, second: SecondFactor) -> Result<Onward, CodeError> {
        self.outside.attempts.refund(&self.counters).await?;
        if self.pending.owes() != Some(Owed::SecondFactor) {
            return Ok(Onward::Over);
        }
        Ok(on_the_way::give(self.outside, self.pending, Some(second), None).await?)
    }

    pub(super) async fn refuse<T>(self, why: &str) -> Result<T, CodeError> {
        let [of_person, of_sign_in] = self.left;
        // Whoever types codes has the password: its owner should know.
        let paused = Purpose::SignInPaused { user: self.pending.person.user.id, origin: self.origin() };
        let letter = (of_person == 0).then_some(paused);
        let letter = letter.and_then(|purpose| self.outside.letter(&self.pending.record.portal, self.now, purpose));
        let event = self.event(What::CodeRefused).with("why", why);
        let change = Change { letters: letter.into_iter().collect(), audit: vec![event], ..Change::default() };
        self.outside.directory.apply(change).await?;
        if of_sign_in == 0 {
            self.outside.sessions.arrive(&self.pending.record.key).await?;
            return Err(CodeError::Over);
        }
        Err(if why.starts_with("used") { CodeError::Used } else { CodeError::Wrong })
    }

    fn origin(&self) -> Origin {
        Origin { network: self.pending.record.network.clone(), device: self.pending.record.device.clone() }
    }

    pub(super) fn event(&self, what: What) -> Event {
        let (user, record) = (&self.pending.person.user, &self.pending.record);
        Event::new(self.now, what, Actor::User(user.id)).about(user.account, user.id).at_portal(&record.portal, &record.network)
    }
}
