//! Every store, in memory, behind one lock.

mod attempts;
mod change;
mod directory;
mod ledger;
mod outbox;
mod passkeys;
mod recoveries;
mod search;
mod sessions;
mod spend;

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::{
    account::Account,
    mfa::{Enrolment, Factors, passkey::Bond},
    password::PasswordRecord,
    pending::PendingRecord,
    recovery::Recovery,
    revocation::{Revocation, Sequence},
    secret::SecretDigest,
    session::{EndReason, SessionHandle, SessionRecord},
    signing_key::KeyRow,
    throttle::{AttemptKey, Counter},
    time::Timestamp,
    user::{User, UserId},
};

/// Remembers everything until it is dropped.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<Memory>);

impl MemoryStore {
    /// One that knows nobody.
    pub fn new() -> Self {
        Self::default()
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        // Nothing is left half-written by a panic: changes are made to a copy.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug, Default)]
struct Memory {
    people: People,
    sessions: BTreeMap<SessionHandle, SessionRecord>,
    pending: HashMap<SecretDigest, PendingRecord>,
    ceremonies: HashMap<Bond, (Vec<u8>, Timestamp)>,
    counters: HashMap<AttemptKey, Counter>,
}

/// What a change is made to; cheap to copy, so that one that fails is simply dropped.
#[derive(Clone, Debug, Default)]
struct People {
    accounts: Vec<Account>,
    users: Vec<User>,
    passwords: HashMap<UserId, PasswordRecord>,
    factors: HashMap<UserId, Factors>,
    enrolments: HashMap<SecretDigest, Enrolment>,
    recoveries: Vec<Recovery>,
    secrets: HashMap<SecretDigest, recoveries::Minted>,
    letters: Vec<outbox::Waiting>,
    keys: Vec<KeyRow>,
    audit: ledger::Log,
    revocations: Vec<Revocation>,
    revocations_forgotten: Sequence,
    session_ends: HashMap<SessionHandle, (Timestamp, EndReason)>,
}
