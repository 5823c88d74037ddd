//! Passkeys and security keys: what a browser is asked, and what is believed of its answer (W3C Web Authentication Level 3, "WebAuthn").
//!
//! In here, a § without a name before it is one of that recommendation, by its numbers of 2026.
//!
//! - [`relying_party`] · the portal, as an authenticator knows it
//! - [`registration`], [`assertion`] · the two ceremonies, each begun here, done in a browser, and finished here
//! - [`record`] · what a store keeps of a passkey
//! - [`credential`], [`transport`], [`public_key`] · what it is named, reached by and verified with
//! - `name` · what its owner calls it
//! - [`refusal`] · why an answer is not believed
//! - `ceremony`, `bond` · what is kept between the two halves of one, and what that belongs to
//! - `options`, `answer` · the JSON that goes to the browser and comes back
//! - `client_data`, `authenticator_data` · what the browser and the authenticator say in it

pub mod assertion;
pub mod credential;
pub mod public_key;
pub mod record;
pub mod refusal;
pub mod registration;
pub mod relying_party;
pub mod transport;

mod answer;
mod authenticator_data;
mod bond;
mod ceremony;
mod client_data;
mod name;
mod options;
#[cfg(all(test, feature = "testing"))]
mod tests;

pub use answer::LONGEST_ANSWER;
pub use assertion::{Alone, Assertion, Peek, Used, Whose};
pub use bond::Bond;
pub use ceremony::{Begun, LIFETIME, UserVerification};
pub use credential::CredentialId;
pub use name::{BadName, PasskeyName};
pub use public_key::{Algorithm, PublicKey};
pub use record::{NewPasskey, Passkey};
pub use refusal::Refusal;
pub use registration::{Registrant, Registration};
pub use relying_party::{RelyingParty, RelyingPartyId, Unfit};
pub use transport::{Transport, Transports};
