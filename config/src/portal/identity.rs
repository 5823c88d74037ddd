//! `[portal.identity]`: how an application learns who asks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::{Duration, HeaderName};

/// How an application learns who asks.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Identity {
    /// The plain headers sent beside the signed assertion.
    pub profile: Profile,
    /// The signature of assertions.
    pub algorithm: Algorithm,
    /// How long an assertion is good.
    #[schemars(extend("x-at-least" = "30s", "x-at-most" = "10m"))]
    pub lifetime: Duration,
    /// The header that carries the assertion.
    pub assertion_header: HeaderName,
    /// What of the request an assertion is bound to.
    pub bind: Bind,
}

impl Default for Identity {
    fn default() -> Self {
        Self {
            profile: Profile::default(),
            algorithm: Algorithm::default(),
            lifetime: Duration::seconds(120),
            assertion_header: "X-Gatehouse-Assertion".parse().expect("the default is a header's name"),
            bind: Bind::default(),
        }
    }
}

/// The plain headers sent beside the signed assertion.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// `X-Gatehouse-User` and its siblings.
    #[default]
    Gatehouse,
    /// `Remote-User`, `Remote-Email`, `Remote-Name` and `Remote-Groups`.
    Authelia,
    /// No plain headers.
    None,
}

/// The signature of assertions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256.
    #[default]
    #[serde(rename = "ES256")]
    Es256,
}

/// What of the request an assertion is bound to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Bind {
    /// Nothing: it serves many requests within its lifetime.
    #[default]
    None,
}
