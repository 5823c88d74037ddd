//! What people decide about their own second factor.

use crate::{
    audit::{Actor, Event, What},
    change::{Change, Write},
    flow::Outside,
    letter::{MfaChange, Origin, Purpose},
    mfa::{Factors, MfaSetting},
    ports::{StoreError, Stored},
    session::{Authenticated, Session},
    throttle::AttemptKey,
    user::Person,
};

/// The role of those who decide for themselves.
pub const MANAGE_OWN_MFA: &str = "manage-own-mfa";

/// Somebody at the page of their own second factor.
pub struct MyMfa<'a> {
    /// The outside.
    pub outside: &'a Outside,
    /// Their session.
    pub me: &'a Session<Authenticated>,
    /// They and their account as they are now: the session may remember what they were.
    pub person: Person,
    /// From where they do it.
    pub origin: Origin,
}

/// What they may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Say {
    /// Everything.
    All,
    /// They may begin anew, but not do without: their account asks for a second factor.
    Required,
    /// Nothing: their account asks nobody.
    Off,
    /// Nothing: they may not.
    NotTheirs,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum MyMfaError {
    /// It is not theirs to change.
    #[error("this is not theirs to change")]
    NotTheirs,
    /// A store did not answer.
    #[error(transparent)]
    Unavailable(#[from] StoreError),
}

impl<'a> MyMfa<'a> {
    /// Whoever has the session, as they are now; `None` when they are gone.
    pub async fn of(outside: &'a Outside, me: &'a Session<Authenticated>, origin: Origin) -> Stored<Option<Self>> {
        let person = outside.directory.person(me.person().user.id).await?;
        Ok(person.map(|person| Self { outside, me, person, origin }))
    }

    /// What they have registered.
    pub async fn factors(&self) -> Stored<Factors> {
        self.outside.directory.factors(self.person.user.id).await
    }

    /// Whether they have to give a second factor in this session first: whoever has the password alone changes nothing about the other.
    pub async fn must_give_first(&self) -> Stored<bool> {
        Ok(self.me.record().second.is_none() && self.factors().await?.is_any())
    }

    /// Whether they have something to make recovery codes for, and may.
    pub async fn may_renew_codes(&self) -> Stored<bool> {
        Ok(matches!(self.say(), Say::All | Say::Required) && self.factors().await?.is_any())
    }

    /// What they may change.
    pub fn say(&self) -> Say {
        let (user, policy) = (&self.person.user, &self.person.account.mfa);
        match policy.setting {
            MfaSetting::Disabled => Say::Off,
            _ if !user.holds(MANAGE_OWN_MFA) => Say::NotTheirs,
            _ if policy.demands_of(user).is_some() => Say::Required,
            _ => Say::All,
        }
    }

    /// Whether they are asked for a second factor when they sign in.
    pub fn is_on(&self) -> bool {
        self.person.account.mfa.asks(&self.person.user).is_some()
    }

    /// Turns it on or off for themselves. What they have registered sleeps meanwhile.
    pub async fn turn(&self, on: bool) -> Result<(), MyMfaError> {
        if self.say() != Say::All {
            return Err(MyMfaError::NotTheirs);
        }
        if self.person.user.wants_mfa == on {
            return Ok(());
        }
        let (what, change) = if on { (What::MfaTurnedOn, MfaChange::On) } else { (What::MfaTurnedOff, MfaChange::Off) };
        let write = vec![Write::WantsMfa { user: self.person.user.id, wants: on }];
        // Whoever has nothing registered yet is told when they have.
        let is_news = !on || self.person.user.has_factor;
        self.apply(what, is_news.then_some(change), write).await
    }

    /// Drops what they have registered: they register anew at their next sign-in. This session goes on.
    pub async fn reset(&self) -> Result<(), MyMfaError> {
        if !matches!(self.say(), Say::All | Say::Required) {
            return Err(MyMfaError::NotTheirs);
        }
        let user = self.person.user.id;
        let write = vec![Write::ResetFactors(user), Write::WantsMfa { user, wants: true }];
        self.apply(What::MfaReset, Some(MfaChange::Reset), write).await?;
        self.outside.attempts.forget(&AttemptKey::all_codes(user)).await?;
        Ok(())
    }

    async fn apply(&self, what: What, told: Option<MfaChange>, write: Vec<Write>) -> Result<(), MyMfaError> {
        let (now, user) = (self.outside.clock.now(), &self.person.user);
        let purpose = told.map(|change| Purpose::MfaChanged { user: user.id, change, by: None, origin: self.origin.clone() });
        let letter = purpose.and_then(|purpose| self.outside.letter(&self.me.record().portal, now, purpose));
        let event = Event::new(now, what, Actor::User(user.id)).about(user.account, user.id).within(self.me.record());
        let change = Change { write, letters: letter.into_iter().collect(), audit: vec![event], ..Change::default() };
        self.outside.directory.apply(change).await?;
        Ok(())
    }
}
