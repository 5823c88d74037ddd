//! Every way back in, one engine: who may get a secret, what it is good for, how long, and what ends it.
//!
//! - [`flow`] · which of the four ways an account goes
//! - [`secret`] · what is mailed, and the digests that are kept in its place
//! - [`record`] · one recovery, from the request to its end
//! - [`terms`] · lifetimes

pub mod flow;
pub mod record;
pub mod secret;
pub mod terms;

pub use flow::{AfterTemporary, RecoveryFlow};
pub use record::{Approval, Ending, Held, Kind, Recovery, RecoveryId, SecretKind};
pub use secret::{LinkSecret, TemporaryMac, TemporaryPassword, TemporaryUsed};
pub use terms::Terms;
