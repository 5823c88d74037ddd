//! The ways back in: forgotten passwords, links, temporary passwords, and what is mailed to be confirmed.

mod confirm_email;
mod flow;
mod forgot;
mod forgot_link;
mod link_problem;
mod new_password;
mod reminder;
mod sent;
mod temporary;

pub use confirm_email::{ConfirmEmailPage, ConfirmEmailState};
pub use flow::RecoveryFlow;
pub use forgot::{ForgotField, ForgotForm, ForgotPage, ForgotProblem};
pub use forgot_link::ForgotLink;
pub use link_problem::{LinkProblem, LinkProblemPage, LinkSubject};
pub use new_password::{DemandReason, NewPasswordField, NewPasswordOccasion, NewPasswordPage, NewPasswordProblem};
pub use reminder::ReminderPage;
pub use sent::SentPage;
pub use temporary::{TemporaryPage, TemporaryState};
