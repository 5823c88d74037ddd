//! What people do for themselves: their particulars, their password, their sessions.

mod page;
mod password;
mod sessions;

pub use page::{AccountPage, AccountProblem};
pub use password::PasswordPage;
pub use sessions::{SessionRow, SessionsPage};
