//! What signing in asks of the outside: stores, a clock, chance, and somebody to hash.

use std::time::Duration;

use async_trait::async_trait;
use thiserror::Error;

pub use crate::entropy::{Entropy, SystemEntropy};
use crate::{
    account::{Account, AccountId},
    audit::Event,
    change::{Applied, Change},
    identifier::Folded,
    password::{Creation, Parameters, PasswordRecord, Verdict, Verification},
    portal::Admitted,
    revocation::{Revocation, Sequence},
    secret::SecretDigest,
    session::{EndReason, SessionHandle, SessionRecord},
    signing_key::KeyRow,
    throttle::{AttemptKey, Limit, Standing},
    time::Timestamp,
    user::{Person, User, UserId},
};

/// A store could not answer. Whoever gets one refuses: an outage is a 503, never a pass.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct StoreError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

impl StoreError {
    /// An error with this message.
    pub fn message(text: impl Into<String>) -> Self {
        Self(text.into().into())
    }
}

/// Short for what every store answers.
pub type Stored<T> = Result<T, StoreError>;

/// Accounts, people, passwords, keys, revocations, audit: what must never be lost, changed in transactions.
#[async_trait]
pub trait Directory: Send + Sync {
    /// The account with this Account ID.
    async fn account_by_key(&self, key: &Folded) -> Stored<Option<Account>>;
    /// Every account, by Account ID.
    async fn accounts(&self) -> Stored<Vec<Account>>;
    /// A person and their account.
    async fn person(&self, user: UserId) -> Stored<Option<Person>>;
    /// The people of an account, by username.
    async fn users(&self, account: AccountId) -> Stored<Vec<User>>;
    /// Everyone whom `lookup` could mean, at most two: two admit nobody.
    async fn candidates(&self, lookup: &Lookup) -> Stored<Vec<Candidate>>;
    /// The costliest parameters any password record has.
    async fn costliest(&self) -> Stored<Option<Parameters>>;
    /// Every signing key that is not long gone, oldest first.
    async fn signing_keys(&self) -> Stored<Vec<KeyRow>>;
    /// Revocations committed after `sequence`, in order.
    async fn revocations_since(&self, sequence: Sequence) -> Stored<Vec<(Sequence, Revocation)>>;
    /// The latest revocation's sequence number; 0 when there is none.
    async fn latest_revocation(&self) -> Stored<Sequence>;
    /// Drops revocations up to and including `until`, which every gateway has long heard of; how many that were.
    async fn forget_revocations(&self, until: Sequence) -> Stored<u64>;
    /// The audit log from `from` on, oldest first, at most `most` events after skipping `skip`.
    async fn audit(&self, from: Timestamp, skip: u32, most: u32) -> Stored<Vec<Event>>;
    /// Commits everything in `change`, or nothing: a spend that finds its row spent already undoes the rest.
    async fn apply(&self, change: Change) -> Stored<Applied>;
}

/// Whom somebody typed, and among whose people to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// Whom.
    pub by: LookupBy,
    /// Among whose people.
    pub among: Admitted,
}

/// How somebody named themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookupBy {
    /// By username.
    Username(Folded),
    /// By email address.
    Email(Folded),
    /// By Account ID and username.
    AccountUsername(Folded, Folded),
}

/// Somebody whom a lookup could mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The person.
    pub person: Person,
    /// Their password record, if they have one.
    pub password: Option<PasswordRecord>,
}

/// Sessions. Ended ones stay findable until their lifetime is over, so that the sign-in page can say why they ended.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Keeps a new session.
    async fn begin(&self, record: &SessionRecord) -> Stored<()>;
    /// The session filed under `key`, now or before its last rotation.
    async fn find(&self, key: &SecretDigest) -> Stored<Option<SessionRecord>>;
    /// Writes down when sessions were last used; never moves one back.
    async fn touch(&self, seen: &[(SessionHandle, Timestamp)]) -> Stored<()>;
    /// Files the session under a new key, if it is live and still filed under `old`. `false`: it was not, and nothing changed.
    async fn rotate(&self, old: &SecretDigest, rotated: &SessionRecord) -> Stored<bool>;
    /// Ends one session, unless it has ended already.
    async fn end(&self, handle: SessionHandle, at: Timestamp, reason: EndReason) -> Stored<()>;
    /// A person's sessions that have not ended, latest first.
    async fn of_user(&self, user: UserId) -> Stored<Vec<SessionRecord>>;
    /// Forgets what began before `before`; how many that were.
    async fn sweep(&self, before: Timestamp) -> Stored<u64>;
}

/// Failure counters.
#[async_trait]
pub trait Attempts: Send + Sync {
    /// Counts one failure in advance on every key, in one atomic step. Where any of them is paused, none is counted.
    async fn reserve(&self, keys: &[(AttemptKey, Limit)], now: Timestamp) -> Stored<Vec<Standing>>;
    /// Takes one reserved failure back on every key.
    async fn refund(&self, keys: &[(AttemptKey, Limit)]) -> Stored<()>;
    /// Forgets what was counted on these keys.
    async fn forget(&self, keys: &[AttemptKey]) -> Stored<()>;
    /// Drops counters whose window and pause are over; how many that were.
    async fn sweep(&self, now: Timestamp) -> Stored<u64>;
}

/// The hashing queue is full, or its deadline passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("too many passwords are being checked")]
pub struct Busy {
    /// When trying again makes sense.
    pub retry_after: Duration,
}

/// Somebody who runs the costly part of a password, off the threads that serve.
#[async_trait]
pub trait Hashing: Send + Sync {
    /// Checks a password.
    async fn verify(&self, verification: Verification) -> Result<Verdict, Busy>;
    /// Makes a record.
    async fn create(&self, creation: Creation) -> Result<PasswordRecord, Busy>;
}

/// What time it is.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}
