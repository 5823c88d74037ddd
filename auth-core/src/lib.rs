//! What signing in means: people, passwords, sessions and the flows between them.
//!
//! Nothing in here knows HTTP, SQL, Redis, mail or tokio, and nothing reads a clock or a random source of its own: time and
//! chance arrive through [`ports`].
//!
//! | file | noun |
//! |---|---|
//! | [`identifier`] | what people type to say who they are, and the one form it is compared in |
//! | [`account`], [`user`], [`permission`] | whose they are, who they are, what they may do |
//! | [`password`] | records, parameters, strength |
//! | [`session`], [`pending`], [`token`] | a signed-in browser, one on its way there, and the cookie value that names either |
//! | [`mfa`], [`device`] | the second factor, and browsers that are known |
//! | [`recovery`], [`letter`] | every way back in, and what waits to be mailed |
//! | [`throttle`] | how many failures are too many |
//! | [`assertion`], [`signing_key`] | the signed identity an upstream receives |
//! | [`audit`], [`ledger`], [`revocation`] | what is written down, how that is kept honest, what is taken back |
//! | [`master_key`], [`seal`] | the root secret and what it closes |
//! | [`ports`], [`change`], [`entropy`] | what is asked of the outside |
//! | [`flow`] | one use case a file |

pub mod account;
pub mod assertion;
pub mod audit;
pub mod change;
pub mod device;
pub mod entropy;
pub mod flow;
pub mod identifier;
pub mod ledger;
pub mod letter;
pub mod master_key;
pub mod mfa;
pub mod password;
pub mod pending;
pub mod permission;
pub mod portal;
pub mod ports;
pub mod recovery;
pub mod revocation;
pub mod seal;
pub mod secret;
pub mod session;
pub mod signing_key;
#[cfg(feature = "testing")]
pub mod testing;
pub mod throttle;
pub mod time;
pub mod token;
pub mod user;
