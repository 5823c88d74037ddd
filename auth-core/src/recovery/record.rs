//! One recovery, from the request to its end.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    account::AccountId, entropy::Entropy, identifier::EmailAddress, letter::LetterId, secret::SecretDigest, time::Timestamp,
    user::UserId,
};

/// A recovery's name. It opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecoveryId(Uuid);

impl RecoveryId {
    /// A new one.
    pub fn random(entropy: &dyn Entropy) -> Self {
        Self(entropy.uuid())
    }

    /// The recovery that a letter begins: one, however often its delivery is tried.
    pub fn of_letter(letter: LetterId) -> Self {
        Self(letter.as_uuid())
    }

    /// One that a store or an address gave back; `None` when it is no UUID.
    pub fn from_stored(stored: &str) -> Option<Self> {
        Uuid::parse_str(stored).ok().map(Self)
    }
}

impl fmt::Display for RecoveryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a recovery leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// R1: a temporary password.
    Temporary,
    /// R2: a link to choose a password.
    Link,
    /// The same link, sent by an administrator or for a first access.
    Sent,
    /// R3: a link that brings a temporary password.
    TemporaryLink,
    /// R4: a link once somebody has approved.
    Approval,
    /// A new email address, once confirmed from its own mailbox.
    EmailChange,
}

impl Kind {
    const NAMED: [(Self, &'static str); 6] = [
        (Self::Temporary, "temporary"),
        (Self::Link, "link"),
        (Self::Sent, "sent"),
        (Self::TemporaryLink, "temporary-link"),
        (Self::Approval, "approval"),
        (Self::EmailChange, "email-change"),
    ];

    /// Its name in stores.
    pub fn as_str(self) -> &'static str {
        Self::NAMED.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// The kind a store gave back.
    pub fn from_stored(name: &str) -> Option<Self> {
        Self::NAMED.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }

    /// What a recovery of this kind ends when it begins. Anybody can ask at the form in anybody's name, so that ends only what was asked
    /// for there and goes to the same mailbox: never what somebody else has approved or sent.
    pub fn replaces(self) -> &'static [Self] {
        match self {
            Self::EmailChange => &[Self::EmailChange],
            Self::Sent => &[Self::Temporary, Self::Link, Self::TemporaryLink, Self::Approval, Self::Sent],
            Self::Temporary | Self::Link | Self::TemporaryLink | Self::Approval => {
                &[Self::Temporary, Self::Link, Self::TemporaryLink]
            }
        }
    }

    /// What, asked for later, makes it too late for a recovery of this kind to begin.
    pub fn replaced_by(self) -> impl Iterator<Item = Self> {
        Self::NAMED.into_iter().map(|(kind, _)| kind).filter(move |kind| kind.replaces().contains(&self))
    }
}

/// Why a recovery is good for nothing any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// One of its secrets was used.
    Used,
    /// The person asked again, or was sent another link.
    Replaced,
    /// The password changed otherwise.
    PasswordChanged,
    /// The person has another email address than the one it was mailed to.
    EmailChanged,
    /// Nobody approved it.
    Declined,
    /// Somebody approved it, and took that back.
    TakenBack,
    /// The person may not sign in any more.
    Disabled,
}

impl Ending {
    const NAMED: [(Self, &'static str); 7] = [
        (Self::Used, "used"),
        (Self::Replaced, "replaced"),
        (Self::PasswordChanged, "password-changed"),
        (Self::EmailChanged, "email-changed"),
        (Self::Declined, "declined"),
        (Self::TakenBack, "taken-back"),
        (Self::Disabled, "disabled"),
    ];

    /// Its name in stores.
    pub fn as_str(self) -> &'static str {
        Self::NAMED.iter().find(|(ending, _)| *ending == self).map_or("", |(_, name)| name)
    }

    /// The ending a store gave back.
    pub fn from_stored(name: &str) -> Option<Self> {
        Self::NAMED.iter().find(|(_, known)| *known == name).map(|(ending, _)| *ending)
    }
}

/// Who said that somebody may have a new password, or that they may not, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Approval {
    /// Who.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// One recovery. All secrets that its letters carry are its own: using one uses up all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// Its name.
    pub id: RecoveryId,
    /// What it leads to.
    pub kind: Kind,
    /// Whose.
    pub user: UserId,
    /// Their account.
    pub account: AccountId,
    /// The portal it was asked for at, the only one it is good at.
    pub portal: String,
    /// When it was asked for. A later one ends it, an earlier one comes too late.
    pub asked_at: Timestamp,
    /// Until when it can be approved, or a link of it used.
    pub expires_at: Timestamp,
    /// The network address it was asked from.
    pub network: String,
    /// The browser it was asked with, as it named itself.
    pub device: String,
    /// What the browser that asked can show (R3).
    pub browser: Option<SecretDigest>,
    /// The new address.
    pub email: Option<EmailAddress>,
    /// Who decided about it.
    pub approval: Option<Approval>,
    /// Whether operators decide about it, since nobody of the account could.
    pub is_for_operators: bool,
    /// How many temporary passwords were mailed for its link (R3).
    pub sendings: u32,
    /// When and why it ended.
    pub ended: Option<(Timestamp, Ending)>,
}

impl Recovery {
    /// Whether it waits for somebody to approve it, at `now`.
    pub fn is_waiting(&self, now: Timestamp) -> bool {
        self.kind == Kind::Approval && self.approval.is_none() && self.ended.is_none() && self.expires_at > now
    }

    /// Whether its link has been approved and not been used, at `now`.
    pub fn is_on_its_way(&self, now: Timestamp) -> bool {
        self.kind == Kind::Approval && self.approval.is_some() && self.ended.is_none() && self.expires_at > now
    }
}

/// What kind of secret a digest is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretKind {
    /// That of a link.
    Link,
    /// A temporary password.
    Temporary,
}

impl SecretKind {
    /// Its name in stores.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Temporary => "temporary",
        }
    }

    /// The kind a store gave back.
    pub fn from_stored(name: &str) -> Option<Self> {
        [Self::Link, Self::Temporary].into_iter().find(|kind| kind.as_str() == name)
    }
}

/// A secret that a store knows the digest of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The recovery it belongs to.
    pub recovery: Recovery,
    /// What kind of secret it is.
    pub kind: SecretKind,
    /// Until when it is good.
    pub expires_at: Timestamp,
}
