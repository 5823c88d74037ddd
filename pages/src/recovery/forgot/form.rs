//! What people are asked to find their account by, and what its fields are called.

use crate::parts::ACCOUNT_ID;

/// The ways a portal asks who forgot the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForgotForm {
    /// An email address.
    Email,
    /// An Account ID and a username.
    AccountIdAndUsername,
    /// A username or an email address, in one field.
    UsernameOrEmail,
}

/// A field of the form that must not be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForgotField {
    /// `account_id`.
    AccountId,
    /// `username` or `email`.
    Identifier,
}

impl ForgotForm {
    /// Name of the field for the Account ID.
    pub const ACCOUNT_ID_FIELD: &str = ACCOUNT_ID;

    /// Name of the field for the username or email address.
    pub const fn identifier_field(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::AccountIdAndUsername | Self::UsernameOrEmail => "username",
        }
    }

    /// Name a field is posted under, which is its id in the page too.
    pub const fn name_of(self, field: ForgotField) -> &'static str {
        match field {
            ForgotField::AccountId => Self::ACCOUNT_ID_FIELD,
            ForgotField::Identifier => self.identifier_field(),
        }
    }

    pub(super) const fn first_field(self) -> ForgotField {
        match self {
            Self::AccountIdAndUsername => ForgotField::AccountId,
            Self::Email | Self::UsernameOrEmail => ForgotField::Identifier,
        }
    }

    pub(super) const fn identifier_label(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::AccountIdAndUsername => "username",
            Self::UsernameOrEmail => "username-or-email",
        }
    }

    pub(super) const fn empty(self, field: ForgotField) -> &'static str {
        match (field, self) {
            (ForgotField::AccountId, _) => "empty-account-id",
            (ForgotField::Identifier, Self::Email) => "empty-email",
            (ForgotField::Identifier, Self::AccountIdAndUsername) => "empty-username",
            (ForgotField::Identifier, Self::UsernameOrEmail) => "empty-username-or-email",
        }
    }
}
