//! Which database, and how it is opened.

use std::path::PathBuf;

use super::PostgresServer;

/// Where everything is kept.
#[derive(Clone, Debug)]
pub enum Database {
    /// In this file, made if it is not there.
    Sqlite(PathBuf),
    /// On this server, shared with every gateway that names it.
    Postgres(PostgresServer),
}

/// What of SQL the two do not have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// One writer at a time.
    Sqlite,
    /// As many as there are connections; what two must not do at a time is kept apart by locks on rows.
    Postgres,
}

impl Dialect {
    /// Begins a transaction that writes. On `SQLite` it takes the lock at once: one that first reads could otherwise find at its first write
    /// that another has written.
    pub(super) const fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }

    /// Ends a query for rows that are then changed: rows that somebody else is about to change are left to them.
    pub(super) const fn that_nobody_else_changes(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE SKIP LOCKED",
        }
    }
}
