//! The end-to-end suite: a file a subject.

mod audit_log;
mod command_line;
mod company_settings;
mod forms;
mod framing;
mod house;
mod identity;
mod operators;
mod own_account;
mod people;
mod proxying;
mod requests_page;
mod return_addresses;
mod rights;
mod rules;
mod sessions;
mod sign_in;
mod stores;
mod targets;
mod throttles;
mod watching;
