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
}

impl What {
    const NAMED: [(Self, &'static str); 10] = [
        (Self::SignedIn, "signed-in"),
        (Self::SignInRefused, "sign-in-refused"),
        (Self::SignedOut, "signed-out"),
        (Self::SessionEnded, "session-ended"),
        (Self::AccountAdded, "account-added"),
        (Self::AccountChanged, "account-changed"),
        (Self::UserAdded, "user-added"),
        (Self::UserChanged, "user-changed"),
        (Self::PasswordSet, "password-set"),
        (Self::KeysRotated, "keys-rotated"),
    ];

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

    /// With one more detail.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.detail.insert(name.to_owned(), value.into());
        self
    }
}
