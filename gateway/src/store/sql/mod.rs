//! Every store, in one SQL database: `SQLite` in a file, or `PostgreSQL` on a server that many gateways share. The queries are the same.
//!
//! | file | noun |
//! |---|---|
//! | `database` | which one, and what of SQL they do not have in common |
//! | `sqlite`, `postgres` | how each is opened |
//! | `connection` | connections, transactions, and how long anyone waits |
//! | `schema` | the tables, and the migrations that make them |
//! | `rows` | a row's columns, read or refused |
//! | `directory`, `people`, `log`, `events` | what the directory reads |
//! | `recoveries` | what it reads of recoveries |
//! | `era` | what it knows of sessions that are kept elsewhere |
//! | `search`, `walk`, `condition`, `words` | how it finds people among many |
//! | `statement` | a statement while it is put together |
//! | `apply`, `spend`, `write`, `lock` | what it changes |
//! | `factors`, `passkeys` | second factors: what it reads of them and changes |
//! | `sessions`, `session_row`, `pending`, `ceremonies`, `attempts` | the other two stores |
//! | `outbox`, `ledger` | what waits to be mailed; the audit log as a chain |

mod apply;
mod attempts;
mod ceremonies;
mod condition;
mod connection;
mod database;
mod directory;
mod era;
mod events;
mod factors;
mod ledger;
mod lock;
mod log;
mod outbox;
mod passkeys;
mod pending;
mod people;
mod postgres;
mod recoveries;
mod rows;
mod schema;
mod search;
mod session_row;
mod sessions;
mod spend;
mod sqlite;
mod statement;
#[cfg(test)]
mod tests;
mod walk;
mod words;
mod write;

pub use connection::SqlStore;
pub use database::Database;
pub(in crate::store) use era::Era;
pub use postgres::{PostgresHost, PostgresServer, Trust};
