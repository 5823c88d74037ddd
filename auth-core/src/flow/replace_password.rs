//! What follows when somebody's password is replaced, whoever does it and however: the one place for what ends with what.

use std::time::Duration;

use crate::{
    audit::Event,
    change::{Change, Write},
    flow::Outside,
    identifier::EmailAddress,
    letter::{Origin, Purpose},
    password::{NewPassword, PasswordPolicy, PasswordRecord, Weakness},
    ports::{Busy, StoreError, Stored},
    recovery::Ending,
    revocation::Revocation,
    secret::TypedPassword,
    session::EndReason,
    throttle::AttemptKey,
    time::Timestamp,
    user::{Person, UserId},
};

/// Why a password was not replaced.
#[derive(Debug, thiserror::Error)]
pub enum ChooseError {
    /// It is not good enough.
    #[error(transparent)]
    Weak(#[from] Weakness),
    /// It is the one the person has.
    #[error("choose a password that was not used before")]
    SameAsOld,
    /// The hashing queue is full.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// A store did not answer.
    #[error(transparent)]
    Unavailable(#[from] StoreError),
}

/// The words that make a password of this person easier to guess (ASVS 6.2.11).
pub fn words_about(person: &Person) -> [&str; 5] {
    let (user, account) = (&person.user, &person.account);
    let email = user.email.as_ref().map_or("", EmailAddress::as_str);
    [user.username.as_str(), email, &user.name, &account.name, account.key.as_str()]
}

/// The record of a password that `person` may have, if `typed` is one.
pub async fn choose(
    outside: &Outside,
    person: &Person,
    policy: PasswordPolicy,
    typed: TypedPassword,
) -> Result<PasswordRecord, ChooseError> {
    let old = outside.directory.password(person.user.id).await?;
    if let Some(old) = old
        && outside.hashing.verify(outside.passwords.check(&typed, Some(old), None, true)).await?.is_some()
    {
        return Err(ChooseError::SameAsOld);
    }
    let new = NewPassword::choose(typed, policy, &words_about(person))?;
    Ok(outside.hashing.create(outside.passwords.keep(&new, &*outside.entropy)).await?)
}

/// A replaced password and all that follows: every session and every other way to a new password ends, and a notice is mailed.
pub struct Replaced<'a> {
    /// Whose.
    pub person: &'a Person,
    /// What it is now.
    pub record: PasswordRecord,
    /// At which portal; where there is none, nobody is told by mail.
    pub portal: Option<&'a str>,
    /// From where.
    pub origin: Origin,
    /// What is written down.
    pub event: Event,
}

impl Replaced<'_> {
    /// The change, and the moment from which on new sessions of the person count.
    pub async fn change(self, outside: &Outside, now: Timestamp) -> Stored<(Change, Timestamp)> {
        let user = &self.person.user;
        let from = after_every_session(outside, user.id, now).await?;
        let portal = self.portal.filter(|_| user.email.is_some());
        let notice = portal
            .and_then(|portal| outside.letter(portal, now, Purpose::PasswordChanged { user: user.id, origin: self.origin }));
        let change = Change {
            spend: Vec::new(),
            write: vec![
                Write::Password { user: user.id, record: self.record },
                Write::MustChangePassword { user: user.id, must: false },
                Write::EndSessions { user: user.id, from, reason: EndReason::PasswordChanged },
                Write::EndRecoveries { user: user.id, at: now, ending: Ending::PasswordChanged, but: None },
            ],
            letters: notice.into_iter().collect(),
            audit: vec![self.event.about(user.account, user.id)],
            revoke: vec![Revocation::User(user.id)],
        };
        Ok((change, from))
    }
}

/// Forgives the failures that were counted against somebody whose password is new.
pub async fn forgive(outside: &Outside, user: UserId) -> Stored<()> {
    outside.attempts.forget(&[AttemptKey::person(user)]).await
}

/// A moment after each of the person's sessions began, by whichever clock: another gateway's may be ahead of this one's.
pub async fn after_every_session(outside: &Outside, user: UserId, now: Timestamp) -> Stored<Timestamp> {
    let sessions = outside.sessions.of_user(user).await?;
    let latest = sessions.iter().map(|session| session.began_at.after(Duration::from_millis(1))).max();
    Ok(latest.map_or(now, |latest| latest.max(now)))
}
