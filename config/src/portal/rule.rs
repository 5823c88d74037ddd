//! `[[portal.rule]]`: who may go where.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::value::{Method, Network, PathPattern, RoleName};

/// Who may go where. `path`, `methods` and `networks` say which requests it is about, `access` what becomes of them,
/// `roles` and `levels` what is demanded of people who are signed in.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The path, or its beginning and a `*`.
    pub path: PathPattern,
    /// What becomes of a request that matches.
    pub access: Access,
    /// The methods it is about; empty: all.
    #[serde(default)]
    pub methods: Vec<Method>,
    /// The roles of which one is demanded; empty: none. Only with access "signed-in" or "mfa".
    #[serde(default)]
    pub roles: Vec<RoleName>,
    /// The levels of which one is demanded; empty: none. Only with access "signed-in" or "mfa".
    #[serde(default)]
    pub levels: Vec<Level>,
    /// The networks that requests must come from for it to apply; empty: all.
    #[serde(default)]
    pub networks: Vec<Network>,
}

/// What becomes of a request that matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    /// It is forwarded, signed in or not.
    Anyone,
    /// It is forwarded for people who are signed in.
    SignedIn,
    /// It is forwarded for people who are signed in and have given a second factor; the others are asked for one.
    Mfa,
    /// It is refused.
    Deny,
}

/// How far a person's authority reaches in their account. A rule names each level it admits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The highest.
    Company,
    /// Below company.
    Global,
    /// Below global.
    Staff,
    /// The lowest.
    Team,
}

impl Level {
    /// The word in the configuration and in assertions.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Global => "global",
            Self::Staff => "staff",
            Self::Team => "team",
        }
    }
}
