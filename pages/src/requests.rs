//! Requests for a new password that wait for somebody's approval.

mod list;
mod one;
mod request;

pub use list::{ApprovedRequest, RequestsPage};
pub use one::{RequestPage, RequestState};
pub use request::ResetRequest;
