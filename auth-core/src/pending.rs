//! A sign-in on its way: the password was right, and something is still owed. Nobody on their way is anybody yet: no page, rule or
//! upstream takes them for signed in, since theirs is another type, another cookie and another record.

use std::{collections::BTreeSet, time::Duration};

use crate::{
    secret::SecretDigest,
    session::{Keep, ProvedWith, SecondFactor, SessionHandle},
    time::Timestamp,
    token::SessionToken,
    user::{Person, UserId},
};

/// What is owed has to be given within this.
pub const PENDING_LIFE: Duration = Duration::from_mins(10);

/// What somebody on their way still owes, in the order in which it is asked for: whoever stole the mailbox must not replace the password
/// before the second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owed {
    /// A second factor: the one they registered, or a new registration.
    SecondFactor,
    /// Their word that they have kept the recovery codes they were shown.
    RecoveryCodes,
    /// A password of their own: they came with a temporary one.
    AfterTemporary,
    /// A new password: an administrator asked for it.
    NewPassword,
}

impl Owed {
    /// Its name in stores.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SecondFactor => "second-factor",
            Self::RecoveryCodes => "recovery-codes",
            Self::AfterTemporary => "after-temporary",
            Self::NewPassword => "new-password",
        }
    }

    /// What a store gave back.
    pub fn from_stored(name: &str) -> Option<Self> {
        let all = [Self::SecondFactor, Self::RecoveryCodes, Self::AfterTemporary, Self::NewPassword];
        all.into_iter().find(|owed| owed.as_str() == name)
    }
}

/// All that somebody owes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Debts(BTreeSet<Owed>);

impl Debts {
    /// What comes next; `None` when nothing is owed.
    pub fn first(&self) -> Option<Owed> {
        self.0.first().copied()
    }

    /// With one more.
    pub fn and(mut self, owed: Owed) -> Self {
        self.0.insert(owed);
        self
    }

    /// Without one.
    pub fn but(mut self, owed: Owed) -> Self {
        self.0.remove(&owed);
        self
    }

    /// Whether it is owed.
    pub fn has(&self, owed: Owed) -> bool {
        self.0.contains(&owed)
    }

    /// As a store keeps them: names with a space between them.
    pub fn to_stored(&self) -> String {
        self.0.iter().map(|owed| owed.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// What a store gave back.
    pub fn from_stored(stored: &str) -> Option<Self> {
        stored.split(' ').filter(|name| !name.is_empty()).map(Owed::from_stored).collect::<Option<_>>().map(Self)
    }
}

impl FromIterator<Owed> for Debts {
    fn from_iter<I: IntoIterator<Item = Owed>>(owed: I) -> Self {
        Self(owed.into_iter().collect())
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
    /// What they still owe.
    pub owes: Debts,
    /// What they signed in with.
    pub proved_with: ProvedWith,
    /// The second factor they gave.
    pub second: Option<SecondFactor>,
    /// How long the session is to be kept that comes of it.
    pub keep: Keep,
    /// The session that the browser had when they set out; it ends when they arrive.
    pub replaces: Option<SessionHandle>,
    /// Whether they set out from that session: they are on their way only while it lives.
    pub is_again: bool,
    /// When they set out.
    pub began_at: Timestamp,
    /// When their password was right.
    pub proved_at: Timestamp,
    /// The network address.
    pub network: String,
    /// The browser, as it named itself.
    pub device: String,
    /// Whether this person had signed in with it before.
    pub is_known_device: bool,
}

/// Somebody on their way, whom everything has been asked about again.
#[derive(Clone, Debug)]
pub struct Pending {
    pub(crate) person: Person,
    pub(crate) record: PendingRecord,
}

impl Pending {
    /// What they owe next; nothing only for a moment.
    pub fn owes(&self) -> Option<Owed> {
        self.record.owes.first()
    }

    /// Whether they have given a second factor.
    pub fn gave(&self) -> Option<SecondFactor> {
        self.record.second
    }

    /// The session that the browser had when they set out.
    pub fn replaces(&self) -> Option<SessionHandle> {
        self.record.replaces
    }

    /// Whether they set out from a session of theirs, and not from the sign-in form.
    pub fn is_again(&self) -> bool {
        self.record.is_again
    }

    /// Whether they had signed in with this browser before.
    pub fn is_on_known_device(&self) -> bool {
        self.record.is_known_device
    }

    /// Who they are.
    pub fn person(&self) -> &Person {
        &self.person
    }
}

/// Proof that somebody on their way gave what they owed, and that nobody else can give it again.
#[derive(Debug)]
#[non_exhaustive]
pub struct Arrived {
    /// What they had signed in with.
    pub(crate) with: ProvedWith,
}

impl PendingRecord {
    /// Whether `token` is the one this was begun with.
    pub(crate) fn is_shown_by(&self, token: &SessionToken) -> bool {
        self.key == token.key() && token.proves(&self.secret)
    }
}
