//! `[state]`: where sessions and counters are kept.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::{Duration, KeyPrefix, Line, SecretText, StateUrl};

/// Where sessions and counters are kept. All but `url` and `stale` is for Redis alone.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct State {
    /// The store: `directory`, beside the directory; or Redis, as `redis://HOST:PORT/DB`,
    /// `redis+sentinel://HOST:PORT,HOST:PORT/SERVICE/DB` or `redis+cluster://HOST:PORT,HOST:PORT`, and over TLS with `rediss`
    /// for `redis`. `NAME:PASSWORD@` or `:PASSWORD@`, percent-encoded, may stand before the first HOST.
    pub url: StateUrl,
    /// Who signs in at Redis, if not by `url`. Without it the password is that of the default user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<Line>,
    /// The file that holds the password alone. It is named here and not read: that is the gateway's to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("format" = "gatehouse-path"))]
    pub password_file: Option<PathBuf>,
    /// The password itself, for where secrets come from the environment.
    #[serde(skip_serializing)]
    pub password: Option<SecretText>,
    /// Who signs in at the sentinels, which know nothing of who signs in at Redis itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentinel_username: Option<Line>,
    /// The file that holds the sentinels' password alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("format" = "gatehouse-path"))]
    pub sentinel_password_file: Option<PathBuf>,
    /// The sentinels' password itself, for where secrets come from the environment.
    #[serde(skip_serializing)]
    pub sentinel_password: Option<SecretText>,
    /// A PEM file of the authorities that the servers' certificates may be from, if they are from no public one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("format" = "gatehouse-file"))]
    pub ca_file: Option<PathBuf>,
    /// What every key in Redis begins with.
    pub prefix: KeyPrefix,
    /// How long what a gateway remembers of sessions is believed after the last word from the stores.
    #[schemars(extend("x-at-least" = "1s", "x-at-most" = "30s"))]
    pub stale: Duration,
    /// How many sessions a gateway keeps at hand, some 4 KiB each. Those beyond are asked of the store.
    #[schemars(range(min = 100, max = 10_000_000))]
    pub cached: u32,
}

impl Default for State {
    fn default() -> Self {
        Self {
            url: StateUrl::Directory,
            username: None,
            password_file: None,
            password: None,
            sentinel_username: None,
            sentinel_password_file: None,
            sentinel_password: None,
            ca_file: None,
            prefix: "gatehouse".parse().expect("the default is what keys can begin with"),
            stale: Duration::seconds(5),
            cached: 100_000,
        }
    }
}
