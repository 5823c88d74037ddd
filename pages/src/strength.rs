//! How hard a password is to guess: judged by the gateway alone, shown here.

mod band;
mod meter;
mod rules;
mod sentence;
#[cfg(test)]
mod tests;
mod tip;

pub use band::Band;
pub use sentence::strength_sentence;
pub use tip::Tip;

pub(crate) use meter::{Judgement, Meter};
pub(crate) use rules::Rules;
pub(crate) use sentence::not_strong_enough;
