//! Passwords: how costly, how kept, how checked, how strong.

mod parameters;
mod record;
mod strength;
mod verification;

pub use parameters::{Parameters, ParametersError};
pub use record::{PasswordRecord, Peppers, RecordError};
pub use strength::{Advice, NewPassword, PasswordPolicy, Strength, Suggestion, Warning, Weakness};
pub use verification::{Creation, PasswordVerified, Passwords, Verdict, Verification};
