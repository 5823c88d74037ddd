//! The tables that hold for every portal: one file a table.

mod audit;
mod directory;
mod keys;
mod limits;
mod log;
mod mail;
mod password;
mod recovery;
mod server;
mod session;
mod state;

pub use audit::Audit;
pub use directory::Directory;
pub use keys::Keys;
pub use limits::{Limit, Limits};
pub use log::{Log, LogFormat, LogLevel};
pub use mail::Mail;
pub use password::{Argon2, Hashing, Password};
pub use recovery::Recovery;
pub use server::Server;
pub use session::Session;
pub use state::State;
