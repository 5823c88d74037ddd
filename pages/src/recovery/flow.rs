//! How a portal lets people back in who forgot their password.

/// What a portal's pages say about it; what happens is for each account to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecoveryFlow {
    /// A temporary password by email.
    EmailedPassword,
    /// A link by email, to choose a new password.
    Link,
    /// A link by email that leads to a temporary password by email.
    LinkThenTemporary,
    /// An administrator approves, then a link by email.
    AdminApproval {
        /// Whether encryption is the reason, which the page then gives.
        is_encrypted: bool,
    },
    /// The accounts of the portal differ, so the pages say what holds for all.
    Mixed,
}

impl RecoveryFlow {
    /// What the link beside the password is called.
    pub(super) const fn link(self) -> &'static str {
        match self {
            Self::EmailedPassword => "forgot-emailed-password",
            Self::Link => "forgot-by-link",
            Self::LinkThenTemporary | Self::AdminApproval { .. } => "forgot-by-request",
            Self::Mixed => "forgot",
        }
    }
}
