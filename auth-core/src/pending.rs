//! A sign-in on its way: the password was right, and something is still owed. Nobody on their way is anybody yet: no page, rule or
//! upstream takes them for signed in, since theirs is another type, another cookie and another record.

use std::time::Duration;

use crate::{
    secret::SecretDigest,
    session::{Keep, SessionHandle},
    time::Timestamp,
    token::SessionToken,
    user::{Person, UserId},
};

/// What is owed has to be given within this.
pub const PENDING_LIFE: Duration = Duration::from_mins(10);

/// What somebody on their way still owes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owed {
    /// A password of their own: they came with a temporary one.
    AfterTemporary,
    /// A new password: an administrator asked for it.
    NewPassword,
}

impl Owed {
    /// Its name in stores.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AfterTemporary => "after-temporary",
            Self::NewPassword => "new-password",
        }
    }

    /// What a store gave back.
    pub fn from_stored(name: &str) -> Option<Self> {
        [Self::AfterTemporary, Self::NewPassword].into_iter().find(|owed| owed.as_str() == name)
    }
}

/// What a store keeps of a sign-in on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingRecord {
    /// What it is filed under: the digest of the cookie's id.
    pub key: SecretDigest,
    /// The digest of the cookie's secret half.
    pub secret: SecretDigest,
    /// Who is on their way.
    pub user: UserId,
    /// The portal, the only one it is good for.
    pub portal: String,
    /// What they owe.
    pub owes: Owed,
    /// How long the session is to be kept that comes of it.
    pub keep: Keep,
    /// The session that the browser had when they set out; it ends when they arrive.
    pub replaces: Option<SessionHandle>,
    /// When the password was right.
    pub began_at: Timestamp,
    /// The network address.
    pub network: String,
    /// The browser, as it named itself.
    pub device: String,
}

/// Somebody on their way, whom everything has been asked about again.
#[derive(Clone, Debug)]
pub struct Pending {
    pub(crate) person: Person,
    pub(crate) record: PendingRecord,
}

impl Pending {
    /// What they owe.
    pub fn owes(&self) -> Owed {
        self.record.owes
    }

    /// Who they are.
    pub fn person(&self) -> &Person {
        &self.person
    }
}

/// Proof that somebody on their way gave what they owed, and that nobody else can give it again.
#[derive(Debug)]
#[non_exhaustive]
pub struct Arrived {}

impl PendingRecord {
    /// Whether `token` is the one this was begun with.
    pub(crate) fn is_shown_by(&self, token: &SessionToken) -> bool {
        self.key == token.key() && token.proves(&self.secret)
    }
}
