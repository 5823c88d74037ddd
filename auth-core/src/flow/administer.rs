//! Accounts and people, by somebody who may: what the command line does now.

use std::{collections::BTreeSet, time::Duration};

use thiserror::Error;

use crate::{
    account::{Account, AccountId, AccountKind, AccountState},
    audit::{Actor, Event, What},
    change::{Applied, Change, Write},
    flow::Outside,
    identifier::{AccountKey, EmailAddress, Folded, Username},
    password::{NewPassword, Weakness},
    permission::{Level, Role},
    portal::{Admission, SignInKind},
    ports::{Busy, Lookup, LookupBy, StoreError},
    revocation::Revocation,
    secret::TypedPassword,
    session::EndReason,
    throttle::AttemptKey,
    time::Timestamp,
    user::{User, UserId, UserState},
};

/// Why an account or a person was not written.
#[derive(Debug, Error)]
pub enum AdministerError {
    /// The Account ID belongs to another account.
    #[error("the Account ID {0} is taken")]
    AccountTaken(AccountKey),
    /// There is no such account.
    #[error("there is no account {0}; `gatehouse account list` shows them")]
    NoAccount(String),
    /// The username belongs to someone else of the account.
    #[error("the username {0} is taken in this account")]
    UsernameTaken(Username),
    /// There is no such person.
    #[error("there is no user {username} in account {account}; `gatehouse user list --account {account}` shows them")]
    NoUser {
        /// The username looked for.
        username: String,
        /// The account looked in.
        account: String,
    },
    /// Someone of another account that the same portal admits has the name, and the portal could not tell them apart.
    #[error("{name} belongs to someone of another account that portal {portal} admits, which could not tell them apart")]
    Ambiguous {
        /// The username or email address.
        name: String,
        /// The portal.
        portal: String,
    },
    /// The password is not good enough.
    #[error(transparent)]
    Weak(#[from] Weakness),
    /// The hashing queue is full.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// A store did not answer.
    #[error(transparent)]
    Unavailable(#[from] StoreError),
}

/// Who is to be added.
#[derive(Debug)]
pub struct NewUser {
    /// Their username.
    pub username: Username,
    /// Their email address.
    pub email: Option<EmailAddress>,
    /// What they are called.
    pub name: String,
    /// Their authority.
    pub level: Level,
    /// What they may do.
    pub roles: BTreeSet<Role>,
    /// Their password; without one they cannot sign in by password.
    pub password: Option<TypedPassword>,
}

/// What is to change about a person; `None` leaves it.
#[derive(Debug, Default)]
pub struct UserEdit {
    /// Their username.
    pub username: Option<Username>,
    /// Their email address.
    pub email: Option<EmailAddress>,
    /// What they are called.
    pub name: Option<String>,
    /// Their authority.
    pub level: Option<Level>,
    /// All their roles.
    pub roles: Option<BTreeSet<Role>>,
    /// Whether they may sign in.
    pub state: Option<UserState>,
    /// Their password.
    pub password: Option<TypedPassword>,
    /// Whether all their sessions end.
    pub ends_sessions: bool,
}

/// Somebody at the command line. `portals` are all that the configuration names: what is written must be unambiguous at each.
pub struct Administrator<'a> {
    /// The outside.
    pub outside: &'a Outside,
    /// Every portal's terms.
    pub portals: &'a [Admission],
}

impl Administrator<'_> {
    /// Opens an account.
    pub async fn add_account(&self, key: AccountKey, name: String, kind: AccountKind) -> Result<Account, AdministerError> {
        let now = self.outside.clock.now();
        let id = AccountId::random(&*self.outside.entropy);
        let account = Account { id, key, name, kind, state: AccountState::Open, created_at: now };
        let change = Change {
            write: vec![Write::NewAccount(account.clone())],
            audit: vec![Self::event(now, What::AccountAdded).about_account(account.id)],
            ..Change::default()
        };
        match self.outside.directory.apply(change).await? {
            Applied::Taken => Err(AdministerError::AccountTaken(account.key)),
            Applied::Done | Applied::AlreadySpent(_) => Ok(account),
        }
    }

    /// Changes an account's name or state. Suspending ends every session of its people.
    pub async fn set_account(
        &self,
        key: &Folded,
        name: Option<String>,
        state: Option<AccountState>,
    ) -> Result<Account, AdministerError> {
        let now = self.outside.clock.now();
        let mut account = self.account(key).await?;
        let mut event = Self::event(now, What::AccountChanged).about_account(account.id);
        if let Some(name) = name {
            account.name = name;
            event = event.with("name", "changed");
        }
        if let Some(state) = state {
            account.state = state;
            event = event.with("state", if state == AccountState::Open { "open" } else { "suspended" });
        }
        let change = Change {
            write: vec![Write::Account(account.clone())],
            audit: vec![event],
            revoke: vec![Revocation::Account(account.id)],
            ..Change::default()
        };
        self.outside.directory.apply(change).await?;
        Ok(account)
    }

    /// Adds a person.
    pub async fn add_user(&self, account: &Folded, new: NewUser) -> Result<User, AdministerError> {
        let now = self.outside.clock.now();
        let account = self.account(account).await?;
        self.refuse_ambiguity(&account, None, Some(&new.username), new.email.as_ref()).await?;
        let user = User {
            id: UserId::random(&*self.outside.entropy),
            account: account.id,
            username: new.username,
            email: new.email,
            name: new.name,
            level: new.level,
            roles: new.roles,
            state: UserState::Active,
            sessions_valid_from: now,
            sessions_ended_for: None,
            created_at: now,
        };
        let mut change = Change {
            write: vec![Write::NewUser(user.clone())],
            audit: vec![Self::event(now, What::UserAdded).about(account.id, user.id)],
            ..Change::default()
        };
        if let Some(typed) = new.password {
            change.write.push(self.password(&account, &user, typed).await?);
            change.audit.push(Self::event(now, What::PasswordSet).about(account.id, user.id));
        }
        match self.outside.directory.apply(change).await? {
            Applied::Taken => Err(AdministerError::UsernameTaken(user.username)),
            Applied::Done | Applied::AlreadySpent(_) => Ok(user),
        }
    }

    /// Changes a person. A new password, a closed door or `ends_sessions` end all their sessions, everywhere; a new password and a door
    /// that is opened again forgive the failures that were counted against them.
    pub async fn set_user(&self, account: &Folded, username: &Folded, edit: UserEdit) -> Result<User, AdministerError> {
        let now = self.outside.clock.now();
        let account = self.account(account).await?;
        let users = self.outside.directory.users(account.id).await?;
        let found = users.into_iter().find(|user| user.username.folded() == username);
        let mut user = found.ok_or_else(|| AdministerError::NoUser {
            username: username.as_str().to_owned(),
            account: account.key.to_string(),
        })?;
        self.refuse_ambiguity(&account, Some(user.id), edit.username.as_ref(), edit.email.as_ref()).await?;
        let mut changed = Self::event(now, What::UserChanged).about(account.id, user.id);
        let mut note = |field: &str, value: &str| changed.detail.insert(field.to_owned(), value.to_owned());
        let unlocks = edit.password.is_some() || edit.state == Some(UserState::Active);
        let ends = match (&edit.password, edit.state) {
            (Some(_), _) => Some(EndReason::PasswordChanged),
            (None, Some(UserState::Disabled | UserState::Locked)) => Some(EndReason::ByAdministrator),
            (None, _) => edit.ends_sessions.then_some(EndReason::ByAdministrator),
        };
        if let Some(username) = edit.username {
            user.username = username;
            note("username", "changed");
        }
        if let Some(email) = edit.email {
            user.email = Some(email);
            note("email", "changed");
        }
        if let Some(name) = edit.name {
            user.name = name;
            note("name", "changed");
        }
        if let Some(level) = edit.level {
            user.level = level;
            note("level", level.as_str());
        }
        if let Some(roles) = edit.roles {
            note("roles", &roles.iter().map(Role::as_str).collect::<Vec<_>>().join(" "));
            user.roles = roles;
        }
        if let Some(state) = edit.state {
            user.state = state;
            note("state", state.as_str());
        }
        if let Some(reason) = ends {
            user.sessions_valid_from = self.after_every_session(user.id, now).await?;
            user.sessions_ended_for = Some(reason);
            note("sessions", "ended");
        }
        let mut change = Change { revoke: vec![Revocation::User(user.id)], ..Change::default() };
        if let Some(typed) = edit.password {
            change.write.push(self.password(&account, &user, typed).await?);
            change.audit.push(Self::event(now, What::PasswordSet).about(account.id, user.id));
        }
        change.write.push(Write::User(user.clone()));
        change.audit.push(changed);
        if let Applied::Taken = self.outside.directory.apply(change).await? {
            return Err(AdministerError::UsernameTaken(user.username));
        }
        if unlocks {
            self.outside.attempts.forget(&[AttemptKey::person(user.id)]).await?;
        }
        Ok(user)
    }

    /// The account with this Account ID.
    pub async fn account(&self, key: &Folded) -> Result<Account, AdministerError> {
        let account = self.outside.directory.account_by_key(key).await?;
        account.ok_or_else(|| AdministerError::NoAccount(key.as_str().to_owned()))
    }

    /// A moment after each of the person's sessions began, by whichever clock: the gateway's may be ahead of this one's.
    async fn after_every_session(&self, user: UserId, now: Timestamp) -> Result<Timestamp, AdministerError> {
        let sessions = self.outside.sessions.of_user(user).await?;
        let latest = sessions.iter().map(|session| session.began_at.after(Duration::from_millis(1))).max();
        Ok(latest.map_or(now, |latest| latest.max(now)))
    }

    async fn password(&self, account: &Account, user: &User, typed: TypedPassword) -> Result<Write, AdministerError> {
        let email = user.email.as_ref().map_or("", EmailAddress::as_str);
        let about = [user.username.as_str(), email, &user.name, &account.name, account.key.as_str()];
        let new = NewPassword::choose(typed, self.outside.policy, &about)?;
        let record = self.outside.hashing.create(self.outside.passwords.keep(&new, &*self.outside.entropy)).await?;
        Ok(Write::Password { user: user.id, record })
    }

    /// A portal without an Account ID field finds people by name alone: refuses a name that it could then not tell apart.
    async fn refuse_ambiguity(
        &self,
        account: &Account,
        this: Option<UserId>,
        username: Option<&Username>,
        email: Option<&EmailAddress>,
    ) -> Result<(), AdministerError> {
        for portal in self.portals.iter().filter(|portal| portal.admitted.admits(account)) {
            let by_username = matches!(portal.kind, SignInKind::Username | SignInKind::UsernameOrEmail);
            let by_email = matches!(portal.kind, SignInKind::Email | SignInKind::UsernameOrEmail);
            let username = username.filter(|_| by_username).map(Username::folded);
            let email = email.filter(|_| by_email).map(EmailAddress::folded);
            let lookups = [username.cloned().map(LookupBy::Username), email.cloned().map(LookupBy::Email)];
            for by in lookups.into_iter().flatten() {
                let name = match &by {
                    LookupBy::Username(name) | LookupBy::Email(name) | LookupBy::AccountUsername(_, name) => {
                        name.as_str().to_owned()
                    }
                };
                let found = self.outside.directory.candidates(&Lookup { by, among: portal.admitted.clone() }).await?;
                let is_other = |user: &User| {
                    Some(user.id) != this
                        && (user.account != account.id || username.is_none_or(|own| own != user.username.folded()))
                };
                if found.iter().any(|candidate| is_other(&candidate.person.user)) {
                    return Err(AdministerError::Ambiguous { name, portal: portal.portal.clone() });
                }
            }
        }
        Ok(())
    }

    fn event(now: Timestamp, what: What) -> Event {
        Event::new(now, what, Actor::CommandLine)
    }
}
