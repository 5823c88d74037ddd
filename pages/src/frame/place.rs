//! The pages that the navigation lists.

use maud::Markup;

use super::icon;

/// An entry of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The person's own name, addresses and password.
    Account,
    /// The person's own password alone.
    Password,
    /// The person's own second factor.
    Mfa,
    /// Where the person is signed in.
    Sessions,
    /// The people of the account.
    Users,
    /// Requests for a new password that wait for the account's administrators.
    Requests,
    /// Whom the account asks for a second factor.
    MfaPolicy,
    /// The account's own particulars.
    Settings,
    /// What happened in the account.
    Audit,
    /// Every account.
    OperatorAccounts,
    /// Requests that fell to the operators.
    OperatorRequests,
    /// What happened in every account.
    OperatorAudit,
}

impl Place {
    /// Every place, in the order they are listed.
    pub const ALL: [Self; 12] = [
        Self::Account,
        Self::Password,
        Self::Mfa,
        Self::Sessions,
        Self::Users,
        Self::Requests,
        Self::MfaPolicy,
        Self::Settings,
        Self::Audit,
        Self::OperatorAccounts,
        Self::OperatorRequests,
        Self::OperatorAudit,
    ];

    /// Its address under the portal's prefix.
    pub const fn address(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Password => "account/password",
            Self::Mfa => "account/mfa",
            Self::Sessions => "account/sessions",
            Self::Users => "users",
            Self::Requests => "requests",
            Self::MfaPolicy => "company/mfa",
            Self::Settings => "company/settings",
            Self::Audit => "audit",
            Self::OperatorAccounts => "operator/accounts",
            Self::OperatorRequests => "operator/requests",
            Self::OperatorAudit => "operator/audit",
        }
    }

    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Account => "my-account",
            Self::Password => "nav-password",
            Self::Mfa => "my-mfa",
            Self::Sessions => "sessions",
            Self::Users => "users",
            Self::Requests | Self::OperatorRequests => "requests",
            Self::MfaPolicy => "mfa-policy",
            Self::Settings => "settings",
            Self::Audit | Self::OperatorAudit => "audit",
            Self::OperatorAccounts => "accounts",
        }
    }

    pub(super) const fn group(self) -> Group {
        match self {
            Self::Account | Self::Password | Self::Mfa | Self::Sessions => Group::You,
            Self::Users | Self::Requests | Self::MfaPolicy | Self::Settings | Self::Audit => Group::Company,
            Self::OperatorAccounts | Self::OperatorRequests | Self::OperatorAudit => Group::Operators,
        }
    }

    pub(super) fn icon(self) -> Markup {
        match self {
            Self::Account => icon::person(),
            Self::Password => icon::key(),
            Self::Mfa => icon::shield(),
            Self::Sessions => icon::screen(),
            Self::Users => icon::people(),
            Self::Requests | Self::OperatorRequests => icon::tray(),
            Self::MfaPolicy => icon::padlock(),
            Self::Settings => icon::wheel(),
            Self::Audit | Self::OperatorAudit => icon::document(),
            Self::OperatorAccounts => icon::building(),
        }
    }
}

/// Entries that stand together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    You,
    Company,
    Operators,
}

impl Group {
    pub(super) const ALL: [Self; 3] = [Self::You, Self::Company, Self::Operators];

    /// The key of its heading, and that heading's id.
    pub(super) const fn heading(self) -> &'static str {
        match self {
            Self::You => "nav-you",
            Self::Company => "nav-company",
            Self::Operators => "nav-operators",
        }
    }
}

/// Whose eyes a page is for that both an account's administrators and the operators have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Console {
    /// The administrators of one account.
    Company,
    /// The operators, above all accounts.
    Operators,
}

impl Console {
    pub(crate) const fn requests(self) -> Place {
        match self {
            Self::Company => Place::Requests,
            Self::Operators => Place::OperatorRequests,
        }
    }

    pub(crate) const fn audit(self) -> Place {
        match self {
            Self::Company => Place::Audit,
            Self::Operators => Place::OperatorAudit,
        }
    }
}
