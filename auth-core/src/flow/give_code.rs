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
    user::UserId,
};

/// So many wrong codes end a sign-in on its way, which lives no longer than the window.
const OF_ONE_SIGN_IN: Limit = Limit { failures: 5, window: Duration::from_mins(10), pause: Duration::from_mins(10) };

/// And so many in a month, whatever they were, keep a person out until an administrator lets them in again: two years of guessing find no
/// code in a hundred (NIST SP 800-63B-4 §3.2.2).
const OF_A_MONTH: Limit = Limit { failures: 100, window: Duration::from_hours(720), pause: Duration::from_hours(720) };

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
    let giving = Giving::begin(outside, pending, AttemptKey::codes).await?;
    let judged = giving.judge_code(&typed).await;
    giving.settle(judged).await
}

/// Gives a recovery code.
pub async fn give_recovery_code(outside: &Outside, pending: Pending, typed: TypedRecoveryCode) -> Result<Onward, CodeError> {
    let giving = Giving::begin(outside, pending, AttemptKey::recovery_codes).await?;
    let judged = giving.judge_recovery_code(typed).await;
    giving.settle(judged).await
}

/// What was given.
pub(super) enum Judged {
    /// It was right, and is used up.
    Right(SecondFactor),
    /// It was not, for this reason.
    Wrong(&'static str),
}

/// A second factor that was counted as wrong before anything is checked.
pub(super) struct Giving<'a> {
    pub(super) outside: &'a Outside,
    pub(super) pending: Pending,
    counters: [(AttemptKey, Limit); 3],
    /// Whether it is the last that may be wrong, of the person and of this sign-in.
    is_last: [bool; 2],
    pub(super) now: Timestamp,
}

impl<'a> Giving<'a> {
    /// Counts one, of the person by this key.
    pub(super) async fn begin(
        outside: &'a Outside,
        pending: Pending,
        key: impl FnOnce(UserId) -> AttemptKey,
    ) -> Result<Self, CodeError> {
        let (now, user) = (outside.clock.now(), pending.person.user.id);
        let of_person = (key(user), outside.limits.person);
        let of_month = (AttemptKey::codes_of_a_month(user), OF_A_MONTH);
        let of_sign_in = (AttemptKey::codes_of(&pending.record.key), OF_ONE_SIGN_IN);
        let counters = [of_person, of_month, of_sign_in];
        match outside.attempts.reserve(&counters, now).await?.as_slice() {
            [Standing::Counted { left: person }, Standing::Counted { left: month }, Standing::Counted { left: sign_in }] => {
                let is_last = [*person == 0 || *month == 0, *sign_in == 0];
                Ok(Self { outside, pending, counters, is_last, now })
            }
            [_, _, Standing::Paused { .. }] => {
                outside.sessions.abandon(&pending.record.key).await?;
                Err(CodeError::Over)
            }
            [Standing::Paused { until }, _, _] | [_, Standing::Paused { until }, _] => {
                Err(CodeError::Paused { wait: until.since(now) })
            }
            _ => Err(StoreError::message("a counter store answers once for each key").into()),
        }
    }

    async fn judge_code(&self, typed: &TypedCode) -> Result<Judged, CodeError> {
        let user = self.pending.person.user.id;
        let Some(factor) = factors(self.outside, &self.pending).await?.totp else { return Ok(Judged::Wrong("no-app")) };
        let secret = factor.open(user, &self.outside.master).map_err(|error| StoreError(error.into()))?;
        let Some(step) = secret.step_of(typed, self.now) else { return Ok(Judged::Wrong("wrong-code")) };
        let change = Change { spend: vec![Spend::TotpStep { user, factor: factor.id, step }], ..Change::default() };
        Ok(match self.outside.directory.apply(change).await? {
            Applied::Done => Judged::Right(SecondFactor::Totp),
            Applied::AlreadySpent(_) | Applied::Taken => Judged::Wrong("used-code"),
        })
    }

    async fn judge_recovery_code(&self, typed: TypedRecoveryCode) -> Result<Judged, CodeError> {
        let (outside, user) = (self.outside, self.pending.person.user.id);
        let codes = factors(outside, &self.pending).await?.codes;
        let all = codes.iter().map(|code| code.record.clone()).collect();
        let found = outside.hashing.search(CodeSearch::of(typed, all, &outside.passwords)).await?;
        let Some(record) = found else { return Ok(Judged::Wrong("wrong-recovery-code")) };
        let left = codes.iter().filter(|code| !code.is_used && code.record != record).count();
        let letter = Purpose::RecoveryCodeUsed { user, left, origin: self.origin() };
        let change = Change {
            spend: vec![Spend::RecoveryCode { user, record }],
            letters: outside.letter(&self.pending.record.portal, self.now, letter).into_iter().collect(),
            audit: vec![self.event(What::RecoveryCodeUsed).with("left", left.to_string())],
            ..Change::default()
        };
        Ok(match outside.directory.apply(change).await? {
            Applied::Done => Judged::Right(SecondFactor::RecoveryCode),
            Applied::AlreadySpent(_) | Applied::Taken => Judged::Wrong("used-recovery-code"),
        })
    }

    /// Goes on with what was right, and writes down what was wrong. What could not be judged is no failure of theirs.
    pub(super) async fn settle(self, judged: Result<Judged, CodeError>) -> Result<Onward, CodeError> {
        match judged {
            Ok(Judged::Right(second)) => self.accept(second).await,
            Ok(Judged::Wrong(why)) => self.refuse(why).await,
            Err(error) => {
                self.outside.attempts.refund(&self.counters).await?;
                Err(error)
            }
        }
    }

    /// Given back, not forgotten: of the wrong ones, each still counts.
    async fn accept(self, second: SecondFactor) -> Result<Onward, CodeError> {
        self.outside.attempts.refund(&self.counters).await?;
        if self.pending.owes() != Some(Owed::SecondFactor) {
            return Ok(Onward::Over);
        }
        Ok(on_the_way::give(self.outside, self.pending, Some(second), None).await?)
    }

    async fn refuse<T>(self, why: &str) -> Result<T, CodeError> {
        let [of_person, of_sign_in] = self.is_last;
        // Whoever types codes has the password: its owner should know.
        let paused = Purpose::CodesPaused { user: self.pending.person.user.id, origin: self.origin() };
        let letter = of_person.then_some(paused);
        let letter = letter.and_then(|purpose| self.outside.letter(&self.pending.record.portal, self.now, purpose));
        let event = self.event(What::CodeRefused).with("why", why);
        let change = Change { letters: letter.into_iter().collect(), audit: vec![event], ..Change::default() };
        self.outside.directory.apply(change).await?;
        if of_sign_in {
            self.outside.sessions.abandon(&self.pending.record.key).await?;
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
