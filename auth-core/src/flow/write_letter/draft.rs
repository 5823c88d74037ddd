//! What a letter says. The only place where the secrets of recovery stand in the clear, from their making to the wire.

use std::time::Duration;

use crate::{
    account::AccountId,
    identifier::EmailAddress,
    letter::{LetterId, MfaChange, Origin, PasskeyChange},
    mfa::MfaSetting,
    recovery::{LinkSecret, RecoveryId, TemporaryPassword},
    time::Timestamp,
    user::UserId,
};

/// A letter that can be mailed.
#[derive(Debug)]
pub struct Draft {
    /// Its name, from which its `Message-ID` is made.
    pub letter: LetterId,
    /// The portal in whose name it is written.
    pub portal: String,
    /// When it was asked for.
    pub queued_at: Timestamp,
    /// To whom.
    pub user: UserId,
    /// Of which account.
    pub account: AccountId,
    /// To which address.
    pub to: EmailAddress,
    /// Whether that is the one they are written to anyway: what becomes of this letter says something about it.
    pub is_their_own: bool,
    /// Whether letters to them could not be delivered before.
    pub was_undeliverable: bool,
    /// In which language, if not the portal's.
    pub language: Option<String>,
    /// How they are greeted.
    pub first_name: String,
    /// The rest.
    pub content: Content,
}

/// Until when something is good, and how long that was from its beginning.
#[derive(Clone, Copy, Debug)]
pub struct Until {
    /// Until when.
    pub at: Timestamp,
    /// How long from the beginning.
    pub life: Duration,
}

/// What a letter is about, with what it needs.
#[derive(Debug)]
pub enum Content {
    /// A temporary password.
    TemporaryPassword {
        /// The password.
        password: TemporaryPassword,
        /// Until when it is good.
        until: Until,
        /// From where it was asked for; not said in the second letter of R3.
        origin: Option<Origin>,
    },
    /// A link to choose a password.
    Link {
        /// Its secret.
        secret: LinkSecret,
        /// Until when it is good.
        until: Until,
        /// Why it is sent.
        why: LinkWhy,
        /// From where it was asked for.
        origin: Option<Origin>,
    },
    /// A link that brings a temporary password.
    TemporaryLink {
        /// Its secret.
        secret: LinkSecret,
        /// Until when it is good.
        until: Until,
        /// From where it was asked for.
        origin: Origin,
    },
    /// A link for somebody new.
    New {
        /// Its secret.
        secret: LinkSecret,
        /// Until when it is good.
        until: Until,
        /// The organisation.
        account: String,
        /// Its Account ID.
        account_id: String,
        /// Their username.
        username: String,
        /// Who is new.
        why: NewWhy,
    },
    /// Somebody waits for approval.
    ApprovalWanted {
        /// Who.
        name: String,
        /// Of which organisation; said to operators.
        account: Option<String>,
        /// From where.
        origin: Origin,
        /// The request.
        recovery: RecoveryId,
        /// How long it can be approved from when it was asked for.
        life: Duration,
    },
    /// Nobody approved.
    Declined,
    /// A link that confirms a new address.
    ConfirmEmail {
        /// Its secret.
        secret: LinkSecret,
        /// Until when it is good.
        until: Until,
    },
    /// A new address was asked for.
    EmailChanging {
        /// The new address, to be masked.
        new: String,
        /// From where.
        origin: Origin,
    },
    /// The address has changed.
    EmailChanged {
        /// The new one, to be masked.
        new: String,
    },
    /// The password has changed.
    PasswordChanged {
        /// From where.
        origin: Origin,
    },
    /// Sign-in is paused.
    SignInPaused {
        /// From where the last failure came.
        origin: Origin,
        /// How long the pause is.
        pause: Duration,
    },
    /// A second factor was registered, reset or turned off.
    MfaChanged {
        /// What became of it.
        change: MfaChange,
        /// Who did it, where it was somebody else.
        by: Option<String>,
        /// From where.
        origin: Origin,
    },
    /// A passkey was registered or removed.
    PasskeyChanged {
        /// What became of it.
        change: PasskeyChange,
        /// What they call it.
        name: String,
        /// From where.
        origin: Origin,
    },
    /// A recovery code was used.
    RecoveryCodeUsed {
        /// How many are left.
        left: usize,
        /// From where.
        origin: Origin,
    },
    /// Somebody gave their password and then too many wrong codes.
    CodesPaused {
        /// From where the last came.
        origin: Origin,
    },
    /// They signed in with a browser that they had not used before.
    NewDevice {
        /// From where.
        origin: Origin,
    },
    /// Whom their account asks for a second factor has changed.
    MfaPolicyChanged {
        /// What it is now.
        setting: MfaSetting,
        /// Who changed it.
        by: String,
    },
    /// Somebody of their account registered a second factor from a browser that was new for them.
    MfaRegistered {
        /// Who.
        name: String,
        /// From where.
        origin: Origin,
    },
    /// A customer changed their settings.
    SettingsChanged {
        /// Which customer.
        account: String,
        /// Who of them.
        by: String,
        /// Which settings.
        fields: Vec<String>,
    },
}

/// Why a link to choose a password is sent.
#[derive(Debug)]
pub enum LinkWhy {
    /// The person asked for it.
    Asked,
    /// An administrator sent it.
    ByAdministrator {
        /// Who, where it was a person.
        name: Option<String>,
    },
    /// An administrator approved it.
    Approved,
}

/// Who is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewWhy {
    /// A person of an account.
    Welcome,
    /// An account's first administrator.
    FirstAdministrator,
}
