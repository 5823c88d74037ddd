//! Worlds to test in, and who lives in them.
//!
//! - [`world`]: a gateway of its own on free ports, its data, its clock, its application
//! - [`gates`]: the gateways in front, one or two
//! - [`legacy_app`]: the application behind it, which writes down every byte that reaches it
//! - [`person`]: somebody with a browser · [`people`]: what people do at the pages of their accounts · [`raw`]: somebody with a socket and bad manners
//! - [`command`]: the real binary, as an operator runs it
//! - [`mailbox`]: the mail server that a world's letters go to
//! - [`recovering`]: what somebody does who forgot their password
//! - [`authenticator`]: an authenticator app of their own
//! - [`jwt`]: what an application does with an assertion · [`patience`]: waiting for a condition, never for time
//! - [`chance`]: chance that can be had again

pub mod authenticator;
pub mod chance;
pub mod command;
pub mod gates;
pub mod jwt;
pub mod legacy_app;
pub mod mailbox;
pub mod patience;
pub mod people;
pub mod person;
pub mod raw;
pub mod recovering;
mod shared;
pub mod world;

pub use authenticator::Authenticator;
pub use legacy_app::{LegacyApp, Manner, Received};
pub use mailbox::{Letter, Mailbox};
pub use person::{Browser, Person};
pub use raw::{Answer, Connection};
pub use recovering::{NEW_PASSWORD, request_of};
pub use world::{Settings, World};
