//! What people do for themselves: their particulars, their password, their second factor, their sessions.

mod mfa;
mod new_password_problem;
mod page;
mod passkeys;
mod password;
mod sessions;

pub use mfa::{MfaControl, MyMfaPage};
pub use new_password_problem::OwnPasswordProblem;
pub use page::{AccountPage, AccountProblem};
pub use passkeys::{PasskeyNameProblem, PasskeyRow, RenamePasskeyPage};
pub use password::PasswordPage;
pub use sessions::{SessionRow, SessionsPage};
