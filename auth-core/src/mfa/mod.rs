//! The second factor: who is asked for one, what it is, and what is kept of it.
//!
//! | file | what it holds |
//! |---|---|
//! | `policy` | who of an account is asked |
//! | `totp` | codes of an authenticator app |
//! | `recovery_codes` | what gets somebody in who has lost their phone |
//! | [`passkey`] | passkeys and security keys |
//! | `factors` | what a person has registered, and a registration on its way |

mod factors;
pub mod passkey;
mod policy;
mod recovery_codes;
mod totp;

pub(crate) use factors::fresh_codes;
pub use factors::{ENROLMENT_LIFE, Enrolment, EnrolmentId, Factors, KeptCode, MOST_PASSKEYS, TotpFactor};
pub use policy::{Demand, Group, GroupError, MfaPolicy, MfaSetting};
pub use recovery_codes::{CodeSearch, HOW_MANY, RecoveryCode, SetCreation, TypedRecoveryCode};
pub use totp::{Step, TotpSecret, TypedCode};
