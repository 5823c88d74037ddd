//! `[session]`: how long a sign-in holds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::Duration;

/// How long a sign-in holds. `idle`, `absolute` and `remember` are in rising order.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Session {
    /// A session ends after so long without a request.
    #[schemars(extend("x-at-least" = "1m", "x-at-most" = "400d"))]
    pub idle: Duration,
    /// A session ends after so long, whatever happens in it.
    #[schemars(extend("x-at-least" = "1m", "x-at-most" = "400d"))]
    pub absolute: Duration,
    /// A remembered session ends after so long; replaces the other two. Browsers keep no cookie beyond 400 days.
    #[schemars(extend("x-at-least" = "1m", "x-at-most" = "400d"))]
    pub remember: Duration,
    /// A password that was proved counts for so long when something sensitive is changed; then it is asked for again.
    #[schemars(extend("x-at-least" = "1m", "x-at-most" = "12h"))]
    pub step_up: Duration,
}

impl Default for Session {
    fn default() -> Self {
        Self {
            idle: Duration::minutes(30),
            absolute: Duration::hours(12),
            remember: Duration::days(30),
            step_up: Duration::minutes(10),
        }
    }
}
