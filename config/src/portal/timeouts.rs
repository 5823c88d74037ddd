//! `[portal.timeouts]`: how long an application may take.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::Duration;

/// How long an application may take. Long answers and streams count anew with every byte.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Timeouts {
    /// To accept a connection.
    #[schemars(extend("x-at-least" = "10ms", "x-at-most" = "1h"))]
    pub connect: Duration,
    /// Between two reads of its answer.
    #[schemars(extend("x-at-least" = "10ms", "x-at-most" = "1d"))]
    pub read: Duration,
    /// Between two writes of the request.
    #[schemars(extend("x-at-least" = "10ms", "x-at-most" = "1d"))]
    pub write: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::seconds(5), read: Duration::seconds(60), write: Duration::seconds(60) }
    }
}
