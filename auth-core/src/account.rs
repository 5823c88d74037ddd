//! A customer organisation (a tenant), or the vendor's own.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{entropy::Entropy, identifier::AccountKey, mfa::MfaPolicy, recovery::RecoveryFlow, time::Timestamp};

/// An account's identity for ever: random, never shown to be typed, never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(Uuid);

impl AccountId {
    /// A new one.
    pub fn random(entropy: &dyn Entropy) -> Self {
        Self(entropy.uuid())
    }

    /// One that a store gave back; `None` when it is no UUID.
    pub fn from_stored(stored: &str) -> Option<Self> {
        Uuid::parse_str(stored).ok().map(Self)
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Whose account it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountKind {
    /// A customer's.
    Customer,
    /// The vendor's own: its people stand above accounts, and no portal admits them unless it names the account.
    Operator,
}

impl AccountKind {
    /// Its name in stores.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Operator => "operator",
        }
    }

    /// The kind a store gave back.
    pub fn from_stored(name: &str) -> Option<Self> {
        [Self::Customer, Self::Operator].into_iter().find(|kind| kind.as_str() == name)
    }
}

/// Whether its people may sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountState {
    /// They may.
    Open,
    /// None of them may.
    Suspended,
}

impl AccountState {
    /// Its name in stores.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Suspended => "suspended",
        }
    }

    /// The state a store gave back.
    pub fn from_stored(name: &str) -> Option<Self> {
        [Self::Open, Self::Suspended].into_iter().find(|state| state.as_str() == name)
    }
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its identity.
    pub id: AccountId,
    /// The Account ID its people type.
    pub key: AccountKey,
    /// The organisation's name.
    pub name: String,
    /// Whose it is.
    pub kind: AccountKind,
    /// Whether its people may sign in.
    pub state: AccountState,
    /// How its people get back in; without one, as the portal says.
    pub recovery: Option<RecoveryFlow>,
    /// Who of them is asked for a second factor.
    pub mfa: MfaPolicy,
    /// How to reach the organisation.
    pub contact: ContactDetails,
    /// When it was opened.
    pub created_at: Timestamp,
}

/// How to reach the organisation, as its own administrators keep it. Nothing here decides anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactDetails {
    /// Whom to ask for.
    pub person: String,
    /// The telephone number.
    pub phone: String,
    /// The postal address.
    pub address: String,
    /// Where bills go.
    pub billing_email: String,
}
