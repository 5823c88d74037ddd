//! A browser's session: what a store keeps of it, and the types that say how far a person has come.

use std::{fmt, marker::PhantomData, sync::Arc, time::Duration};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    entropy::Entropy,
    mfa::passkey::Alone,
    password::PasswordVerified,
    pending::Arrived,
    portal::Lifetimes,
    recovery::TemporaryUsed,
    secret::SecretDigest,
    time::Timestamp,
    token::SessionToken,
    user::{Person, UserId},
};

/// A session's lasting name: it outlives rotations, and says nothing that would let anyone in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionHandle(Uuid);

impl SessionHandle {
    /// A new one.
    pub fn random(entropy: &dyn Entropy) -> Self {
        Self(entropy.uuid())
    }

    /// One that a store gave back; `None` when it is no UUID.
    pub fn from_stored(stored: &str) -> Option<Self> {
        Uuid::parse_str(stored).ok().map(Self)
    }
}

impl fmt::Display for SessionHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.simple().fmt(f)
    }
}

/// How long a browser was asked to keep the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Until it is closed; idle and absolute limits apply.
    UntilClosed,
    /// Across restarts, for the portal's `remember`.
    Remembered,
}

impl Keep {
    /// Its name in stores.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UntilClosed => "until-closed",
            Self::Remembered => "remembered",
        }
    }

    /// What a store gave back.
    pub fn from_stored(name: &str) -> Option<Self> {
        [Self::UntilClosed, Self::Remembered].into_iter().find(|keep| keep.as_str() == name)
    }
}

/// What somebody signed in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProvedWith {
    /// Their password.
    Password,
    /// A temporary password, which reminds them to choose one of their own.
    TemporaryPassword,
    /// A passkey and nothing else: it found out who touched it, and so is two factors in one.
    Passkey,
}

impl ProvedWith {
    /// Its name in stores.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::TemporaryPassword => "temporary-password",
            Self::Passkey => "passkey",
        }
    }

    /// What a store gave back.
    pub fn from_stored(name: &str) -> Option<Self> {
        [Self::Password, Self::TemporaryPassword, Self::Passkey].into_iter().find(|with| with.as_str() == name)
    }
}

/// With what somebody proved, besides what they signed in with, that they are who they say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactor {
    /// A code of their authenticator app.
    Totp,
    /// One of their recovery codes.
    RecoveryCode,
    /// A passkey or security key.
    Passkey(Custody),
}

/// Where the key of a passkey is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Custody {
    /// In one device, for ever.
    DeviceBound,
    /// Wherever copies of it are kept.
    Synchronised,
}

impl SecondFactor {
    const ALL: [Self; 4] =
        [Self::Totp, Self::RecoveryCode, Self::Passkey(Custody::DeviceBound), Self::Passkey(Custody::Synchronised)];

    /// Its name in headers and the audit log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::RecoveryCode => "recovery-code",
            Self::Passkey(_) => "passkey",
        }
    }

    /// Its name in stores.
    pub const fn to_stored(self) -> &'static str {
        match self {
            Self::Passkey(Custody::Synchronised) => "synchronised-passkey",
            Self::Totp | Self::RecoveryCode | Self::Passkey(Custody::DeviceBound) => self.as_str(),
        }
    }

    /// What a store gave back.
    pub fn from_stored(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|factor| factor.to_stored() == name)
    }
}

/// Why a session ended, as the sign-in page tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndReason {
    /// The person signed out.
    SignedOut,
    /// Nothing happened for longer than `idle`.
    Idle,
    /// It was older than `absolute`.
    Absolute,
    /// It was remembered, and older than `remember`.
    NoLongerRemembered,
    /// The person's password changed.
    PasswordChanged,
    /// An administrator or operator ended it, or took away the right to sign in.
    ByAdministrator,
    /// The person signed in again in the same browser.
    Replaced,
    /// An id that rotation had retired was used again: somebody holds a copy.
    Theft,
}

impl EndReason {
    const NAMED: [(Self, &'static str); 8] = [
        (Self::SignedOut, "signed-out"),
        (Self::Idle, "idle"),
        (Self::Absolute, "absolute"),
        (Self::NoLongerRemembered, "no-longer-remembered"),
        (Self::PasswordChanged, "password-changed"),
        (Self::ByAdministrator, "by-administrator"),
        (Self::Replaced, "replaced"),
        (Self::Theft, "theft"),
    ];

    /// Its name in stores and the audit log.
    pub fn as_str(self) -> &'static str {
        Self::NAMED.iter().find(|(reason, _)| *reason == self).map_or("", |(_, name)| name)
    }

    /// The reason a store gave back.
    pub fn from_stored(name: &str) -> Option<Self> {
        Self::NAMED.iter().find(|(_, known)| *known == name).map(|(reason, _)| *reason)
    }
}

/// The id a rotation retired, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retired {
    /// What the session was filed under before.
    pub key: SecretDigest,
    /// The digest of the secret half that went with it.
    pub secret: SecretDigest,
    /// When the new id was first used; [`NOT_YET`] while nobody has shown it. Until then the browser may not have it: the answer that
    /// carried it can be lost.
    pub at: Timestamp,
}

/// A moment that never comes.
pub const NOT_YET: Timestamp = Timestamp::from_millis(i64::MAX);

/// What a store keeps of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRecord {
    /// Its lasting name.
    pub handle: SessionHandle,
    /// What it is filed under: the digest of the cookie's id.
    pub key: SecretDigest,
    /// The digest of the cookie's secret half.
    pub secret: SecretDigest,
    /// The id before the last rotation.
    pub retired: Option<Retired>,
    /// Whose it is.
    pub user: UserId,
    /// The portal it was made at, the only one it is good for.
    pub portal: String,
    /// How long the browser keeps it.
    pub keep: Keep,
    /// When the person proved who they are.
    pub began_at: Timestamp,
    /// When they last proved it again, or first.
    pub proved_at: Timestamp,
    /// What they proved it with at first.
    pub proved_with: ProvedWith,
    /// What they proved it with besides, if with anything.
    pub second: Option<SecondFactor>,
    /// When the current id was issued.
    pub issued_at: Timestamp,
    /// When it was last used, to within the interval at which gateways write that down.
    pub last_seen_at: Timestamp,
    /// The network address it began at.
    pub network: String,
    /// The browser, as it named itself.
    pub device: String,
    /// When and why it ended, if it has.
    pub ended: Option<(Timestamp, EndReason)>,
}

/// A remembered session changes its id when it is older than this: a stolen copy is then noticed by its use.
pub const ROTATE_AFTER: Duration = Duration::from_hours(24);
/// Requests already on their way may still carry the retired id for this long.
pub const RETIRED_GRACE: Duration = Duration::from_mins(1);

impl SessionRecord {
    /// The limit that has ended this session by `now`, if one has.
    pub fn limit_reached(&self, lifetimes: &Lifetimes, now: Timestamp) -> Option<EndReason> {
        let age = now.since(self.began_at);
        match self.keep {
            Keep::Remembered => (age >= lifetimes.remember).then_some(EndReason::NoLongerRemembered),
            Keep::UntilClosed if age >= lifetimes.absolute => Some(EndReason::Absolute),
            Keep::UntilClosed if now.since(self.last_seen_at) >= lifetimes.idle => Some(EndReason::Idle),
            Keep::UntilClosed => None,
        }
    }

    /// Whether it is time for a new id.
    pub fn owes_rotation(&self, now: Timestamp) -> bool {
        self.keep == Keep::Remembered && now.since(self.issued_at) >= ROTATE_AFTER
    }
}

/// A visitor who has proved nothing.
#[derive(Clone, Copy, Debug)]
pub enum Anonymous {}
/// A visitor who has proved everything their account asks for.
#[derive(Clone, Copy, Debug)]
pub enum Authenticated {}

/// A visitor, as far as they have come.
///
/// Only an authenticated one can be spoken for to an upstream, and the only ways to become one are a verified password and a store
/// that remembers one.
///
/// ```
/// use gatehouse_auth_core::session::{Authenticated, Session};
/// fn speak_for(_: &Session<Authenticated>) {}
/// fn forward(visitor: &Session<Authenticated>) { speak_for(visitor) }
/// ```
/// ```compile_fail
/// use gatehouse_auth_core::session::{Anonymous, Authenticated, Session};
/// fn speak_for(_: &Session<Authenticated>) {}
/// fn forward(visitor: &Session<Anonymous>) { speak_for(visitor) }
/// ```
#[derive(Clone, Debug)]
pub struct Session<Stage> {
    inside: Option<Arc<Inside>>,
    stage: PhantomData<Stage>,
}

#[derive(Debug)]
struct Inside {
    person: Person,
    record: SessionRecord,
}

/// What lets somebody in. Each is a proof that nothing but its own check makes.
#[derive(Debug)]
pub enum Proof {
    /// Their password was right.
    Password(PasswordVerified),
    /// Their temporary password was right, and has been used up.
    TemporaryPassword(TemporaryUsed),
    /// Their passkey found out that it was they.
    Passkey(Alone),
    /// They were on their way, and gave what they owed.
    Arrived(Arrived),
}

impl Proof {
    /// What was proved with.
    pub fn proved_with(&self) -> ProvedWith {
        match self {
            Self::Password(_) => ProvedWith::Password,
            Self::TemporaryPassword(_) => ProvedWith::TemporaryPassword,
            Self::Passkey(_) => ProvedWith::Passkey,
            Self::Arrived(arrived) => arrived.with,
        }
    }
}

/// How and where somebody signs in: what a new session's record says besides whose it is.
#[derive(Clone, Debug)]
pub struct Beginning {
    /// At which portal.
    pub portal: String,
    /// For how long.
    pub keep: Keep,
    /// With what second factor.
    pub second: Option<SecondFactor>,
    /// When their password was right: from then on its limits count, and whatever ended their sessions later has ended this one too.
    pub began_at: Timestamp,
    /// When they last proved who they are.
    pub proved_at: Timestamp,
    /// Now.
    pub at: Timestamp,
    /// From which network address.
    pub network: String,
    /// With which browser.
    pub device: String,
}

impl Session<Anonymous> {
    /// A visitor of whom nothing is known.
    pub fn anonymous() -> Self {
        Self { inside: None, stage: PhantomData }
    }

    /// Lets in the person who proved who they are. `fresh` names the new session; taking it here means that no sign-in can forget
    /// to change the id (ASVS 7.2.4).
    pub fn admit(
        self,
        proof: &Proof,
        person: Person,
        fresh: &SessionToken,
        handle: SessionHandle,
        beginning: Beginning,
    ) -> Session<Authenticated> {
        let record = SessionRecord {
            handle,
            key: fresh.key(),
            secret: fresh.secret_digest(),
            retired: None,
            user: person.user.id,
            portal: beginning.portal,
            keep: beginning.keep,
            began_at: beginning.began_at,
            proved_at: beginning.proved_at,
            proved_with: proof.proved_with(),
            second: beginning.second,
            issued_at: beginning.at,
            last_seen_at: beginning.at,
            network: beginning.network,
            device: beginning.device,
            ended: None,
        };
        Session::resumed(person, record)
    }
}

impl Session<Authenticated> {
    /// The session that a store remembered, once everything about it has been checked.
    pub(crate) fn resumed(person: Person, record: SessionRecord) -> Self {
        Self { inside: Some(Arc::new(Inside { person, record })), stage: PhantomData }
    }

    fn inside(&self) -> &Inside {
        self.inside.as_ref().expect("an authenticated session is only made with a person inside")
    }

    /// Who is signed in.
    pub fn person(&self) -> &Person {
        &self.inside().person
    }

    /// What the store keeps of the session.
    pub fn record(&self) -> &SessionRecord {
        &self.inside().record
    }
}
