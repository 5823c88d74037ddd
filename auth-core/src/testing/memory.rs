//! Every store, in memory, behind one lock.

mod attempts;
mod change;
mod directory;
mod ledger;
mod outbox;
mod recoveries;
mod search;
mod sessions;

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::{
    account::Account,
    audit::Event,
    ledger::{EventId, Link},
    letter::QueuedLetter,
    password::PasswordRecord,
    pending::PendingRecord,
    recovery::{Recovery, RecoveryId, SecretKind},
    revocation::{Revocation, Sequence},
    secret::SecretDigest,
    session::{SessionHandle, SessionRecord},
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
    counters: HashMap<AttemptKey, Counter>,
}

/// A letter in the outbox.
#[derive(Clone, Debug)]
struct Waiting {
    letter: QueuedLetter,
    due_at: Timestamp,
    claimed_until: Timestamp,
    tries: u32,
}

/// What a change is made to; cheap to copy, so that one that fails is simply dropped.
#[derive(Clone, Debug, Default)]
struct People {
    accounts: Vec<Account>,
    users: Vec<User>,
    passwords: HashMap<UserId, PasswordRecord>,
    keys: Vec<KeyRow>,
    recoveries: Vec<Recovery>,
    secrets: Vec<(SecretDigest, RecoveryId, SecretKind, Timestamp)>,
    letters: Vec<Waiting>,
    /// Numbered from 1, without those that were dropped.
    audit: Vec<(EventId, Event)>,
    audit_written: i64,
    links: BTreeMap<EventId, Link>,
    anchor: Option<Link>,
    head: Option<Link>,
    revocations: Vec<Revocation>,
    revocations_forgotten: Sequence,
}
