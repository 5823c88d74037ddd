//! Every store, in one SQL database. `SQLite` today; the queries are such that `PostgreSQL` answers them, too.
//!
//! | file | noun |
//! |---|---|
//! | `connection` | the database's file, its connections, its transactions |
//! | `schema` | the tables, and the migrations that make them |
//! | `rows` | a row's columns, read or refused |
//! | `directory`, `people`, `log`, `events` | what the directory reads |
//! | `recoveries` | what it reads of recoveries |
//! | `search`, `walk`, `condition`, `words` | how it finds people among many |
//! | `statement` | a statement while it is put together |
//! | `apply`, `spend`, `write` | what it changes |
//! | `factors`, `passkeys` | second factors: what it reads of them and changes |
//! | `sessions`, `session_row`, `pending`, `ceremonies`, `attempts` | the other two stores |
//! | `outbox`, `ledger` | what waits to be mailed; the audit log as a chain |

mod apply;
mod attempts;
mod ceremonies;
mod condition;
mod connection;
mod directory;
mod events;
mod factors;
mod ledger;
mod log;
mod outbox;
mod passkeys;
mod pending;
mod people;
mod recoveries;
mod rows;
mod schema;
mod search;
mod session_row;
mod sessions;
mod spend;
mod statement;
#[cfg(test)]
mod tests;
mod walk;
mod words;
mod write;

pub use connection::SqlStore;
