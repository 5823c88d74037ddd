//! The end-to-end suite: a file a subject.

mod command_line;
mod forms;
mod framing;
mod house;
mod identity;
mod proxying;
mod recovery_hostile;
mod return_addresses;
mod rights;
mod rules;
mod sessions;
mod sign_in;
mod stores;
mod targets;
mod throttles;
mod watching;
