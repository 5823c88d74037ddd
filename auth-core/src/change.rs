//! The unit of work: everything a flow decided, committed as one or not at all.

use crate::{
    account::Account,
    audit::Event,
    password::PasswordRecord,
    revocation::Revocation,
    signing_key::KeyRow,
    time::Timestamp,
    user::{User, UserId},
};

/// What a flow decided.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// What must still be so, and then is so no more.
    pub spend: Vec<Spend>,
    /// What is written.
    pub write: Vec<Write>,
    /// What is written down.
    pub audit: Vec<Event>,
    /// What is taken back.
    pub revoke: Vec<Revocation>,
}

/// A condition that one statement checks and uses up; where it does not hold, nothing of the change happens.
#[derive(Clone, Debug)]
pub enum Spend {
    /// The person's password record is still this one, and becomes `new`.
    Password {
        /// Whose.
        user: UserId,
        /// What it must still be.
        old: PasswordRecord,
        /// What it becomes.
        new: PasswordRecord,
    },
    /// The signing key still signs until `until`, and now signs until `new`.
    KeyTerm {
        /// The key's id.
        key: String,
        /// What its term must still be.
        until: Option<Timestamp>,
        /// What it becomes.
        new: Timestamp,
    },
}

/// One thing to write.
#[derive(Clone, Debug)]
pub enum Write {
    /// A new account; its Account ID must be free.
    NewAccount(Account),
    /// An account's name and state, by its id.
    Account(Account),
    /// A new person; the username must be free in the account.
    NewUser(User),
    /// Everything about a person but their id and account.
    User(User),
    /// A person's password, whatever it was before.
    Password {
        /// Whose.
        user: UserId,
        /// The record.
        record: PasswordRecord,
    },
    /// A new signing key.
    NewKey(KeyRow),
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// All of it was committed.
    Done,
    /// None of it was: the spend at this index no longer held.
    AlreadySpent(usize),
    /// None of it was: a name that must be unique belongs to another already.
    Taken,
}
