//! What administrators do about the people of their account: never about themselves, never above their own level, never more than they
//! may themselves, and never so that nobody is left who could.

use std::collections::BTreeSet;

use crate::{
    audit::{Actor, Event, What},
    change::Change,
    flow::{
        Outside,
        administer::{AdministerError, Administrator, NewUser, UserEdit},
        change_email,
        enrol::MANAGE_COMPANY_MFA,
        replace_password::forgive,
        requests::APPROVE_RESETS,
    },
    identifier::EmailAddress,
    letter::{Origin, Why},
    permission::{Level, Role},
    portal::Admission,
    ports::{StoreError, Stored},
    recovery::RecoveryFlow,
    session::{Authenticated, Session},
    throttle::AttemptKey,
    user::{Person, User, UserId, UserState},
};

/// The role of those who manage people.
pub const MANAGE_USERS: &str = "manage-users";
/// Somebody active of every account has to hold each of these.
const NEVER_WITHOUT: [&str; 2] = [MANAGE_USERS, MANAGE_COMPANY_MFA];

/// Somebody who manages the people of their account, in a session of theirs.
pub struct Manager<'a> {
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

/// Somebody whom this manager may change: holding one is the proof.
#[derive(Clone, Debug)]
pub struct Subject(Person);

impl Subject {
    /// Who it is.
    pub fn person(&self) -> &Person {
        &self.0
    }
}

/// What stands between a manager and somebody of their account.
#[derive(Debug)]
pub enum Found {
    /// Nothing.
    Subject(Box<Subject>),
    /// It is they themselves.
    Own(Box<Person>),
    /// The person is of a higher level.
    Above(Box<Person>),
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ManageError {
    /// A role that the manager does not hold, or a level above their own.
    #[error("nobody gives what they do not have")]
    NotTheirsToGive,
    /// A new address, or a link, for somebody who may do what the manager may not: both could become the manager's way to it.
    #[error("only somebody who holds all roles of this person does that")]
    BeyondTheirs,
    /// The directory refused.
    #[error(transparent)]
    Refused(#[from] AdministerError),
    /// A store did not answer.
    #[error(transparent)]
    Unavailable(#[from] StoreError),
}

impl Manager<'_> {
    /// Somebody of the manager's own account; nobody else is there for them.
    pub async fn find(&self, id: UserId) -> Stored<Option<Found>> {
        let me = &self.me.person().user;
        let person = self.outside.directory.person(id).await?.filter(|person| person.account.id == me.account);
        Ok(person.map(Box::new).map(|person| {
            if person.user.id == me.id {
                Found::Own(person)
            } else if me.has_authority_over(&person.user) {
                Found::Subject(Box::new(Subject(*person)))
            } else {
                Found::Above(person)
            }
        }))
    }

    /// Adds somebody, and mails them a link to choose their password.
    pub async fn add(&self, new: NewUser) -> Result<User, ManageError> {
        self.refuse_giving(&new.roles, &BTreeSet::new(), new.level)?;
        let account = self.me.person().account.key.folded().clone();
        let user = self.administrator().add_user(&account, new).await?;
        if user.email.is_some() && self.outside.mails {
            self.mail_link(&user, Why::Welcome).await?;
        }
        Ok(user)
    }

    /// Changes somebody; a new address waits until it is confirmed. Whether one does.
    pub async fn edit(&self, subject: &Subject, mut edit: UserEdit) -> Result<Option<EmailAddress>, ManageError> {
        let user = &subject.0.user;
        let level = edit.level.unwrap_or(user.level);
        let roles = edit.roles.as_ref().unwrap_or(&user.roles);
        self.refuse_giving(roles, &user.roles, level)?;
        edit.never_without = taken(user, roles, edit.state.unwrap_or(user.state));
        let email = edit.email.take().filter(|email| Some(email) != user.email.as_ref());
        if email.is_some() && !user.roles.is_subset(&self.me.person().user.roles) {
            return Err(ManageError::BeyondTheirs);
        }
        let administrator = self.administrator();
        if email.is_some() && !self.outside.mails {
            return Err(AdministerError::NoMail.into());
        }
        if let Some(email) = &email {
            administrator.refuse_ambiguity(&subject.0.account, Some(user.id), None, Some(email)).await?;
        }
        administrator.edit(&subject.0, edit).await?;
        if let Some(email) = &email {
            let (_, asked) = change_email::asked(&administrator, &subject.0, email, &self.admission.portal, &self.origin);
            self.outside.directory.apply(asked).await?;
        }
        Ok(email)
    }

    /// Mails somebody a link to choose a new password. Their old one works until they do. Where somebody has to approve a new password, only
    /// whoever may approve sends one.
    pub async fn send_link(&self, subject: &Subject) -> Result<(), ManageError> {
        let person = &subject.0;
        let is_approved = self.admission.recovery_of(&person.account) == Some(RecoveryFlow::AdminApproval);
        if is_approved && !self.me.person().user.holds(APPROVE_RESETS) {
            return Err(ManageError::BeyondTheirs);
        }
        self.mail_link(&subject.0.user, Why::ByAdministrator).await
    }

    /// Drops what somebody has registered as a second factor. Who may, also decides whom the account asks for one.
    pub async fn reset_mfa(&self, subject: &Subject) -> Result<(), ManageError> {
        let me = &self.me.person().user;
        if !me.holds(MANAGE_COMPANY_MFA) {
            return Err(ManageError::BeyondTheirs);
        }
        Ok(self.administrator().reset_mfa(&subject.0, Some(me.id)).await?)
    }

    /// Ends every session of somebody.
    pub async fn end_sessions(&self, subject: &Subject) -> Result<(), ManageError> {
        self.administrator().edit(&subject.0, UserEdit { ends_sessions: true, ..UserEdit::default() }).await?;
        Ok(())
    }

    /// Lets somebody try again who failed too often, or was locked.
    pub async fn unlock(&self, subject: &Subject) -> Result<(), ManageError> {
        let user = &subject.0.user;
        if user.state == UserState::Locked {
            let edit = UserEdit { state: Some(UserState::Active), ..UserEdit::default() };
            self.administrator().edit(&subject.0, edit).await?;
        }
        forgive(self.outside, user.id).await?;
        self.outside.attempts.forget(&AttemptKey::all_codes(user.id)).await?;
        let event = self.event(What::Unlocked, user);
        self.outside.directory.apply(Change { audit: vec![event], ..Change::default() }).await?;
        Ok(())
    }

    fn administrator(&self) -> Administrator<'_> {
        Administrator {
            outside: self.outside,
            portals: self.portals,
            actor: Actor::User(self.me.person().user.id),
            session: Some(self.me.record()),
        }
    }

    fn event(&self, what: What, about: &User) -> Event {
        Event::new(self.outside.clock.now(), what, Actor::User(self.me.person().user.id))
            .about(about.account, about.id)
            .within(self.me.record())
    }

    async fn mail_link(&self, user: &User, why: Why) -> Result<(), ManageError> {
        let by = Some(self.me.person().user.id);
        Ok(self.administrator().mail_link(user, &self.admission.portal, why, by).await?)
    }

    /// What somebody has already may stay; what is new must be the manager's own.
    fn refuse_giving(&self, roles: &BTreeSet<Role>, before: &BTreeSet<Role>, level: Level) -> Result<(), ManageError> {
        let me = &self.me.person().user;
        let is_mine = |role: &Role| before.contains(role) || me.roles.contains(role);
        if level > me.level || !roles.iter().all(is_mine) { Err(ManageError::NotTheirsToGive) } else { Ok(()) }
    }
}

/// Which of the roles that somebody has to hold an active holder loses.
fn taken(user: &User, roles: &BTreeSet<Role>, state: UserState) -> Vec<&'static str> {
    let keeps = |role: &str| state == UserState::Active && roles.iter().any(|own| own.as_str() == role);
    NEVER_WITHOUT.into_iter().filter(|role| user.state == UserState::Active && user.holds(role) && !keeps(role)).collect()
}
