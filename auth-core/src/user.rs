//! A person of one account.

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    account::{Account, AccountId},
    entropy::Entropy,
    identifier::{EmailAddress, Username},
    permission::{Level, Role},
    session::EndReason,
    time::Timestamp,
};

/// A person's identity for ever: what assertions call `sub`. A deleted person's is never given to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(Uuid);

impl UserId {
    /// A new one.
    pub fn random(entropy: &dyn Entropy) -> Self {
        Self(entropy.uuid())
    }

    /// One that a store gave back; `None` when it is no UUID.
    pub fn from_stored(stored: &str) -> Option<Self> {
        Uuid::parse_str(stored).ok().map(Self)
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Whether a person may sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserState {
    /// They may.
    Active,
    /// They left, or are not to be let in for now.
    Disabled,
    /// An administrator locked them out.
    Locked,
}

impl UserState {
    /// Its name in commands and stores.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
            Self::Locked => "locked",
        }
    }

    /// The state a store gave back.
    pub fn from_stored(name: &str) -> Option<Self> {
        [Self::Active, Self::Disabled, Self::Locked].into_iter().find(|state| state.as_str() == name)
    }
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Who it is, for ever.
    pub id: UserId,
    /// Whose it is.
    pub account: AccountId,
    /// What they may type to sign in.
    pub username: Username,
    /// Where they are written to, and what they may type to sign in.
    pub email: Option<EmailAddress>,
    /// What they are called.
    pub name: String,
    /// Their authority.
    pub level: Level,
    /// What they may do.
    pub roles: BTreeSet<Role>,
    /// Whether they may sign in.
    pub state: UserState,
    /// Sessions that began before this have ended, whatever a session store believes.
    pub sessions_valid_from: Timestamp,
    /// Why they ended; said on the sign-in page.
    pub sessions_ended_for: Option<EndReason>,
    /// When they were added.
    pub created_at: Timestamp,
}

/// A person together with their account: all that deciding and asserting needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The person.
    pub user: User,
    /// Their account.
    pub account: Account,
}
