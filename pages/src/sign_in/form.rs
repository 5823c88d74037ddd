//! What a portal asks people for, and what its fields are called.

use crate::parts::ACCOUNT_ID;

/// The ways a portal tells people apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInForm {
    /// A username.
    Username,
    /// An email address.
    Email,
    /// Either, in one field.
    UsernameOrEmail,
    /// An Account ID and a username.
    AccountUsername,
}

/// A field of the sign-in form that must not be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInField {
    /// `account_id`.
    AccountId,
    /// `username` or `email`.
    Identifier,
    /// `password`.
    Password,
}

impl SignInForm {
    /// Name of the field for the Account ID.
    pub const ACCOUNT_ID_FIELD: &str = ACCOUNT_ID;
    /// Name of the field for the password.
    pub const PASSWORD_FIELD: &str = "password";

    /// Name of the field for the username or email address.
    pub const fn identifier_field(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Username | Self::UsernameOrEmail | Self::AccountUsername => "username",
        }
    }

    /// Name a field is posted under, which is its id in the page too.
    pub const fn name_of(self, field: SignInField) -> &'static str {
        match field {
            SignInField::AccountId => Self::ACCOUNT_ID_FIELD,
            SignInField::Identifier => self.identifier_field(),
            SignInField::Password => Self::PASSWORD_FIELD,
        }
    }

    pub(super) const fn first_field(self) -> SignInField {
        match self {
            Self::AccountUsername => SignInField::AccountId,
            Self::Username | Self::Email | Self::UsernameOrEmail => SignInField::Identifier,
        }
    }

    pub(super) const fn identifier_label(self) -> &'static str {
        match self {
            Self::Username | Self::AccountUsername => "username",
            Self::Email => "email",
            Self::UsernameOrEmail => "username-or-email",
        }
    }

    pub(super) const fn wrong_details(self) -> &'static str {
        match self {
            Self::Username => "wrong-username",
            Self::Email => "wrong-email",
            Self::UsernameOrEmail => "wrong-username-or-email",
            Self::AccountUsername => "wrong-account",
        }
    }

    pub(super) const fn empty(self, field: SignInField) -> &'static str {
        match (field, self) {
            (SignInField::AccountId, _) => "empty-account-id",
            (SignInField::Identifier, Self::Username | Self::AccountUsername) => "empty-username",
            (SignInField::Identifier, Self::Email) => "empty-email",
            (SignInField::Identifier, Self::UsernameOrEmail) => "empty-username-or-email",
            (SignInField::Password, _) => "empty-password",
        }
    }
}
