//! `[directory]`: where accounts and people are kept.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::DirectoryUrl;

/// Where accounts and people are kept.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Directory {
    /// The database: `sqlite:FILE`, relative to `server.data_dir`.
    pub url: DirectoryUrl,
}

impl Default for Directory {
    fn default() -> Self {
        Self { url: DirectoryUrl::Sqlite(PathBuf::from("gatehouse.db")) }
    }
}
