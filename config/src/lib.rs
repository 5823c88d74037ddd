//! Gatehouse's configuration: one TOML file, the environment and flags, and every mistake at once.
//!
//! - [`Config`]: what it is once read; [`Sources`]: what it is read from; [`Mistakes`]: why it was not
//! - [`section`]: the tables that hold for every portal
//! - [`portal`]: one portal and its tables
//! - [`value`]: durations, sizes, addresses and the other types of single values
//! - [`schema()`]: the JSON schema of the file
//!
//! The way through: `layer` turns each source into a tree, `merged` lays them over each other, `check` collects
//! mistakes against the schema and between keys, and only then are the trees read into types.

mod check;
mod config;
mod layer;
mod merged;
mod mistake;
pub mod portal;
mod schema;
pub mod section;
mod source;
pub mod value;

pub use config::Config;
pub use mistake::{Mistake, Mistakes};
pub use portal::Portal;
pub use schema::schema;
pub use source::{Sources, default_file};
