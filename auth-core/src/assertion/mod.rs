//! The signed identity that an upstream receives with every request of a signed-in person.

mod claims;
mod provider;
mod signer;

pub use claims::{Claims, LONGEST, public_session_id};
pub use provider::install as install_provider;
pub use signer::{SignError, Signer};
