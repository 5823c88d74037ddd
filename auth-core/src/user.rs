//! A person of one account.

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    account::{Account, AccountId},
    entropy::Entropy,
    identifier::{EmailAddress, Folded, Username},
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

    /// Its 16 bytes, as an authenticator keeps them.
    pub(crate) fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// One that an authenticator gave back; `None` when it is not 16 bytes long.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Uuid::from_slice(bytes).ok().map(Self)
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
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, with a column of its own")]
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
    /// The language their letters are written in (a BCP 47 tag); without one, the portal's.
    pub language: Option<String>,
    /// How often what stands above was changed: a change is made on what was read, or not at all.
    pub version: i64,
    /// Whether they choose a new password at their next sign-in.
    pub must_change_password: bool,
    /// Whether they chose to be asked for a second factor, which counts where their account leaves it to them.
    pub wants_mfa: bool,
    /// Whether they have registered one.
    pub has_factor: bool,
    /// Whether what they had was dropped, so that they register anew at their next sign-in and no later.
    pub must_register: bool,
    /// Sessions that began before this have ended, whatever a session store believes.
    pub sessions_valid_from: Timestamp,
    /// Why they ended; said on the sign-in page.
    pub sessions_ended_for: Option<EndReason>,
    /// When they last signed in, if they ever did.
    pub last_sign_in_at: Option<Timestamp>,
    /// Since when letters to them cannot be delivered, if so.
    pub undeliverable_since: Option<Timestamp>,
    /// When they were added.
    pub created_at: Timestamp,
}

impl User {
    /// Whether they hold a role.
    pub fn holds(&self, role: &str) -> bool {
        self.roles.iter().any(|own| own.as_str() == role)
    }

    /// Whether they may act on `other`: people act only on people of the same or a lower level of their own account.
    pub fn has_authority_over(&self, other: &Self) -> bool {
        self.account == other.account && self.level >= other.level
    }

    /// What a search finds them by: the words of their name, their username whole and in parts, their email address.
    pub fn words(&self) -> BTreeSet<Folded> {
        let username = self.username.folded().as_str();
        let parts = username.split(['.', '_', '-']).chain([username]).filter(|part| !part.is_empty()).map(Folded::of);
        let email = self.email.as_ref().map(|email| email.folded().clone());
        self.name.split_whitespace().map(Folded::of).filter(|word| !word.as_str().is_empty()).chain(parts).chain(email).collect()
    }

    /// What letters greet them by; nothing where that could be taken for an address, since anybody can name themselves and be written to.
    pub fn first_name(&self) -> &str {
        let first = self.name.split_whitespace().next().unwrap_or_default();
        let is_address = first.contains(['/', ':', '@']) || first.trim_end_matches('.').contains('.');
        if is_address { "" } else { first }
    }
}

/// A person together with their account: all that deciding and asserting needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The person.
    pub user: User,
    /// Their account.
    pub account: Account,
}
