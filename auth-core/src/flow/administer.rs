//! Accounts and people, by somebody who may: what the command line does now.

use std::collections::BTreeSet;

use thiserror::Error;

use crate::{
    account::{Account, AccountId, AccountKind, AccountState, ContactDetails},
    audit::{Actor, Event, What},
    change::{Applied, Change, Spend, Write},
    flow::{
        Outside,
        replace_password::{Replaced, after_every_session, forgive, words_about},
    },
    identifier::{AccountKey, EmailAddress, Folded, Username},
    letter::{MfaChange, Origin, Purpose, Why},
    mfa::{MfaPolicy, MfaSetting},
    password::{NewPassword, PasswordRecord, Weakness},
    permission::{Level, Role},
    portal::{Admission, Admitted, SignInKind},
    ports::{Busy, Lookup, LookupBy, StoreError},
    recovery::{Ending, RecoveryFlow},
    revocation::Revocation,
    secret::TypedPassword,
    session::{EndReason, SessionRecord},
    throttle::AttemptKey,
    time::Timestamp,
    user::{Person, User, UserId, UserState},
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
    /// Somebody else changed the person in between.
    #[error("somebody changed this person in the same moment; look again, and repeat what is still to be changed")]
    Meanwhile,
    /// Nobody would be left with this role.
    #[error("somebody has to hold the role {0}")]
    LastHolder(&'static str),
    /// The person has no address to write to.
    #[error("{0} has no email address")]
    NoAddress(Username),
    /// No mail is sent, or no portal that admits the account has a recovery.
    #[error("no link can be mailed: mail.url is not set, or no portal with a recovery admits this account")]
    NoMail,
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

/// What is to change about an account; `None` leaves it.
#[derive(Debug, Default)]
pub struct AccountEdit {
    /// The organisation's name.
    pub name: Option<String>,
    /// Whether its people may sign in.
    pub state: Option<AccountState>,
    /// How its people get back in; `Some(None)` as the portal says.
    pub recovery: Option<Option<RecoveryFlow>>,
    /// Whether all its people are asked for a second factor.
    pub mfa: Option<MfaSetting>,
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
    /// The language of their letters, if not the portal's.
    pub language: Option<String>,
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
    /// The language of their letters; `Some(None)` for the portal's.
    pub language: Option<Option<String>>,
    /// Whether they choose a new password at their next sign-in.
    pub must_change_password: Option<bool>,
    /// Whether they may sign in.
    pub state: Option<UserState>,
    /// Their password.
    pub password: Option<TypedPassword>,
    /// Whether all their sessions end.
    pub ends_sessions: bool,
    /// Roles that somebody active of the account must hold afterwards.
    pub never_without: Vec<&'static str>,
}

/// Somebody who may. `portals` are all that the configuration names: what is written must be unambiguous at each.
pub struct Administrator<'a> {
    /// The outside.
    pub outside: &'a Outside,
    /// Every portal's terms.
    pub portals: &'a [Admission],
    /// Who does it.
    pub actor: Actor,
    /// The session they do it in, where it is a page that they do it at.
    pub session: Option<&'a SessionRecord>,
}

impl<'a> Administrator<'a> {
    /// Somebody at the command line.
    pub fn at_the_command_line(outside: &'a Outside, portals: &'a [Admission]) -> Self {
        Self { outside, portals, actor: Actor::CommandLine, session: None }
    }

    /// Opens an account.
    pub async fn add_account(&self, key: AccountKey, name: String, kind: AccountKind) -> Result<Account, AdministerError> {
        let now = self.outside.clock.now();
        let id = AccountId::random(&*self.outside.entropy);
        let account = Account {
            id,
            key,
            name,
            kind,
            state: AccountState::Open,
            recovery: None,
            mfa: MfaPolicy::default(),
            contact: ContactDetails::default(),
            created_at: now,
        };
        let change = Change {
            write: vec![Write::NewAccount(account.clone())],
            audit: vec![self.event(now, What::AccountAdded).about_account(account.id)],
            ..Change::default()
        };
        match self.outside.directory.apply(change).await? {
            Applied::Taken => Err(AdministerError::AccountTaken(account.key)),
            Applied::Done | Applied::AlreadySpent(_) => Ok(account),
        }
    }

    /// Changes an account. Suspending ends every session of its people.
    pub async fn set_account(&self, key: &Folded, edit: AccountEdit) -> Result<Account, AdministerError> {
        let now = self.outside.clock.now();
        let mut account = self.account(key).await?;
        let AccountEdit { name, state, recovery, mfa } = edit;
        let mut event = self.event(now, What::AccountChanged).about_account(account.id);
        if let Some(name) = name {
            account.name = name;
            event = event.with("name", "changed");
        }
        if let Some(state) = state {
            account.state = state;
            event = event.with("state", if state == AccountState::Open { "open" } else { "suspended" });
        }
        if let Some(recovery) = recovery {
            account.recovery = recovery;
            event = event.with("recovery", recovery.map_or("the portal's", RecoveryFlow::as_str));
        }
        let mut write = vec![Write::Account(account.clone())];
        if let Some(setting) = mfa {
            account.mfa.setting = setting;
            event = event.with("mfa", setting.as_str());
            write.push(Write::MfaPolicy { account: account.id, policy: account.mfa.clone() });
        }
        let change = Change { write, audit: vec![event], revoke: vec![Revocation::Account(account.id)], ..Change::default() };
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
            language: new.language,
            must_change_password: false,
            wants_mfa: false,
            has_factor: false,
            must_register: false,
            version: 1,
            sessions_valid_from: now,
            sessions_ended_for: None,
            last_sign_in_at: None,
            undeliverable_since: None,
            created_at: now,
        };
        let mut change = Change {
            write: vec![Write::NewUser(user.clone())],
            audit: vec![self.event(now, What::UserAdded).about(account.id, user.id)],
            ..Change::default()
        };
        if let Some(typed) = new.password {
            let record = self.password(&account, &user, typed).await?;
            change.write.push(Write::Password { user: user.id, record });
            change.audit.push(self.event(now, What::PasswordSet).about(account.id, user.id));
        }
        match self.outside.directory.apply(change).await? {
            Applied::Taken => Err(AdministerError::UsernameTaken(user.username)),
            Applied::Done | Applied::AlreadySpent(_) => Ok(user),
        }
    }

    /// Changes a person. A new password, a closed door or `ends_sessions` end all their sessions, everywhere; a new password and a door
    /// that is opened again forgive the failures that were counted against them.
    pub async fn set_user(&self, account: &Folded, username: &Folded, edit: UserEdit) -> Result<User, AdministerError> {
        let person = self.person(account, username).await?;
        self.edit(&person, edit).await
    }

    /// The same for somebody who was found already.
    pub async fn edit(&self, person: &Person, edit: UserEdit) -> Result<User, AdministerError> {
        let now = self.outside.clock.now();
        let account = &person.account;
        let mut user = person.user.clone();
        self.refuse_ambiguity(account, Some(user.id), edit.username.as_ref(), edit.email.as_ref()).await?;
        let mut changed = self.event(now, What::UserChanged).about(account.id, user.id);
        let unlocks = edit.password.is_some() || edit.state == Some(UserState::Active);
        let is_shut = matches!(edit.state, Some(UserState::Disabled | UserState::Locked));
        let ends = is_shut || edit.ends_sessions;
        let mut change = Change { revoke: vec![Revocation::User(user.id)], ..Change::default() };
        if let Some(typed) = edit.password {
            let record = self.password(account, &user, typed).await?;
            let event = self.event(now, What::PasswordSet);
            let portal = self.portals.iter().find(|portal| portal.admitted.admits(account)).map(|portal| portal.portal.as_str());
            let replaced = Replaced { person, record, portal, origin: Origin::default(), event, but: None };
            change = replaced.change(self.outside, now).await?.0;
        }
        let mut note = |field: &str, value: &str| changed.detail.insert(field.to_owned(), value.to_owned());
        if let Some(username) = edit.username {
            user.username = username;
            note("username", "changed");
        }
        if let Some(email) = edit.email {
            user.email = Some(email);
            change.write.push(Write::Undeliverable { user: user.id, since: None });
            change.write.push(Write::EndRecoveries { user: user.id, but: None, at: now, ending: Ending::EmailChanged });
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
        if let Some(language) = edit.language {
            note("language", language.as_deref().unwrap_or("the portal's"));
            user.language = language;
        }
        if let Some(must) = edit.must_change_password {
            note("must-change-password", if must { "yes" } else { "no" });
            user.must_change_password = must;
            change.write.push(Write::MustChangePassword { user: user.id, must });
        }
        if let Some(state) = edit.state {
            user.state = state;
            note("state", state.as_str());
        }
        if ends {
            let from = after_every_session(self.outside, user.id, now).await?;
            change.write.push(Write::EndSessions { user: user.id, from, reason: EndReason::ByAdministrator });
            note("sessions", "ended");
        }
        if is_shut {
            change.write.push(Write::EndRecoveries { user: user.id, but: None, at: now, ending: Ending::Disabled });
        }
        change.spend.push(Spend::User(user.clone()));
        let held_from = change.spend.len();
        change.spend.extend(edit.never_without.iter().map(|role| Spend::Held { account: account.id, role }));
        change.audit.push(changed);
        match self.outside.directory.apply(change).await? {
            Applied::Taken => return Err(AdministerError::UsernameTaken(user.username)),
            Applied::AlreadySpent(index) => {
                let held = index.checked_sub(held_from).and_then(|index| edit.never_without.get(index));
                return Err(held.copied().map_or(AdministerError::Meanwhile, AdministerError::LastHolder));
            }
            Applied::Done => {}
        }
        if unlocks {
            forgive(self.outside, user.id).await?;
        }
        Ok(user)
    }

    /// Drops what somebody has registered as a second factor: their sessions end, they register anew at their next sign-in, and are told.
    pub async fn reset_mfa(&self, person: &Person, by: Option<UserId>) -> Result<(), AdministerError> {
        let (now, user) = (self.outside.clock.now(), &person.user);
        let from = after_every_session(self.outside, user.id, now).await?;
        let portal = self.portals.iter().find(|portal| portal.admitted.admits(&person.account));
        let letter = Purpose::MfaChanged { user: user.id, change: MfaChange::Reset, by, origin: Origin::default() };
        let letter = portal.and_then(|portal| self.outside.letter(&portal.portal, now, letter));
        let change = Change {
            write: vec![
                Write::ResetFactors(user.id),
                Write::WantsMfa { user: user.id, wants: true },
                Write::EndSessions { user: user.id, from, reason: EndReason::ByAdministrator },
            ],
            letters: letter.into_iter().collect(),
            audit: vec![self.event(now, What::MfaReset).about(user.account, user.id)],
            revoke: vec![Revocation::User(user.id)],
            ..Change::default()
        };
        self.outside.directory.apply(change).await?;
        // Wrong codes of an app that is gone are nobody's failures any more.
        self.outside.attempts.forget(&AttemptKey::all_codes(user.id)).await?;
        Ok(())
    }

    /// Mails somebody a link to choose a password. What they have works until they do.
    pub async fn mail_link(&self, user: &User, portal: &str, why: Why, by: Option<UserId>) -> Result<(), AdministerError> {
        if user.email.is_none() {
            return Err(AdministerError::NoAddress(user.username.clone()));
        }
        let now = self.outside.clock.now();
        let letter = self.outside.letter(portal, now, Purpose::SetPassword { user: user.id, why, by });
        let what = match why {
            Why::FirstAdministrator => What::FirstAdministratorLinkSent,
            Why::ByAdministrator | Why::Welcome => What::LinkSent,
        };
        let change = Change {
            letters: vec![letter.ok_or(AdministerError::NoMail)?],
            audit: vec![self.event(now, what).about(user.account, user.id)],
            ..Change::default()
        };
        self.outside.directory.apply(change).await?;
        Ok(())
    }

    /// The portal in whose name people of `account` are written to.
    pub fn portal_of(&self, account: &Account) -> Result<&'a str, AdministerError> {
        let mut admits = self.portals.iter().filter(|portal| portal.recovery.is_some() && portal.admitted.admits(account));
        admits.next().map(|portal| portal.portal.as_str()).ok_or(AdministerError::NoMail)
    }

    /// The person of this username in an account.
    pub async fn person(&self, account: &Folded, username: &Folded) -> Result<Person, AdministerError> {
        let account = self.account(account).await?;
        let lookup = Lookup {
            by: LookupBy::AccountUsername(account.key.folded().clone(), username.clone()),
            among: Admitted::Only(vec![account.key.folded().clone()]),
        };
        let found = self.outside.directory.candidates(&lookup).await?.pop();
        found
            .map(|candidate| candidate.person)
            .ok_or_else(|| AdministerError::NoUser { username: username.as_str().to_owned(), account: account.key.to_string() })
    }

    /// The account with this Account ID.
    pub async fn account(&self, key: &Folded) -> Result<Account, AdministerError> {
        let account = self.outside.directory.account_by_key(key).await?;
        account.ok_or_else(|| AdministerError::NoAccount(key.as_str().to_owned()))
    }

    async fn password(&self, account: &Account, user: &User, typed: TypedPassword) -> Result<PasswordRecord, AdministerError> {
        let person = Person { user: user.clone(), account: account.clone() };
        let new = NewPassword::choose(typed, self.outside.policy, &words_about(&person))?;
        Ok(self.outside.hashing.create(self.outside.passwords.keep(&new, &*self.outside.entropy)).await?)
    }

    /// A portal without an Account ID field finds people by name alone: refuses a name that it could then not tell apart.
    pub(super) async fn refuse_ambiguity(
        &self,
        account: &Account,
        this: Option<UserId>,
        username: Option<&Username>,
        email: Option<&EmailAddress>,
    ) -> Result<(), AdministerError> {
        for portal in self.portals.iter().filter(|portal| portal.admitted.admits(account)) {
            let by_username = matches!(portal.kind, SignInKind::Username | SignInKind::UsernameOrEmail);
            // Whoever forgot their password is found by email address at most portals.
            let by_email = matches!(portal.kind, SignInKind::Email | SignInKind::UsernameOrEmail)
                || matches!(portal.recovery, Some(RecoveryFlow::EmailedPassword | RecoveryFlow::Link));
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

    /// An event that this administrator is the actor of.
    pub(super) fn event(&self, now: Timestamp, what: What) -> Event {
        let event = Event::new(now, what, self.actor);
        match self.session {
            Some(session) => event.within(session),
            None => event,
        }
    }
}
