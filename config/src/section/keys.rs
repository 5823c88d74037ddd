//! `[keys]`: the master key, by file or by value.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::Secret;

/// The master key, which seals everything else. At most one of the two is given; with neither, the gateway makes a
/// file in `server.data_dir` at its first start. With a directory in PostgreSQL one is required: every gateway needs the
/// same.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Keys {
    /// The file of numbered master keys. It is named here and neither read nor made: that is the gateway's to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("format" = "gatehouse-path"))]
    pub master_file: Option<PathBuf>,
    /// The master key itself, 32 bytes in base64 or hex, for where secrets come from the environment.
    #[serde(skip_serializing)]
    pub master: Option<Secret>,
}
