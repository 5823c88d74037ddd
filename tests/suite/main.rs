//! The end-to-end suite: a file a subject.

mod command_line;
mod email_changes;
mod forms;
mod framing;
mod house;
mod identity;
mod letters_in_hand;
mod mail;
mod operators_requests;
mod proxying;
mod recovery;
mod recovery_answers;
mod recovery_attacks;
mod return_addresses;
mod rights;
mod rules;
mod sessions;
mod sign_in;
mod stores;
mod targets;
mod throttles;
mod watching;
