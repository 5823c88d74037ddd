//! `[audit]`: how long the audit log is kept.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::Duration;

/// How long the audit log is kept.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Audit {
    /// An entry is deleted after so long. More than a year, so that each year's review finds the last one.
    #[schemars(extend("x-at-least" = "30d", "x-at-most" = "3650d"))]
    pub keep: Duration,
}

impl Default for Audit {
    fn default() -> Self {
        Self { keep: Duration::days(400) }
    }
}
