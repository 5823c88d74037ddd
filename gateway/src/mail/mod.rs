//! Mail: from what waits in the outbox to what a server accepted.
//!
//! * [`message`]: one message as it leaves
//! * [`post`]: who takes it: an SMTP server, a folder, or whatever a test or the demonstration puts in their place
//! * `render`: from what a letter is about to its words
//! * [`settings`]: from the configuration to both of these
//! * [`sender`]: takes letters on, has them written, sends them, tries again, gives up

pub mod message;
pub mod post;
mod render;
pub mod sender;
pub mod settings;

pub use message::Outgoing;
pub use post::{Folder, Post, Smtp, Undelivered};
pub use sender::{Sender, Sending};
