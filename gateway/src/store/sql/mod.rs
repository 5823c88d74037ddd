//! Every store, in one SQL database. `SQLite` today; the queries are such that `PostgreSQL` answers them, too.
//!
//! | file | noun |
//! |---|---|
//! | `connection` | the database's file, its connections, its transactions |
//! | `schema` | the tables, and the migrations that make them |
//! | `rows` | a row's columns, read or refused |
//! | `directory`, `people`, `log` | what the directory reads |
//! | `apply`, `write` | what it changes |
//! | `sessions`, `session_row`, `attempts` | the other two stores |

mod apply;
mod attempts;
mod connection;
mod directory;
mod log;
mod people;
mod rows;
mod schema;
mod session_row;
mod sessions;
#[cfg(test)]
mod tests;
mod write;

pub use connection::SqlStore;
