//! Roles, presets of roles, and levels of authority.

use std::{collections::BTreeSet, fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A role's name: one of Gatehouse's own, or any that an application named for itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Role(String);

/// The roles that Gatehouse itself acts on, all of which the preset Admin holds.
pub const OWN_ROLES: [&str; 8] = [
    "manage-own-mfa",
    "manage-company-mfa",
    "manage-users",
    "approve-resets",
    "manage-customer",
    "manage-api-access",
    "read-audit",
    "recordings",
];

/// A role's name has letters, digits and dashes only, so that no header or list can be split by one.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0:?} is no role: a role has 1 to 64 of a-z, 0-9 and dashes")]
pub struct RoleError(String);

impl FromStr for Role {
    type Err = RoleError;

    fn from_str(name: &str) -> Result<Self, RoleError> {
        let is_role =
            (1..=64).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if is_role { Ok(Self(name.to_owned())) } else { Err(RoleError(name.to_owned())) }
    }
}

impl Role {
    /// Its name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A usual set of roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// Someone who uses the application.
    User,
    /// Someone who also answers for what happened in it.
    Manager,
    /// Someone who runs the account.
    Admin,
}

impl Preset {
    /// The roles it stands for.
    pub fn roles(self) -> BTreeSet<Role> {
        let names: &[&str] = match self {
            Self::User => &["manage-own-mfa", "recordings"],
            Self::Manager => &["manage-own-mfa", "recordings", "read-audit"],
            Self::Admin => &OWN_ROLES,
        };
        names.iter().map(|name| Role((*name).to_owned())).collect()
    }
}

/// Authority: people act only on people of the same or a lower level of their own account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Lowest.
    Team,
    /// Above team.
    Staff,
    /// Above staff.
    Global,
    /// Highest.
    Company,
}

impl Level {
    /// Every level, highest first.
    pub const ALL: [Self; 4] = [Self::Company, Self::Global, Self::Staff, Self::Team];

    /// Its name in headers, commands and stores.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Global => "global",
            Self::Staff => "staff",
            Self::Team => "team",
        }
    }
}

impl FromStr for Level {
    type Err = LevelError;

    fn from_str(name: &str) -> Result<Self, LevelError> {
        Self::ALL.into_iter().find(|level| level.as_str() == name).ok_or_else(|| LevelError(name.to_owned()))
    }
}

/// Not the name of a level.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0:?} is no level: use company, global, staff or team")]
pub struct LevelError(String);
