//! How people of a portal come by a new password when they have forgotten theirs.

use schemars::JsonSchema;
use serde::Deserialize;

/// What a person gets who has forgotten the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RecoveryFlow {
    /// A temporary password by mail.
    EmailedPassword,
    /// A link by mail to choose a new password.
    Link,
    /// A link by mail, and a temporary password once it is opened.
    LinkThenTemporary,
    /// A link by mail once an administrator of the account has approved.
    AdminApproval,
}

/// What is asked of people who signed in with a temporary password.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AfterTemporary {
    /// To choose a password before anything else.
    #[default]
    Require,
    /// To choose one soon.
    Recommend,
}
