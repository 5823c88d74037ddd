//! `[recovery]`: how long what is mailed for a forgotten password is good.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::Duration;

/// How long what is mailed for a forgotten password is good. Long enough to find the letter, short enough that an old
/// mailbox opens nothing.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Recovery {
    /// A link that a person asked for: to choose a new password, or for a temporary one.
    #[schemars(extend("x-at-least" = "5m", "x-at-most" = "24h"))]
    pub link_life: Duration,
    /// A temporary password, from when it is mailed.
    #[schemars(extend("x-at-least" = "5m", "x-at-most" = "24h"))]
    pub temporary_life: Duration,
    /// A request that waits for an administrator, and the link that an administrator sends.
    #[schemars(extend("x-at-least" = "5m", "x-at-most" = "24h"))]
    pub request_life: Duration,
}

impl Default for Recovery {
    fn default() -> Self {
        Self { link_life: Duration::hours(1), temporary_life: Duration::hours(24), request_life: Duration::hours(24) }
    }
}
