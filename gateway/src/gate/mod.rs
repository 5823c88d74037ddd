//! The gate itself: what is asked, by whom, and whether it may pass. Nothing here does I/O but the look-up of a session that this
//! process has not seen yet.

pub mod asking;
pub mod client;
pub mod cookies;
pub mod decide;
pub mod form_token;
pub mod host;
pub mod identity_headers;
pub mod keeper;
pub mod keyring;
pub mod rule;
pub mod session_cache;
pub mod target;
