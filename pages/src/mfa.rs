//! The second factor, as somebody meets it who signs in or sets one up.

mod code;
mod code_ready;
mod enrol;
mod enrol_start;
mod factors;
mod frame;
mod new_passkey;
mod passkey;
mod qr;
mod recovery_code;
mod recovery_codes;
#[cfg(test)]
mod tests;
mod trouble;

pub use code::{CodePage, CodeProblem};
pub use code_ready::CodeReadyPage;
pub use enrol::{EnrolPage, EnrolProblem};
pub use enrol_start::EnrolStartPage;
pub use factors::{AcceptedFactors, OwnFactors};
pub use frame::{MfaFrame, MfaStanding};
pub use new_passkey::{NewPasskeyOccasion, NewPasskeyPage, NewPasskeyProblem};
pub use passkey::{PasskeyPage, PasskeyProblem};
pub use recovery_code::{RecoveryCodePage, RecoveryCodeProblem};
pub use recovery_codes::{RecoveryCodesOccasion, RecoveryCodesPage, RecoveryCodesProblem};
