//! Everything that can be wrong with a merged configuration.
//!
//! - `shape`: each value against the schema
//! - `format`: each text against its parser
//! - `unknown`: names that mean nothing, and what was probably meant
//! - `later`: names and words of later releases
//! - `relation`: what keys demand of each other

mod format;
mod later;
mod relation;
mod shape;
mod unknown;

pub(crate) use shape::mistakes;
