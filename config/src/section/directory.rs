//! `[directory]`: where accounts and people are kept.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::{DirectoryUrl, SecretText};

/// Where accounts and people are kept. All but `url` is for PostgreSQL alone.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Directory {
    /// The database: `sqlite:FILE`, relative to `server.data_dir`; `postgres://NAME@HOST:PORT/DATABASE`; or
    /// `postgres://NAME@/DATABASE?host=/DIR` for a Unix socket. `:PASSWORD`, percent-encoded, may stand after NAME. Beyond
    /// this machine the server proves who it is, unless `?sslmode=disable` stands at the end.
    pub url: DirectoryUrl,
    /// The file that holds the password alone, if `url` has none. It is named here and not read: that is the gateway's to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("format" = "gatehouse-path"))]
    pub password_file: Option<PathBuf>,
    /// The password itself, for where secrets come from the environment.
    #[serde(skip_serializing)]
    pub password: Option<SecretText>,
    /// A PEM file of the authorities that the server's certificate may be from, if it is from no public one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("format" = "gatehouse-file"))]
    pub ca_file: Option<PathBuf>,
    /// The most connections to PostgreSQL at one time. Those of all gateways together must fit into its `max_connections`.
    #[schemars(range(min = 1, max = 500))]
    pub connections: u16,
}

impl Default for Directory {
    fn default() -> Self {
        Self {
            url: DirectoryUrl::Sqlite(PathBuf::from("gatehouse.db")),
            password_file: None,
            password: None,
            ca_file: None,
            connections: 16,
        }
    }
}
