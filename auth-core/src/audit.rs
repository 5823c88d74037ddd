//! What is written down of everything that concerns security.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{account::AccountId, time::Timestamp, user::UserId};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// Somebody signed in.
    SignedIn,
    /// Somebody's password was right, and something more is owed before they are signed in.
    PasswordAccepted,
    /// Somebody was refused at a sign-in form.
    SignInRefused,
    /// Somebody signed out.
    SignedOut,
    /// A session ended otherwise.
    SessionEnded,
    /// An account was opened.
    AccountAdded,
    /// An account was changed.
    AccountChanged,
    /// A person was added.
    UserAdded,
    /// A person was changed.
    UserChanged,
    /// A password was set.
    PasswordSet,
    /// Signing keys were rotated.
    KeysRotated,
    /// Somebody changed their own password.
    PasswordChanged,
    /// A new email address was asked for.
    EmailChangeRequested,
    /// An email address changed.
    EmailChanged,
    /// Somebody forgot their password.
    RecoveryRequested,
    /// A recovery came to nothing: nobody's details, no address, too many letters.
    RecoveryRefused,
    /// A link to choose a password was sent.
    LinkSent,
    /// A link was used.
    LinkUsed,
    /// A temporary password was sent.
    TemporaryPasswordSent,
    /// Somebody signed in with a temporary password.
    TemporaryPasswordUsed,
    /// Somebody waits for approval of a new password.
    ApprovalRequested,
    /// A new password was approved.
    Approved,
    /// A new password was declined.
    Declined,
    /// An approval was taken back before its link was used.
    ApprovalTakenBack,
    /// Somebody proved their password again.
    StepUp,
    /// Somebody failed to prove their password again.
    StepUpRefused,
    /// Somebody ended sessions.
    SessionsEnded,
    /// Somebody was unlocked.
    Unlocked,
    /// A customer's settings changed.
    SettingsChanged,
    /// A letter could not be delivered.
    LetterGivenUp,
    /// An account's first administrator was sent a link.
    FirstAdministratorLinkSent,
    /// The audit log was exported.
    AuditExported,
    /// The oldest part of the audit log was dropped.
    AuditShortened,
    /// Somebody registered a second factor.
    MfaRegistered,
    /// Somebody chose to be asked for a second factor.
    MfaTurnedOn,
    /// Somebody chose not to be asked for one any more.
    MfaTurnedOff,
    /// What somebody had registered was dropped.
    MfaReset,
    /// An account asks other people for a second factor than before.
    MfaPolicyChanged,
    /// A code, or a passkey's answer, was wrong.
    CodeRefused,
    /// A recovery code was used.
    RecoveryCodeUsed,
    /// New recovery codes were made.
    RecoveryCodesMade,
    /// Somebody registered one more passkey.
    PasskeyAdded,
    /// Somebody calls a passkey otherwise.
    PasskeyRenamed,
    /// Somebody removed a passkey.
    PasskeyRemoved,
    /// A passkey signed whose counter had not risen: there may be a copy of it.
    PasskeyCloned,
}

impl What {
    const NAMED: [(Self, &'static str); 45] = [
        (Self::SignedIn, "signed-in"),
        (Self::PasswordAccepted, "password-accepted"),
        (Self::SignInRefused, "sign-in-refused"),
        (Self::SignedOut, "signed-out"),
        (Self::SessionEnded, "session-ended"),
        (Self::AccountAdded, "account-added"),
        (Self::AccountChanged, "account-changed"),
        (Self::UserAdded, "user-added"),
        (Self::UserChanged, "user-changed"),
        (Self::PasswordSet, "password-set"),
        (Self::KeysRotated, "keys-rotated"),
        (Self::PasswordChanged, "password-changed"),
        (Self::EmailChangeRequested, "email-change-requested"),
        (Self::EmailChanged, "email-changed"),
        (Self::RecoveryRequested, "recovery-requested"),
        (Self::RecoveryRefused, "recovery-refused"),
        (Self::LinkSent, "link-sent"),
        (Self::LinkUsed, "link-used"),
        (Self::TemporaryPasswordSent, "temporary-password-sent"),
        (Self::TemporaryPasswordUsed, "temporary-password-used"),
        (Self::ApprovalRequested, "approval-requested"),
        (Self::Approved, "approved"),
        (Self::Declined, "declined"),
        (Self::ApprovalTakenBack, "approval-taken-back"),
        (Self::StepUp, "step-up"),
        (Self::StepUpRefused, "step-up-refused"),
        (Self::SessionsEnded, "sessions-ended"),
        (Self::Unlocked, "unlocked"),
        (Self::SettingsChanged, "settings-changed"),
        (Self::LetterGivenUp, "letter-given-up"),
        (Self::FirstAdministratorLinkSent, "first-administrator-link-sent"),
        (Self::AuditExported, "audit-exported"),
        (Self::AuditShortened, "audit-shortened"),
        (Self::MfaRegistered, "mfa-registered"),
        (Self::MfaTurnedOn, "mfa-turned-on"),
        (Self::MfaTurnedOff, "mfa-turned-off"),
        (Self::MfaReset, "mfa-reset"),
        (Self::MfaPolicyChanged, "mfa-policy-changed"),
        (Self::CodeRefused, "code-refused"),
        (Self::RecoveryCodeUsed, "recovery-code-used"),
        (Self::RecoveryCodesMade, "recovery-codes-made"),
        (Self::PasskeyAdded, "passkey-added"),
        (Self::PasskeyRenamed, "passkey-renamed"),
        (Self::PasskeyRemoved, "passkey-removed"),
        (Self::PasskeyCloned, "passkey-cloned"),
    ];

    /// Every kind.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::NAMED.iter().map(|(what, _)| *what)
    }

    /// Its name in stores and exports.
    pub fn as_str(self) -> &'static str {
        Self::NAMED.iter().find(|(what, _)| *what == self).map_or("", |(_, name)| name)
    }

    /// The event a store gave back.
    pub fn from_stored(name: &str) -> Option<Self> {
        Self::NAMED.iter().find(|(_, known)| *known == name).map(|(what, _)| *what)
    }
}

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "user")]
pub enum Actor {
    /// Somebody at a page.
    Visitor,
    /// A signed-in person.
    User(UserId),
    /// Somebody with a shell on the machine.
    CommandLine,
    /// Gatehouse by itself.
    Gateway,
}

/// One line of the audit log: who, what, when, where (ASVS 16.2.1). Never a secret, and never what was typed by someone unknown, which
/// is now and then a password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// When, in milliseconds since the Unix epoch.
    pub at: Timestamp,
    /// What happened.
    pub what: What,
    /// Who did it.
    pub actor: Actor,
    /// The account concerned.
    pub account: Option<AccountId>,
    /// The person concerned.
    pub user: Option<UserId>,
    /// The portal it happened at.
    pub portal: Option<String>,
    /// The network address it came from.
    pub network: Option<String>,
    /// More, by name.
    pub detail: BTreeMap<String, String>,
}

impl Event {
    /// An event of which nothing more is known.
    pub fn new(at: Timestamp, what: What, actor: Actor) -> Self {
        Self { at, what, actor, account: None, user: None, portal: None, network: None, detail: BTreeMap::new() }
    }

    /// With the person it concerns, and their account.
    pub fn about(mut self, account: AccountId, user: UserId) -> Self {
        self.account = Some(account);
        self.user = Some(user);
        self
    }

    /// With the account it concerns.
    pub fn about_account(mut self, account: AccountId) -> Self {
        self.account = Some(account);
        self
    }

    /// With the portal it happened at and the address it came from.
    pub fn at_portal(mut self, portal: &str, network: &str) -> Self {
        self.portal = Some(portal.to_owned());
        self.network = Some(network.to_owned());
        self
    }

    /// With the portal and address somebody's session is used from.
    pub fn within(self, record: &crate::session::SessionRecord) -> Self {
        self.at_portal(&record.portal, &record.network)
    }

    /// With one more detail.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.detail.insert(name.to_owned(), value.into());
        self
    }
}
