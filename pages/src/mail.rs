//! The letters Gatehouse sends.
//!
//! Every letter is a struct of plain data with `render(&self) -> Letter`. What it says is a draft, which becomes text and HTML by the
//! same sentences, so that neither part knows more than the other.
//!
//! - `envelope`, `origin`: what all letters have in common
//! - `temporary_password`, `reset_link`, `temporary_link`, `approval_wanted`, `request_declined`: getting back in
//! - `first_access`: the first letters that somebody gets
//! - `password_changed`, `email_change`, `sign_in_paused`, `new_sign_in`, `second_factor`, `access_token`, `settings_changed`: news about an account
//! - `sentence`, `one_line`: how values get into sentences
//! - `draft`: from sentences to a letter
//! - `moment`, `device`: when and with what somebody asked, in words

mod access_token;
mod approval_wanted;
mod device;
mod draft;
mod email_change;
mod envelope;
mod first_access;
mod letter;
mod moment;
mod new_sign_in;
mod one_line;
mod origin;
mod password_changed;
mod request_declined;
mod reset_link;
mod samples;
mod second_factor;
mod sentence;
mod settings_changed;
mod sign_in_paused;
mod temporary_link;
mod temporary_password;
#[cfg(test)]
mod tests;

pub use access_token::{AccessTokenNews, AccessTokenOccasion};
pub use approval_wanted::ApprovalWanted;
pub use device::device_name;
pub use email_change::{ConfirmEmail, EmailChanged, EmailChanging};
pub use envelope::Envelope;
pub use first_access::{FirstAdministrator, SignInNames, Welcome};
pub use letter::Letter;
pub use moment::moment;
pub use new_sign_in::NewSignIn;
pub use origin::Origin;
pub use password_changed::PasswordChanged;
pub use request_declined::RequestDeclined;
pub use reset_link::{ResetLink, ResetLinkReason};
pub use samples::samples;
pub use second_factor::{
    CodesPaused, MfaChange, MfaChanged, MfaPolicyChanged, MfaRegistered, PasskeyChange, PasskeyChanged, RecoveryCodeUsed,
};
pub use settings_changed::{CustomerSetting, SettingsChanged};
pub use sign_in_paused::SignInPaused;
pub use temporary_link::TemporaryLink;
pub use temporary_password::{AfterTemporary, TemporaryPassword, TemporaryPasswordKind};
