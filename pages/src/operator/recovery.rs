//! How the people of an account get back in, where it is not as their portal has it.

use crate::{Language, parts::Choice};

/// Value of `recovery`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountRecovery {
    /// As each portal has it.
    AsPortal,
    /// A temporary password by mail.
    EmailedPassword,
    /// A link by mail.
    Link,
    /// A link by mail that leads to a temporary password.
    LinkThenTemporary,
    /// An administrator approves, then a link by mail.
    AdminApproval,
}

impl AccountRecovery {
    /// Every way.
    pub const ALL: [Self; 5] = [Self::AsPortal, Self::EmailedPassword, Self::Link, Self::LinkThenTemporary, Self::AdminApproval];

    /// Its value in forms: a name of the configuration, or nothing.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AsPortal => "",
            Self::EmailedPassword => "emailed-password",
            Self::Link => "link",
            Self::LinkThenTemporary => "link-then-temporary",
            Self::AdminApproval => "admin-approval",
        }
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::AsPortal => "account-recovery-as-portal",
            Self::EmailedPassword => "account-recovery-emailed-password",
            Self::Link => "account-recovery-link",
            Self::LinkThenTemporary => "account-recovery-link-then-temporary",
            Self::AdminApproval => "account-recovery-admin-approval",
        }
    }

    pub(super) fn choice(self, language: Language) -> Choice<'static> {
        Choice {
            name: "recovery",
            label: language.say("account-recovery"),
            hint: Some(language.say("account-recovery-hint")),
            problem: None,
            options: Self::ALL.into_iter().map(|recovery| (recovery.as_str(), language.say(recovery.label()))).collect(),
            chosen: self.as_str(),
        }
    }
}
