//! The sample applications behind the demonstration's portals, written as their authors would write them: they know the gateway's
//! headers and its JWKS, and nothing else of it.
//!
//! * [`verifier`] and [`claims`]: what an application does with an assertion; `key_set` fetches the keys for it.
//! * [`call_records`]: recordings to listen to; takes who is signed in from the assertion. `recordings`, `wav`, `byte_range` and `live`
//!   are what it shows.
//! * [`crm`]: contacts and deals; shows who is signed in from plain headers. `contacts` and `deals` are what it shows.
//! * `mailbox`: takes every letter, and shows it.
//! * `site`, `received` and `identity_page`: what both have in common.
//! * [`server`]: serves either; [`run()`] puts a gateway in front of both.

pub mod call_records;
pub mod claims;
pub mod crm;
mod run;
pub mod server;
pub mod verifier;

mod byte_range;
mod contacts;
mod deals;
mod identity_page;
mod key_set;
mod live;
mod mailbox;
mod received;
mod recordings;
mod site;
mod table;
mod wav;

pub use run::{Arguments, Demo, run};

#[cfg(test)]
mod issuer;
