//! `[limits]`: how often one may be wrong, or ask for a new password.

use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

use crate::value::Duration;

/// How often one may be wrong, or ask for a new password. Of sign-in only failures count, of recovery every request.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// For one identifier as it was typed, known or not: when reached, sign-in pauses visibly.
    pub typed: Limit,
    /// For one person over all their identifiers: when reached, answers are those to a wrong password, so that it
    /// proves nobody. Usually twice `typed`, and never less.
    pub person: Limit,
    /// For one network: an IPv4 address, or an IPv6 /64. Generous, because whole offices share one.
    pub network: Limit,
    /// For requests for a new password with the same details as they were typed, known or not: when reached, asking
    /// pauses visibly.
    pub recovery: Limit,
    /// For requests for a new password from one network.
    pub recovery_network: Limit,
    /// For letters to one person: when reached, more are not written, and answers stay the same.
    pub letters: Limit,
}

impl Default for Limits {
    fn default() -> Self {
        let quarter = Duration::minutes(15);
        let minute = Duration::minutes(1);
        let hour = Duration::hours(1);
        Self {
            typed: Limit { failures: 5, window: quarter, pause: quarter },
            person: Limit { failures: 10, window: quarter, pause: quarter },
            network: Limit { failures: 50, window: minute, pause: minute },
            recovery: Limit { failures: 3, window: quarter, pause: quarter },
            recovery_network: Limit { failures: 30, window: quarter, pause: quarter },
            letters: Limit { failures: 5, window: hour, pause: hour },
        }
    }
}

/// So many failures, requests or letters within a window bring a pause.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(transform = forget_required)]
pub struct Limit {
    /// The failures, requests or letters that bring a pause.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub failures: u32,
    /// The time within which they count.
    #[schemars(extend("x-at-least" = "1s", "x-at-most" = "1d"))]
    pub window: Duration,
    /// How long the pause is.
    #[schemars(extend("x-at-least" = "1s", "x-at-most" = "1d"))]
    pub pause: Duration,
}

/// Each limit has defaults of its own, merged in before anything is read, so no field is required of the writer.
fn forget_required(schema: &mut Schema) {
    schema.remove("required");
}
