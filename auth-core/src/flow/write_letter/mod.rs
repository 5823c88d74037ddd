//! From a purpose that waits to a letter that can be mailed: who is meant, and the secret, whose digest is committed before it is sent.
//! Trying again makes a sibling of the secret: whichever of them arrives is good, and using one uses up all.
//!
//! * `begin`: a recovery and its secrets
//! * `forgotten`: what somebody typed at the form
//! * `draft`: what the letter says

mod begin;
mod draft;
mod forgotten;

pub use draft::{Content, Draft, LinkWhy, NewWhy, Until};

use crate::{
    account::AccountKind,
    audit::Actor,
    flow::{
        Outside,
        administer::{AdministerError, Administrator},
        lookup, requests,
    },
    identifier::EmailAddress,
    letter::{ClaimedLetter, Origin, Purpose, QueuedLetter, Why},
    mfa::MfaSetting,
    portal::Admission,
    ports::Stored,
    recovery::{Kind, Recovery, RecoveryId},
    throttle::AttemptKey,
    user::{Person, UserId},
};

/// What became of a purpose.
#[derive(Debug)]
pub enum Written {
    /// A letter to be mailed.
    Draft(Box<Draft>),
    /// Nothing is to be mailed, for this reason, which is for the log alone.
    Nothing(&'static str),
}

/// Writes a letter.
pub async fn write_letter(outside: &Outside, portals: &[Admission], claimed: &ClaimedLetter) -> Stored<Written> {
    let letter = &claimed.letter;
    let Some(admission) = portals.iter().find(|portal| portal.portal == letter.portal) else {
        return Ok(Written::Nothing("no-such-portal"));
    };
    let writing = Writing { outside, portals, admission, letter, is_first_try: claimed.tries == 0 };
    match &letter.purpose {
        Purpose::Forgotten { account, identifier, origin, browser } => {
            forgotten::write(&writing, account.as_deref(), identifier, origin, browser).await
        }
        Purpose::SetPassword { user, why, by } => writing.set_password(*user, *why, *by).await,
        Purpose::Temporary { recovery } => writing.temporary(*recovery).await,
        Purpose::ApprovalWanted { recovery, approver } => writing.approval_wanted(*recovery, *approver).await,
        Purpose::Approved { recovery } => writing.approved(*recovery).await,
        Purpose::Declined { recovery } => writing.declined(*recovery).await,
        Purpose::ConfirmEmail { recovery } => writing.confirm_email(*recovery).await,
        Purpose::EmailChanging { user, old, new, origin } => {
            let content = Content::EmailChanging { new: new.clone(), origin: origin.clone() };
            writing.to_address(*user, old, content).await
        }
        Purpose::EmailChanged { user, old, new } => {
            writing.to_address(*user, old, Content::EmailChanged { new: new.clone() }).await
        }
        Purpose::PasswordChanged { user, origin } => {
            writing.notice(*user, Content::PasswordChanged { origin: origin.clone() }).await
        }
        Purpose::CodesPaused { user, origin } => writing.codes_paused(*user, origin).await,
        Purpose::SignInPaused { user, origin } => writing.sign_in_paused(*user, origin).await,
        Purpose::MfaChanged { user, change, by, origin } => {
            let by = writing.name_of(*by).await?;
            writing.notice(*user, Content::MfaChanged { change: *change, by, origin: origin.clone() }).await
        }
        Purpose::PasskeyChanged { user, change, name, origin } => {
            let content = Content::PasskeyChanged { change: *change, name: name.clone(), origin: origin.clone() };
            writing.notice(*user, content).await
        }
        Purpose::RecoveryCodeUsed { user, left, origin } => {
            writing.notice(*user, Content::RecoveryCodeUsed { left: *left, origin: origin.clone() }).await
        }
        Purpose::NewDevice { user, origin } => writing.notice(*user, Content::NewDevice { origin: origin.clone() }).await,
        Purpose::MfaPolicyChanged { setting, by, administrator } => {
            let (setting, by) = (MfaSetting::named(setting), writing.name_of(Some(*by)).await?);
            let (Some(setting), Some(by)) = (setting, by) else { return Ok(Written::Nothing("gone")) };
            writing.notice(*administrator, Content::MfaPolicyChanged { setting, by }).await
        }
        Purpose::MfaRegistered { user, administrator, origin } => {
            let Some(name) = writing.name_of(Some(*user)).await? else { return Ok(Written::Nothing("gone")) };
            writing.notice(*administrator, Content::MfaRegistered { name, origin: origin.clone() }).await
        }
        Purpose::SettingsChanged { account, by, fields, operator } => {
            let (account, by) = (outside.directory.account(*account).await?, outside.directory.person(*by).await?);
            let (Some(account), Some(by)) = (account, by) else { return Ok(Written::Nothing("gone")) };
            let content = Content::SettingsChanged { account: account.name, by: by.user.name, fields: fields.clone() };
            writing.to_operator(*operator, content).await
        }
    }
}

/// One letter as it is written.
struct Writing<'a> {
    outside: &'a Outside,
    portals: &'a [Admission],
    admission: &'a Admission,
    letter: &'a QueuedLetter,
    is_first_try: bool,
}

impl Writing<'_> {
    /// Somebody who may be written to at this portal, and their address.
    async fn recipient(&self, user: UserId) -> Stored<Result<(Person, EmailAddress), Written>> {
        let Some(person) = self.outside.directory.person(user).await? else { return Ok(Err(Written::Nothing("gone"))) };
        Ok(match person.user.email.clone() {
            Some(email) => Ok((person, email)),
            None => Err(Written::Nothing("no-address")),
        })
    }

    /// The same, but only somebody who may sign in: nobody else is sent a way to.
    async fn admissible(&self, user: UserId) -> Stored<Result<(Person, EmailAddress), Written>> {
        let found = self.recipient(user).await?;
        Ok(found.and_then(|(person, email)| match lookup::refusal(&person) {
            None => Ok((person, email)),
            Some(refusal) => Err(Written::Nothing(refusal)),
        }))
    }

    fn draft(&self, person: &Person, to: EmailAddress, content: Content) -> Written {
        Written::Draft(Box::new(Draft {
            letter: self.letter.id,
            portal: self.letter.portal.clone(),
            queued_at: self.letter.queued_at,
            user: person.user.id,
            account: person.account.id,
            is_their_own: person.user.email.as_ref() == Some(&to),
            was_undeliverable: person.user.undeliverable_since.is_some(),
            to,
            language: person.user.language.clone(),
            first_name: person.user.first_name().to_owned(),
            content,
        }))
    }

    /// A letter without a secret.
    async fn notice(&self, user: UserId, content: Content) -> Stored<Written> {
        Ok(match self.recipient(user).await? {
            Ok((person, email)) => self.draft(&person, email, content),
            Err(nothing) => nothing,
        })
    }

    /// What somebody is called who is still there.
    async fn name_of(&self, user: Option<UserId>) -> Stored<Option<String>> {
        Ok(match user {
            Some(user) => self.outside.directory.person(user).await?.map(|person| person.user.name),
            None => None,
        })
    }

    /// A letter about somebody's address, to this one.
    async fn to_address(&self, user: UserId, address: &str, content: Content) -> Stored<Written> {
        let (person, address) = (self.outside.directory.person(user).await?, address.parse::<EmailAddress>().ok());
        Ok(match (person, address) {
            (Some(person), Some(address)) => self.draft(&person, address, content),
            _ => Written::Nothing("gone"),
        })
    }

    async fn codes_paused(&self, user: UserId, origin: &Origin) -> Stored<Written> {
        if self.is_first_try && !begin::once_a_day(self.outside, AttemptKey::code_letters(user)).await? {
            return Ok(Written::Nothing("told-already"));
        }
        self.notice(user, Content::CodesPaused { origin: origin.clone() }).await
    }

    async fn sign_in_paused(&self, user: UserId, origin: &Origin) -> Stored<Written> {
        if self.is_first_try && !begin::once_a_day(self.outside, AttemptKey::pause_letters(user)).await? {
            return Ok(Written::Nothing("told-already"));
        }
        let content = Content::SignInPaused { origin: origin.clone(), pause: self.outside.limits.typed.pause };
        self.notice(user, content).await
    }

    /// A link that somebody else asked for.
    async fn set_password(&self, user: UserId, why: Why, by: Option<UserId>) -> Stored<Written> {
        let (person, email) = match self.admissible(user).await? {
            Ok(found) => found,
            Err(nothing) => return Ok(nothing),
        };
        let by = self.name_of(by).await?;
        let life = self.outside.recovery.request_life;
        let Some((secret, until)) = begin::link(self, &person, Kind::Sent, life, |recovery| recovery).await? else {
            return Ok(Written::Nothing("replaced"));
        };
        let account = person.account.name.clone();
        let (account_id, username) = (person.account.key.to_string(), person.user.username.to_string());
        let content = match why {
            Why::ByAdministrator => Content::Link { secret, until, why: LinkWhy::ByAdministrator { name: by }, origin: None },
            Why::Welcome => Content::New { secret, until, account, account_id, username, why: NewWhy::Welcome },
            Why::FirstAdministrator => {
                Content::New { secret, until, account, account_id, username, why: NewWhy::FirstAdministrator }
            }
        };
        Ok(self.draft(&person, email, content))
    }

    /// Of a recovery that has not ended: it, and whoever it is about.
    async fn open(&self, recovery: RecoveryId) -> Stored<Result<(Recovery, Person, EmailAddress), Written>> {
        let recovery = self.outside.directory.recovery(recovery).await?;
        let Some(recovery) = recovery.filter(|recovery| recovery.ended.is_none()) else {
            return Ok(Err(Written::Nothing("ended")));
        };
        Ok(self.admissible(recovery.user).await?.map(|(person, email)| (recovery, person, email)))
    }

    async fn temporary(&self, recovery: RecoveryId) -> Stored<Written> {
        let (recovery, person, email) = match self.open(recovery).await? {
            Ok(found) => found,
            Err(nothing) => return Ok(nothing),
        };
        let Some((password, until)) = begin::temporary_of(self, &recovery).await? else {
            return Ok(Written::Nothing("ended"));
        };
        Ok(self.draft(&person, email, Content::TemporaryPassword { password, until, origin: None }))
    }

    async fn approval_wanted(&self, recovery: RecoveryId, approver: UserId) -> Stored<Written> {
        let (recovery, asking, _) = match self.open(recovery).await? {
            Ok(found) => found,
            Err(nothing) => return Ok(nothing),
        };
        if recovery.approval.is_some() {
            return Ok(Written::Nothing("decided"));
        }
        let origin = Origin { network: recovery.network.clone(), device: recovery.device.clone() };
        let life = self.outside.recovery.request_life;
        let is_for_operators = recovery.is_for_operators;
        let account = is_for_operators.then(|| asking.account.name.clone());
        let name = asking.user.name.clone();
        let content = Content::ApprovalWanted { name, account, origin, recovery: recovery.id, life };
        if is_for_operators {
            return self.to_operator(approver, content).await;
        }
        let approvers = requests::approvers(self.outside, &asking).await?;
        if approvers.iter().all(|holder| holder.id != approver) {
            return Ok(Written::Nothing("may-not-decide-any-more"));
        }
        self.notice(approver, content).await
    }

    /// A letter about somebody else's account, at a portal where operators sign in: the one it was asked for at is none of theirs.
    async fn to_operator(&self, operator: UserId, content: Content) -> Stored<Written> {
        let (person, email) = match self.admissible(operator).await? {
            Ok(found) => found,
            Err(nothing) => return Ok(nothing),
        };
        if person.account.kind != AccountKind::Operator {
            return Ok(Written::Nothing("no-operator-any-more"));
        }
        let is_console = |portal: &&Admission| portal.serves_operators && portal.admitted.admits(&person.account);
        let portal = self.portals.iter().find(is_console).map(|portal| portal.portal.clone());
        Ok(match (portal, self.draft(&person, email, content)) {
            (Some(portal), Written::Draft(draft)) => Written::Draft(Box::new(Draft { portal, ..*draft })),
            (_, written) => written,
        })
    }

    async fn approved(&self, recovery: RecoveryId) -> Stored<Written> {
        let (recovery, person, email) = match self.open(recovery).await? {
            Ok(found) => found,
            Err(nothing) => return Ok(nothing),
        };
        // The link lives as long as the approval does, however late its letter is.
        let Some(secret) = begin::mint_link(self, recovery.id, recovery.expires_at).await? else {
            return Ok(Written::Nothing("ended"));
        };
        let until = Until { at: recovery.expires_at, life: self.outside.recovery.request_life };
        let origin = Origin { network: recovery.network, device: recovery.device };
        Ok(self.draft(&person, email, Content::Link { secret, until, why: LinkWhy::Approved, origin: Some(origin) }))
    }

    async fn declined(&self, recovery: RecoveryId) -> Stored<Written> {
        match self.outside.directory.recovery(recovery).await? {
            Some(recovery) => self.notice(recovery.user, Content::Declined).await,
            None => Ok(Written::Nothing("gone")),
        }
    }

    async fn confirm_email(&self, recovery: RecoveryId) -> Stored<Written> {
        let recovery = self.outside.directory.recovery(recovery).await?;
        let Some(recovery) = recovery.filter(|recovery| recovery.ended.is_none()) else { return Ok(Written::Nothing("ended")) };
        let person = self.outside.directory.person(recovery.user).await?;
        let (Some(person), Some(address)) = (person, recovery.email) else { return Ok(Written::Nothing("gone")) };
        if let Some(refusal) = lookup::refusal(&person) {
            return Ok(Written::Nothing(refusal));
        }
        let administrator = Administrator { outside: self.outside, portals: self.portals, actor: Actor::Gateway, session: None };
        match administrator.refuse_ambiguity(&person.account, Some(person.user.id), None, Some(&address)).await {
            Ok(()) => {}
            Err(AdministerError::Unavailable(error)) => return Err(error),
            Err(_) => return Ok(Written::Nothing("taken")),
        }
        let Some(secret) = begin::mint_link(self, recovery.id, recovery.expires_at).await? else {
            return Ok(Written::Nothing("ended"));
        };
        let until = Until { at: recovery.expires_at, life: self.outside.recovery.request_life };
        Ok(self.draft(&person, address, Content::ConfirmEmail { secret, until }))
    }
}
