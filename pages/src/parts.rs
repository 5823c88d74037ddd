//! What pages share: the frame around them, and the pieces they are made of.

mod account_id_field;
mod choice;
mod complaints;
mod contact_link;
mod count;
mod current_password;
mod destination;
mod field;
mod filed_under;
mod footer;
mod head;
mod header;
pub(crate) mod icon;
mod layout;
mod masked;
mod message;
mod moment;
mod new_password;
mod pager;
mod password_box;
mod secret_box;
mod step_up;

pub(crate) use account_id_field::{ACCOUNT_ID, account_id_field};
pub(crate) use choice::Choice;
pub(crate) use complaints::{Complaint, Complaints};
pub use count::Count;
pub use current_password::CurrentPasswordProblem;
pub(crate) use current_password::ExistingPassword;

pub(crate) use contact_link::{contact_in_sentence, contact_link, support_link};
pub(crate) use destination::destination_strip;
pub(crate) use field::{Entry, Field, Focus, field_problem};
pub(crate) use filed_under::filed_under;
pub(crate) use footer::LanguageLinks;
pub(crate) use layout::{Layout, Outcome};
pub use masked::masked;
pub(crate) use message::{Tone, message};
pub use moment::Moment;
pub use new_password::PasswordRules;
pub(crate) use new_password::{CONFIRMATION, NewPassword, PASSWORD, Verdict};
pub(crate) use pager::pager;
pub(crate) use password_box::PasswordBox;
pub(crate) use secret_box::SecretBox;
pub use step_up::StepUp;
