//! `[password]`: what a password must be, and what checking one may cost.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::{Duration, Size};

/// What a password must be, and what checking one may cost.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Password {
    /// The fewest characters of a new password. Where no second factor is used, NIST wants 15.
    #[schemars(range(min = 8, max = 128))]
    pub min_length: u8,
    /// The strength a new password must reach, 0 to 4; 3 is where the bar turns green.
    #[schemars(range(min = 0, max = 4))]
    pub required_score: u8,
    /// The cost of one password check.
    pub argon2: Argon2,
    /// The bounds on password checks at one time.
    pub hashing: Hashing,
}

impl Default for Password {
    fn default() -> Self {
        Self { min_length: 12, required_score: 3, argon2: Argon2::default(), hashing: Hashing::default() }
    }
}

/// The cost of one password check. Existing passwords are hashed anew at their next sign-in.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Argon2 {
    /// The memory of one check.
    #[schemars(extend(
        "x-at-least" = "8MiB",
        "x-at-most" = "1GiB",
        "x-remedy" = "give 8MiB to 1GiB; OWASP's minimum is 19MiB with 2 iterations"
    ))]
    pub memory: Size,
    /// The passes over that memory.
    #[schemars(
        range(min = 1, max = 16),
        extend("x-remedy" = "give 1 to 16; OWASP's minimum is 2 with 19MiB of memory")
    )]
    pub iterations: u32,
    /// The threads one check could use.
    #[schemars(range(min = 1, max = 16))]
    pub lanes: u32,
}

impl Default for Argon2 {
    fn default() -> Self {
        Self { memory: Size::mebibytes(19), iterations: 2, lanes: 1 }
    }
}

/// The bounds on password checks at one time: memory never exceeds `threads` times `argon2.memory`.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Hashing {
    /// How many checks run at once. Half the cores, at least one, unless given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 1024))]
    pub threads: Option<u16>,
    /// How many more may wait; beyond that people are asked to try again.
    #[schemars(range(min = 1))]
    pub queue: u16,
    /// How long one may wait before the person is asked to try again.
    #[schemars(extend("x-at-least" = "100ms", "x-at-most" = "60s"))]
    pub deadline: Duration,
}

impl Hashing {
    /// How many checks run at once on a machine of so many cores.
    pub fn threads_on(&self, cores: usize) -> usize {
        self.threads.map_or((cores / 2).max(1), usize::from)
    }
}

impl Default for Hashing {
    fn default() -> Self {
        Self { threads: None, queue: 64, deadline: Duration::seconds(5) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_the_cores_hash_unless_told_otherwise() {
        let mut hashing = Hashing::default();
        assert_eq!([1, 2, 8].map(|cores| hashing.threads_on(cores)), [1, 1, 4]);
        hashing.threads = Some(3);
        assert_eq!(hashing.threads_on(8), 3);
    }
}
