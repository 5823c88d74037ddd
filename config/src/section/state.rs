//! `[state]`: where sessions and counters are kept.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::StateUrl;

/// Where sessions and counters are kept.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct State {
    /// The store: "directory", beside the directory.
    pub url: StateUrl,
}

impl Default for State {
    fn default() -> Self {
        Self { url: StateUrl::Directory }
    }
}
