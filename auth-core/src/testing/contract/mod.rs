//! What every store must do: one function a behaviour, each starting from an empty store.
//!
//! | file | what it asks of |
//! |---|---|
//! | [`change`] | a change: all of it, or nothing |
//! | [`people`] | accounts, people, their passwords |
//! | [`people_pages`] | one page of an account's people, searched |
//! | [`holders`] | who may be asked to decide |
//! | [`factors`], [`passkeys`] | second factors, and whom an account asks for one |
//! | [`recoveries`], [`secrets`] | recoveries, and what is kept of what they mail |
//! | [`candidates`] | whom a sign-in form could mean |
//! | [`log`] | the audit log, revocations, signing keys |
//! | [`events`] | the audit log, searched |
//! | [`ledger`] | the audit log as a chain |
//! | [`outbox`] | what waits to be mailed |
//! | [`sessions`], [`pending`], [`ceremonies`] | sessions, sign-ins on their way there, and questions to browsers about passkeys |
//! | [`attempts`] | failure counters |
//!
//! [`contract_tests!`](crate::contract_tests) turns all of them into tests of one store.

pub mod attempts;
pub mod candidates;
pub mod ceremonies;
pub mod change;
pub mod events;
mod every;
pub mod factors;
pub mod holders;
pub mod ledger;
pub mod log;
pub mod outbox;
pub mod passkeys;
pub mod pending;
pub mod people;
pub mod people_pages;
pub mod recoveries;
pub mod secrets;
pub mod sessions;
