//! The end-to-end suite: a file a subject.

mod command_line;
mod forms;
mod framing;
mod house;
mod identity;
mod mail;
mod proxying;
mod recovery;
mod recovery_answers;
mod recovery_attacks;
mod return_addresses;
mod rules;
mod sessions;
mod sign_in;
mod stores;
mod targets;
mod throttles;
mod watching;
