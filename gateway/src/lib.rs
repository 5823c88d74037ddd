//! The gateway: a trunk on which `auth-core`, `config` and `pages` meet.
//!
//! - [`gate`]: judges requests · [`proxy`]: brings them through pingora · [`routes`]: answers with pages
//! - [`portal`]: what a portal is at run time · [`compile`]: from configuration to portals
//! - [`store`]: remembers · [`stores`]: from configuration to stores · [`hashing`]: checks passwords · [`master_file`]: holds the root secret
//! - [`mail`]: writes letters and sends them
//! - [`management`], [`telemetry`]: let operators watch
//! - [`wiring`]: puts all of it together · [`cli`]: arguments to a command · [`demo`]: everything embedded

mod chores;
pub mod cli;
pub mod compile;
pub mod demo;
pub mod gate;
pub mod hashing;
pub mod mail;
pub mod management;
pub mod master_file;
mod news;
pub mod portal;
pub mod proxy;
pub mod request_id;
mod rfc3339;
pub mod routes;
mod secret_file;
pub mod store;
pub mod stores;
pub mod telemetry;
pub mod wiring;

pub use wiring::{Parts, Running, start};
