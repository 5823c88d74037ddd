//! In-memory stores, a hand-moved clock, and the contract suite that every store must pass.

pub mod clock;
pub mod contract;
pub mod hashing;
pub mod memory;
pub mod people;

pub use clock::HandClock;
pub use hashing::InlineHashing;
pub use memory::MemoryStore;
