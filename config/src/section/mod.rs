//! The tables that hold for every portal: one file a table.

mod directory;
mod keys;
mod limits;
mod log;
mod password;
mod server;
mod session;
mod state;

pub use directory::Directory;
pub use keys::Keys;
pub use limits::{Limit, Limits};
pub use log::{Log, LogFormat, LogLevel};
pub use password::{Argon2, Hashing, Password};
pub use server::Server;
pub use session::Session;
pub use state::State;
