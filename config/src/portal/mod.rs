//! `[[portal]]`: one application behind the gateway, and everything that is its own.
//!
//! - `entry`: the portal itself
//! - `brand`, `identity`, `timeouts`: its tables
//! - `recovery`: what becomes of people who forgot their password
//! - `rule`: who may go where

mod brand;
mod entry;
mod identity;
mod recovery;
mod rule;
mod timeouts;

pub use brand::Brand;
pub use entry::{EncodedSlash, Language, Portal, SignIn};
pub use identity::{Algorithm, Bind, Identity, Profile};
pub use recovery::{AfterTemporary, RecoveryFlow};
pub use rule::{Access, Level, Rule};
pub use timeouts::Timeouts;

pub(crate) use entry::without_default_port;
