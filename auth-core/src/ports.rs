//! What signing in asks of the outside: stores, a clock, chance, and somebody to hash.

use std::time::Duration;

use async_trait::async_trait;
use thiserror::Error;

pub use crate::entropy::{Entropy, SystemEntropy};
use crate::{
    account::{Account, AccountId},
    audit::{Event, What},
    change::{Applied, Change},
    identifier::Folded,
    ledger::{EventId, Link},
    letter::{ClaimedLetter, LetterId},
    mfa::{
        CodeSearch, Enrolment, Factors, SetCreation,
        passkey::{Bond, CredentialId, Passkey},
    },
    password::{Creation, Parameters, PasswordRecord, Verdict, Verification},
    pending::{Debts, PendingRecord},
    portal::Admitted,
    recovery::{Held, Recovery, RecoveryFlow, RecoveryId},
    revocation::{Revocation, Sequence},
    secret::SecretDigest,
    session::{EndReason, SecondFactor, SessionHandle, SessionRecord},
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
    /// The account of this identity.
    async fn account(&self, account: AccountId) -> Stored<Option<Account>>;
    /// The other ways back in that accounts among `among` have than their portal says.
    async fn recovery_overrides(&self, among: &Admitted) -> Stored<Vec<RecoveryFlow>>;
    /// A person and their account.
    async fn person(&self, user: UserId) -> Stored<Option<Person>>;
    /// A person's password record, if they have one.
    async fn password(&self, user: UserId) -> Stored<Option<PasswordRecord>>;
    /// What a person has registered as a second factor.
    async fn factors(&self, user: UserId) -> Stored<Factors>;
    /// The passkey of this name, whoever's it is.
    async fn passkey(&self, credential: &CredentialId) -> Stored<Option<Passkey>>;
    /// The registration that was begun in a sign-in on its way, or in a session.
    async fn enrolment(&self, owner: &SecretDigest) -> Stored<Option<Enrolment>>;
    /// Forgets registrations that began before `before`; how many those were.
    async fn sweep_enrolments(&self, before: Timestamp) -> Stored<u64>;
    /// The people of an account, by username.
    async fn users(&self, account: AccountId) -> Stored<Vec<User>>;
    /// Those of these people that there are, in any order.
    async fn users_named(&self, users: &[UserId]) -> Stored<Vec<User>>;
    /// One page of an account's people.
    async fn people(&self, query: &PeopleQuery) -> Stored<Vec<User>>;
    /// How many of an account's people `words` and `filters` mean, counted to `most` and no further.
    async fn count_people(&self, account: AccountId, words: &[Folded], filters: &[PeopleFilter], most: u32) -> Stored<u32>;
    /// The active people of an account who hold a role.
    async fn holders(&self, account: AccountId, role: &str) -> Stored<Vec<User>>;
    /// The active people of every operators' account that is open.
    async fn operators(&self) -> Stored<Vec<User>>;
    /// A recovery.
    async fn recovery(&self, recovery: RecoveryId) -> Stored<Option<Recovery>>;
    /// The recovery that a secret with this digest belongs to, however that stands.
    async fn recovery_by_secret(&self, digest: &SecretDigest) -> Stored<Option<Held>>;
    /// The requests for approval that have not ended and expire after `now`, oldest first: of one account, or those that fell to the
    /// operators.
    async fn requests(&self, whose: Deciders, now: Timestamp) -> Stored<Vec<Recovery>>;
    /// The change of a person's email address that waits to be confirmed.
    async fn email_change(&self, user: UserId, now: Timestamp) -> Stored<Option<Recovery>>;
    /// Forgets recoveries that expired before `before`; how many those were.
    async fn sweep_recoveries(&self, before: Timestamp) -> Stored<u64>;
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
    /// Why a session ended by itself, if it did: the truth, wherever sessions are kept.
    async fn session_end(&self, session: SessionHandle) -> Stored<Option<EndReason>>;
    /// Forgets the ends of sessions before `before`, which nothing remembers any more; how many those were.
    async fn forget_session_ends(&self, before: Timestamp) -> Stored<u64>;
    /// The audit log from `from` on, oldest first, at most `most` events after skipping `skip`.
    async fn audit(&self, from: Timestamp, skip: u32, most: u32) -> Stored<Vec<Event>>;
    /// Events, latest first.
    async fn events(&self, query: &EventQuery) -> Stored<Vec<(EventId, Event)>>;
    /// Commits everything in `change`, or nothing: a spend that finds its row spent already undoes the rest.
    async fn apply(&self, change: Change) -> Stored<Applied>;
}

/// Who decides about requests for approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deciders {
    /// The approvers of an account, about those of its people.
    Account(AccountId),
    /// Operators, about those that nobody of their own account could decide.
    Operators,
}

/// One page of an account's people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeopleQuery {
    /// Whose people.
    pub account: AccountId,
    /// What a word of their name, username or email address begins with; all of these.
    pub words: Vec<Folded>,
    /// Only those who are among all of these.
    pub filters: Vec<PeopleFilter>,
    /// By what they come.
    pub order: PeopleOrder,
    /// Whether the last comes first.
    pub is_descending: bool,
    /// The person after whom, or before whom, the page begins.
    pub from: Option<(PageSide, UserId)>,
    /// How many.
    pub most: u32,
}

/// Some of an account's people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeopleFilter {
    /// Those an administrator locked out.
    Locked,
    /// Those who may not sign in.
    Disabled,
    /// Those who never signed in.
    NeverSignedIn,
    /// Those to whom letters cannot be delivered.
    Undeliverable,
    /// Those who have registered a second factor.
    WithFactor,
    /// Those who have not.
    WithoutFactor,
}

/// By what people come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeopleOrder {
    /// By name.
    Name,
    /// By username.
    Username,
    /// By when they last signed in; those who never did come as the earliest.
    LastSignIn,
}

/// On which side of somebody a page lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageSide {
    /// It begins after them.
    After,
    /// It ends before them.
    Before,
}

/// Which events, latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventQuery {
    /// Those that concern this account; all where there is none.
    pub account: Option<AccountId>,
    /// Those that this person did, or that concern them.
    pub user: Option<UserId>,
    /// Of this kind.
    pub what: Option<What>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
    /// Older than this one.
    pub older_than: Option<EventId>,
    /// How many.
    pub most: u32,
}

/// What waits to be mailed.
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Takes on up to `most` letters that are due by `now`, the one that waits longest first, and keeps every other sender from them
    /// until `until`.
    async fn claim(&self, now: Timestamp, until: Timestamp, most: u32) -> Stored<Vec<ClaimedLetter>>;
    /// A try has failed; the next is due at `due_at`.
    async fn postpone(&self, letter: LetterId, due_at: Timestamp) -> Stored<()>;
    /// How many wait.
    async fn waiting(&self) -> Stored<u64>;
}

/// The audit log as a chain.
#[async_trait]
pub trait Ledger: Send + Sync {
    /// The last link.
    async fn head(&self) -> Stored<Link>;
    /// Events without a link, in the order in which they were written.
    async fn unchained(&self, most: u32) -> Stored<Vec<(EventId, Event)>>;
    /// Gives events their links, if `head` is still the last one. `false`: somebody else was quicker, and nothing changed.
    async fn chain(&self, head: &Link, links: &[(EventId, Link)]) -> Stored<bool>;
    /// The link that stands before the oldest event that is left.
    async fn anchor(&self) -> Stored<Link>;
    /// Events after the link of this number, in the order of the chain.
    async fn chained(&self, after: i64, most: u32) -> Stored<Vec<(Link, Event)>>;
    /// Drops the chained events before `before`, up to the first that is not; how many those were. What is left still hangs together.
    async fn shorten(&self, before: Timestamp) -> Stored<u64>;
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
    /// The person proved again who they are.
    async fn prove(&self, handle: SessionHandle, at: Timestamp) -> Stored<()>;
    /// Keeps a sign-in on its way.
    async fn set_out(&self, pending: &PendingRecord) -> Stored<()>;
    /// The sign-in on its way that is filed under `key`.
    async fn on_the_way(&self, key: &SecretDigest) -> Stored<Option<PendingRecord>>;
    /// Writes down what a sign-in on its way still owes, and which second factor it gave, if it still owes `before`. `false`: it did not,
    /// and nothing changed.
    async fn go_on(&self, key: &SecretDigest, before: &Debts, owes: &Debts, second: Option<SecondFactor>) -> Stored<bool>;
    /// Ends a sign-in on its way that owes no more than this. `false`: there was none, it owes something else by now, or somebody was
    /// quicker.
    async fn arrive(&self, key: &SecretDigest, owes: &Debts) -> Stored<bool>;
    /// Ends a sign-in on its way that arrives nowhere.
    async fn abandon(&self, key: &SecretDigest) -> Stored<()>;
    /// Keeps a ceremony on its way, in place of any other of this bond.
    async fn begin_ceremony(&self, bond: &Bond, state: &[u8], at: Timestamp) -> Stored<()>;
    /// Takes the ceremony of this bond, which is gone with it: of many who ask at a time, one gets it.
    async fn take_ceremony(&self, bond: &Bond) -> Stored<Option<Vec<u8>>>;
    /// Forgets ceremonies that began before `before`; how many that were.
    async fn sweep_ceremonies(&self, before: Timestamp) -> Stored<u64>;
    /// Files the session under a new key, if it is live and still filed under `old`. `false`: it was not, and nothing changed.
    async fn rotate(&self, old: &SecretDigest, rotated: &SessionRecord) -> Stored<bool>;
    /// Leaves everything behind that the directory says counts no more: what is kept here went back in time.
    async fn leave_behind(&self) -> Stored<()> {
        Ok(())
    }
    /// Ends one session, unless it has ended already.
    async fn end(&self, handle: SessionHandle, at: Timestamp, reason: EndReason) -> Stored<()>;
    /// A person's sessions that have not ended, latest first.
    async fn of_user(&self, user: UserId) -> Stored<Vec<SessionRecord>>;
    /// Forgets sessions that began before `before`, and sign-ins that set out before `set_out_before`; how many that were.
    async fn sweep(&self, before: Timestamp, set_out_before: Timestamp) -> Stored<u64>;
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
    /// Makes the records of a set of recovery codes.
    async fn create_set(&self, creation: SetCreation) -> Result<Vec<PasswordRecord>, Busy>;
    /// Looks for a recovery code in a set.
    async fn search(&self, search: CodeSearch) -> Result<Option<PasswordRecord>, Busy>;
}

/// What time it is.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}
