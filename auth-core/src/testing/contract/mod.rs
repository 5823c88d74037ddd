//! What every store must do: one function a behaviour, each starting from an empty store.
//!
//! | file | what it asks of |
//! |---|---|
//! | [`change`] | a change: all of it, or nothing |
//! | [`people`] | accounts, people, their passwords |
//! | [`candidates`] | whom a sign-in form could mean |
//! | [`log`] | the audit log, revocations, signing keys |
//! | [`sessions`] | sessions |
//! | [`attempts`] | failure counters |
//!
//! [`contract_tests!`](crate::contract_tests) turns all of them into tests of one store.

pub mod attempts;
pub mod candidates;
pub mod change;
mod every;
pub mod log;
pub mod people;
pub mod sessions;
