//! Where everything is kept: the implementations of the ports that remember.

pub mod sql;

pub use sql::SqlStore;
