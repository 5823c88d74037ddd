//! Where everything is kept: the implementations of the ports that remember.

mod attempts;
pub mod redis;
pub mod sql;
#[cfg(test)]
mod tests;

pub use attempts::TwoAttempts;
pub use redis::{Credentials, Eras, Herald, Lives, RedisServers, RedisStore, Topology};
pub use sql::{Database, PostgresHost, PostgresServer, SqlStore, Trust};
