//! One use case a file. A flow throttles, then looks up, then hashes, then writes.

pub mod administer;
mod ceremony;
pub mod change_email;
pub mod choose_password;
pub mod end_session;
pub mod enrol;
pub mod first_administrator;
pub mod forgot;
pub mod give_code;
pub mod give_passkey;
pub mod keep_ledger;
pub mod link;
pub mod lookup;
pub mod manage_people;
pub mod mfa_policy;
pub mod my_mfa;
pub mod my_passkeys;
pub mod next_factor;
pub mod on_the_way;
pub mod own_account;
pub mod passkey_sign_in;
pub mod register_passkey;
pub mod replace_password;
pub mod requests;
pub mod resolve;
pub mod rotate_keys;
pub mod rotate_session;
pub mod settings;
pub mod sign_in;
pub mod step_up;
pub mod temporary_link;
pub mod write_letter;

use std::{sync::Arc, time::Duration};

use crate::{
    letter::{LetterId, Purpose, QueuedLetter},
    master_key::MasterKeys,
    password::{PasswordPolicy, Passwords},
    ports::{Attempts, Clock, Directory, Entropy, Hashing, Ledger, Outbox, Sessions},
    recovery::{TemporaryMac, Terms},
    throttle::Limits,
    time::Timestamp,
};

/// Everything a flow asks of the outside, and the settings that all portals share.
#[derive(Clone)]
pub struct Outside {
    /// Accounts, people, keys, audit.
    pub directory: Arc<dyn Directory>,
    /// Sessions.
    pub sessions: Arc<dyn Sessions>,
    /// Failure counters.
    pub attempts: Arc<dyn Attempts>,
    /// What waits to be mailed.
    pub outbox: Arc<dyn Outbox>,
    /// The audit log as a chain.
    pub ledger: Arc<dyn Ledger>,
    /// Whoever runs Argon2.
    pub hashing: Arc<dyn Hashing>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub entropy: Arc<dyn Entropy>,
    /// Peppers and parameters.
    pub passwords: Passwords,
    /// What is asked of new passwords.
    pub policy: PasswordPolicy,
    /// How many failures are too many.
    pub limits: Limits,
    /// Closes and opens what must be read back: the secrets of authenticator apps.
    pub master: Arc<MasterKeys>,
    /// Digests of temporary passwords.
    pub temporaries: Arc<TemporaryMac>,
    /// How long what is mailed is good.
    pub recovery: Terms,
    /// Whether letters are mailed at all; where not, none is queued.
    pub mails: bool,
    /// How long a proved password counts for changes that could lock somebody out of what is theirs.
    pub step_up: Duration,
}

impl Outside {
    /// A letter to be queued with a change, where letters are mailed at all.
    pub fn letter(&self, portal: &str, now: Timestamp, purpose: Purpose) -> Option<QueuedLetter> {
        let id = LetterId::random(&*self.entropy);
        self.mails.then(|| QueuedLetter { id, portal: portal.to_owned(), queued_at: now, purpose })
    }
}

impl std::fmt::Debug for Outside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Outside(…)")
    }
}
