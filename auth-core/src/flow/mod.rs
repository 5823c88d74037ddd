//! One use case a file. A flow throttles, then looks up, then hashes, then writes.

pub mod administer;
pub mod end_session;
pub mod resolve;
pub mod rotate_keys;
pub mod rotate_session;
pub mod sign_in;

use std::sync::Arc;

use crate::{
    password::{PasswordPolicy, Passwords},
    ports::{Attempts, Clock, Directory, Entropy, Hashing, Sessions},
    throttle::Limits,
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
}

impl std::fmt::Debug for Outside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Outside(…)")
    }
}
