//! Gatehouse's pages: plain data in, markup out.
//!
//! Every page is a struct with `render(&self) -> Markup`. Nothing here reads a clock, a file or a
//! configuration, and nothing knows about HTTP: the gateway decides statuses and headers.
//!
//! - `brand`: what a page must know of its portal
//! - `language`, `words`: which language, and its sentences
//! - `sign_in`, `moving_on`, `sign_out`, `signed_out`, `error_page`: one page each
//! - `parts`: what pages share
//! - [`assets`]: the stylesheet, the script and the pictures
//! - [`theme`]: from one brand colour to a stylesheet that stays readable
//! - [`samples`]: every page in every state, for snapshots and for looking at

pub mod assets;
mod brand;
mod error_page;
mod language;
mod moving_on;
mod parts;
pub mod samples;
mod sign_in;
mod sign_out;
mod signed_out;
pub mod theme;
mod words;

pub use brand::{Brand, Contact, UnknownContact};
pub use error_page::{ErrorKind, ErrorPage};
pub use language::{Language, UnknownLanguage};
pub use maud::Markup;
pub use moving_on::MovingOnPage;
pub use sign_in::{KeepSignedIn, PauseWarning, SignInField, SignInForm, SignInNotice, SignInPage, SignInProblem};
pub use sign_out::SignOutPage;
pub use signed_out::SignedOutPage;
