//! What waits to be mailed: purposes, never secrets. A secret is made when its letter is written, and again when it is written again.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{account::AccountId, entropy::Entropy, recovery::RecoveryId, time::Timestamp, user::UserId};

/// A letter's name, from which its `Message-ID` is made: however often its delivery is tried, it is one letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LetterId(Uuid);

impl LetterId {
    /// A new one.
    pub fn random(entropy: &dyn Entropy) -> Self {
        Self(entropy.uuid())
    }

    /// One that a store gave back; `None` when it is no UUID.
    pub fn from_stored(stored: &str) -> Option<Self> {
        Uuid::parse_str(stored).ok().map(Self)
    }

    pub(crate) fn as_uuid(self) -> Uuid {
        self.0
    }
}

impl fmt::Display for LetterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where somebody asked for something, as the letter tells the person concerned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The network address.
    pub network: String,
    /// The browser, as it named itself.
    pub device: String,
}

/// A letter that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuedLetter {
    /// Its name.
    pub id: LetterId,
    /// The portal in whose name it is written.
    pub portal: String,
    /// When it was asked for.
    pub queued_at: Timestamp,
    /// What for.
    pub purpose: Purpose,
}

/// What a letter is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Purpose {
    /// Somebody forgot their password and typed this, whether or not anybody owns it.
    Forgotten {
        /// The Account ID, folded, where the portal asks for one.
        account: Option<String>,
        /// The username or email address, folded.
        identifier: String,
        /// From where.
        origin: Origin,
        /// The digest of what the browser that asked can show, in hex.
        browser: String,
    },
    /// A link to choose a password, which somebody else asked for.
    SetPassword {
        /// For whom.
        user: UserId,
        /// Why.
        why: Why,
        /// By whom, where it was a person.
        by: Option<UserId>,
    },
    /// The temporary password of a link that was opened (R3).
    Temporary {
        /// Of this recovery.
        recovery: RecoveryId,
    },
    /// Somebody of the account waits for approval (R4).
    ApprovalWanted {
        /// The request.
        recovery: RecoveryId,
        /// Who could approve it.
        approver: UserId,
    },
    /// The link of an approved request (R4).
    Approved {
        /// The request.
        recovery: RecoveryId,
    },
    /// The request was declined (R4).
    Declined {
        /// The request.
        recovery: RecoveryId,
    },
    /// The link that confirms a new address, to that address.
    ConfirmEmail {
        /// The change.
        recovery: RecoveryId,
    },
    /// A new address was asked for; to the old one.
    EmailChanging {
        /// Whose.
        user: UserId,
        /// The old address.
        old: String,
        /// The new one.
        new: String,
        /// From where.
        origin: Origin,
    },
    /// The address has changed; to the old one.
    EmailChanged {
        /// Whose.
        user: UserId,
        /// The old address.
        old: String,
        /// The new one.
        new: String,
    },
    /// The password has changed.
    PasswordChanged {
        /// Whose.
        user: UserId,
        /// From where.
        origin: Origin,
    },
    /// A second factor was registered, reset or turned off.
    MfaChanged {
        /// Whose.
        user: UserId,
        /// What became of it.
        change: MfaChange,
        /// By whom, where it was somebody else.
        by: Option<UserId>,
        /// From where.
        origin: Origin,
    },
    /// A passkey was registered or removed.
    PasskeyChanged {
        /// Whose.
        user: UserId,
        /// What became of it.
        change: PasskeyChange,
        /// What they call it.
        name: String,
        /// From where.
        origin: Origin,
    },
    /// A recovery code was used.
    RecoveryCodeUsed {
        /// Whose.
        user: UserId,
        /// How many are left.
        left: usize,
        /// From where.
        origin: Origin,
    },
    /// Somebody signed in with a browser they had not used before.
    NewDevice {
        /// Who.
        user: UserId,
        /// From where.
        origin: Origin,
    },
    /// Whom an account asks for a second factor has changed; to one administrator.
    MfaPolicyChanged {
        /// What it is now.
        setting: String,
        /// Who changed it.
        by: UserId,
        /// To whom.
        administrator: UserId,
    },
    /// Somebody registered a second factor from a browser they had not used before; to one administrator.
    MfaRegistered {
        /// Who.
        user: UserId,
        /// To whom.
        administrator: UserId,
        /// From where.
        origin: Origin,
    },
    /// Somebody gave the right password and then too many wrong codes.
    CodesPaused {
        /// Whose.
        user: UserId,
        /// From where.
        origin: Origin,
    },
    /// Sign-in is paused after too many failures.
    SignInPaused {
        /// Whose.
        user: UserId,
        /// From where.
        origin: Origin,
    },
    /// A customer changed their settings; to one operator.
    SettingsChanged {
        /// Whose settings.
        account: AccountId,
        /// Who changed them.
        by: UserId,
        /// Which of them.
        fields: Vec<String>,
        /// To whom.
        operator: UserId,
    },
}

/// What became of somebody's second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MfaChange {
    /// One was registered, or turned on again.
    On,
    /// It is not asked for any more.
    Off,
    /// What was registered is dropped.
    Reset,
    /// There are new recovery codes in place of the old.
    Codes,
}

/// What became of a passkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PasskeyChange {
    /// It was registered.
    Added,
    /// It is gone.
    Removed,
}

/// Why a link is sent that nobody asked for at a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// An administrator or operator sends it.
    ByAdministrator,
    /// The person is new.
    Welcome,
    /// The person is an account's first administrator.
    FirstAdministrator,
}

/// A letter that one sender has taken on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedLetter {
    /// The letter.
    pub letter: QueuedLetter,
    /// How often its delivery was tried before.
    pub tries: u32,
}
