//! What pages share: the frame around them, and the pieces they are made of.

mod contact_link;
mod destination;
mod field;
mod footer;
mod head;
mod header;
mod icon;
mod layout;
mod message;
mod password_box;

pub(crate) use contact_link::contact_link;
pub(crate) use destination::destination_strip;
pub(crate) use field::{Entry, Field, Focus, field_problem};
pub(crate) use footer::LanguageLinks;
pub(crate) use layout::{Layout, Outcome};
pub(crate) use message::{Tone, message};
pub(crate) use password_box::PasswordBox;
