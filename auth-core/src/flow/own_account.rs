//! What people change about themselves.

use std::time::Duration;

use crate::{
    audit::{Actor, Event, What},
    change::{Applied, Change, Spend, Write},
    flow::{
        Outside,
        administer::{AdministerError, Administrator},
        change_email, link,
        on_the_way::begin,
        replace_password::{self, ChooseError, Replaced},
        step_up::{self, ProveError},
    },
    identifier::{EmailAddress, Username},
    letter::Origin,
    pending::Arrived,
    portal::Admission,
    ports::StoreError,
    revocation::Revocation,
    secret::TypedPassword,
    session::{Authenticated, Beginning, EndReason, Proof, ProvedWith, Session, SessionHandle},
    throttle::{AttemptKey, Standing},
    time::Timestamp,
    token::SessionToken,
    user::{Person, User},
};

/// Somebody at their own account's page.
pub struct Own<'a> {
    /// The outside.
    pub outside: &'a Outside,
    /// Every portal's terms.
    pub portals: &'a [Admission],
    /// The portal they are at.
    pub admission: &'a Admission,
    /// Their session.
    pub me: &'a Session<Authenticated>,
    /// From where they do it.
    pub origin: Origin,
}

/// What is to change; `None` leaves it.
#[derive(Debug, Default)]
pub struct OwnEdit {
    /// What they are called.
    pub name: Option<String>,
    /// Their username.
    pub username: Option<Username>,
    /// Their email address, once it is confirmed.
    pub email: Option<EmailAddress>,
    /// Their password.
    pub password: Option<TypedPassword>,
    /// The password they have, which all but the name ask for.
    pub current_password: Option<TypedPassword>,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OwnError {
    /// They did not prove who they are.
    #[error(transparent)]
    Unproved(#[from] ProveError),
    /// The new password cannot be theirs.
    #[error(transparent)]
    Password(#[from] ChooseError),
    /// The username is taken.
    #[error("the username is taken")]
    UsernameTaken,
    /// They asked for too many usernames and addresses lately.
    #[error("too many new usernames and email addresses")]
    TooOften {
        /// How long still.
        wait: Duration,
    },
    /// No mail is sent here, so that no address can be confirmed.
    #[error("no mail is sent here")]
    NoMail,
    /// They were changed by somebody else in the same moment.
    #[error("somebody changed this in the same moment")]
    Meanwhile,
    /// A store did not answer.
    #[error(transparent)]
    Unavailable(#[from] StoreError),
}

/// What was changed.
#[derive(Debug, Default)]
pub struct Saved {
    /// The session in which they go on, where the one they had has ended with their old password.
    pub renewed: Option<(Session<Authenticated>, SessionToken)>,
    /// The new address, which waits to be confirmed.
    pub to_confirm: Option<EmailAddress>,
}

impl Own<'_> {
    /// Changes what is to change, all of it or nothing.
    pub async fn save(&self, edit: OwnEdit) -> Result<Saved, OwnError> {
        let person = self.outside.directory.person(self.me.person().user.id).await?.ok_or(OwnError::Meanwhile)?;
        let user = &person.user;
        let edit = without_what_stays(edit, user);
        let administrator = Administrator {
            outside: self.outside,
            portals: self.portals,
            actor: Actor::User(user.id),
            session: Some(self.me.record()),
        };
        let changes_names = edit.username.is_some() || edit.email.is_some();
        let proof = if changes_names || (edit.password.is_some() && self.asks_current().await?) {
            let typed = edit.current_password.filter(|typed| !typed.is_empty()).ok_or(ProveError::Missing)?;
            Proof::Password(step_up::prove(self.outside, self.me, &typed).await?)
        } else {
            Proof::Arrived(Arrived { with: ProvedWith::Password })
        };
        if changes_names {
            self.count_new_names().await?;
        }
        if let Some(username) = &edit.username {
            self.refuse_taken(&administrator, &person, username).await?;
        }
        // Whose an address is, is found out where its letter is written: here it would be told.
        let now = self.outside.clock.now();
        let asked = match &edit.email {
            Some(_) if !self.outside.mails => return Err(OwnError::NoMail),
            Some(email) => Some(change_email::asked(&administrator, &person, email, &self.admission.portal, &self.origin)),
            None => None,
        };
        let mut change = Change::default();
        let mut from = now;
        let has_new_password = edit.password.is_some();
        if let Some(typed) = edit.password {
            let policy = link::policy(self.outside, self.admission, &person);
            let record = replace_password::choose(self.outside, &person, policy, typed).await?;
            let event = administrator.event(now, What::PasswordChanged);
            let origin = self.origin.clone();
            let but = asked.as_ref().map(|(recovery, _)| *recovery);
            let replaced = Replaced { person: &person, record, portal: Some(&self.admission.portal), origin, event, but };
            (change, from) = replaced.change(self.outside, now).await?;
        }
        let mut changed = administrator.event(now, What::UserChanged).about(user.account, user.id);
        let mut after = user.clone();
        if let Some(name) = edit.name {
            after.name = name;
            changed = changed.with("name", "changed");
        }
        if let Some(username) = edit.username {
            after.username = username;
            changed = changed.with("username", "changed");
        }
        if after != *user {
            change.spend.push(Spend::User(after));
            change.audit.push(changed);
            change.revoke.push(Revocation::User(user.id));
        }
        if let Some((_, asked)) = asked {
            change.spend.extend(asked.spend);
            change.letters.extend(asked.letters);
            change.audit.extend(asked.audit);
        }
        match self.outside.directory.apply(change).await? {
            Applied::Done => {}
            Applied::Taken => return Err(OwnError::UsernameTaken),
            Applied::AlreadySpent(_) => return Err(OwnError::Meanwhile),
        }
        let renewed = if has_new_password { Some(self.renew(&proof, from).await?) } else { None };
        Ok(Saved { renewed, to_confirm: edit.email })
    }

    /// Whether a new password asks for the one they have: not of somebody who came with a temporary one a moment ago, since they do not
    /// know theirs.
    pub async fn asks_current(&self) -> Result<bool, StoreError> {
        let came_with_temporary = self.me.record().proved_with == ProvedWith::TemporaryPassword;
        Ok(!came_with_temporary || !step_up::is_fresh(self.outside, self.me).await?)
    }

    /// The session that follows the one which ended with the old password, in this browser alone.
    async fn renew(&self, proof: &Proof, from: Timestamp) -> Result<(Session<Authenticated>, SessionToken), OwnError> {
        replace_password::forgive(self.outside, self.me.person().user.id).await?;
        let person = self.outside.directory.person(self.me.person().user.id).await?.ok_or(OwnError::Meanwhile)?;
        let record = self.me.record();
        let at = self.outside.clock.now().max(from);
        let beginning = Beginning {
            portal: record.portal.clone(),
            keep: record.keep,
            second: record.second,
            began_at: at,
            proved_at: at,
            at,
            network: self.origin.network.clone(),
            device: self.origin.device.clone(),
        };
        Ok(begin(self.outside, proof, person, None, beginning).await?)
    }

    async fn refuse_taken(
        &self,
        administrator: &Administrator<'_>,
        person: &Person,
        username: &Username,
    ) -> Result<(), OwnError> {
        match administrator.refuse_ambiguity(&person.account, Some(person.user.id), Some(username), None).await {
            Ok(()) => Ok(()),
            Err(AdministerError::Unavailable(error)) => Err(error.into()),
            Err(_) => Err(OwnError::UsernameTaken),
        }
    }

    /// Names that others may have tell who exists, and addresses get letters: both within limits.
    async fn count_new_names(&self) -> Result<(), OwnError> {
        let now = self.outside.clock.now();
        let counter = [(AttemptKey::new_names(self.me.person().user.id), self.outside.recovery.letters)];
        match self.outside.attempts.reserve(&counter, now).await?.first() {
            Some(Standing::Paused { until }) => Err(OwnError::TooOften { wait: until.since(now) }),
            _ => Ok(()),
        }
    }

    /// Ends one session of one's own, or all others. Whether there was one to end.
    pub async fn end_sessions(&self, which: Which) -> Result<bool, StoreError> {
        let (now, user) = (self.outside.clock.now(), &self.me.person().user);
        let mut ending = self.outside.sessions.of_user(user.id).await?;
        ending.retain(|record| match which {
            Which::One(handle) => record.handle == handle,
            Which::Others => record.handle != self.me.record().handle,
        });
        if ending.is_empty() {
            return Ok(false);
        }
        let event = Event::new(now, What::SessionsEnded, Actor::User(user.id))
            .about(user.account, user.id)
            .within(self.me.record())
            .with("count", ending.len().to_string());
        let reason = EndReason::SignedOut;
        let change = Change {
            write: ending.iter().map(|record| Write::EndSession { session: record.handle, at: now, reason }).collect(),
            audit: vec![event],
            revoke: ending.iter().map(|record| Revocation::Session(record.handle)).collect(),
            ..Change::default()
        };
        self.outside.directory.apply(change).await?;
        for record in &ending {
            // They have ended, whether the store of sessions can be told or not.
            let _ = self.outside.sessions.end(record.handle, now, reason).await;
        }
        Ok(true)
    }
}

/// Which of one's own sessions to end.
#[derive(Clone, Copy, Debug)]
pub enum Which {
    /// This one.
    One(SessionHandle),
    /// All but the one in use.
    Others,
}

/// What is typed as it was changes nothing, and asks for nothing.
fn without_what_stays(edit: OwnEdit, user: &User) -> OwnEdit {
    OwnEdit {
        name: edit.name.filter(|name| *name != user.name),
        username: edit.username.filter(|username| username.as_str() != user.username.as_str()),
        email: edit.email.filter(|email| Some(email.as_str()) != user.email.as_ref().map(EmailAddress::as_str)),
        password: edit.password.filter(|password| !password.is_empty()),
        current_password: edit.current_password,
    }
}
