//! What people do for themselves: their particulars, their password, their sessions.

mod new_password_problem;
mod page;
mod password;
mod sessions;

pub use new_password_problem::OwnPasswordProblem;
pub use page::{AccountPage, AccountProblem};
pub use password::PasswordPage;
pub use sessions::{SessionRow, SessionsPage};
