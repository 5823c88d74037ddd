//! Which way back in people of an account go.

/// How somebody who forgot their password gets back in (R1 to R4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecoveryFlow {
    /// R1: a temporary password by mail.
    EmailedPassword,
    /// R2: a link by mail, to choose a new password.
    Link,
    /// R3: a link by mail, whose opening brings a temporary password by a second mail.
    LinkThenTemporary,
    /// R4: an administrator approves first, then a link comes by mail.
    AdminApproval,
}

impl RecoveryFlow {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::EmailedPassword, Self::Link, Self::LinkThenTemporary, Self::AdminApproval];

    /// Its name in configuration, commands and stores.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EmailedPassword => "emailed-password",
            Self::Link => "link",
            Self::LinkThenTemporary => "link-then-temporary",
            Self::AdminApproval => "admin-approval",
        }
    }

    /// The flow of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flow| flow.as_str() == name)
    }
}

/// What becomes of somebody who signed in with a temporary password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterTemporary {
    /// They choose a password of their own before anything else.
    Require,
    /// They are let in, with a reminder that stays until they choose one.
    Recommend,
}
