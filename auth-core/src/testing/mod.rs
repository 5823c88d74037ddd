//! In-memory stores, a hand-moved clock, a software authenticator, and the contract suite that every store must pass.

pub mod authenticator;
pub mod clock;
pub mod contract;
pub mod hashing;
pub mod memory;
pub mod people;

pub use authenticator::{Authenticator, Declined, Lie};
pub use clock::HandClock;
pub use hashing::InlineHashing;
pub use memory::MemoryStore;
