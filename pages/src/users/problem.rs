//! What stands in the way of adding or changing a person.

use crate::{Language, parts::Complaint};

/// A mistake in somebody's particulars.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserProblem {
    /// `name` is empty.
    MissingName,
    /// `email` is empty.
    MissingEmail,
    /// `email` is no address.
    MalformedEmail,
    /// Somebody else has the address.
    EmailTaken,
    /// `username` is empty.
    MissingUsername,
    /// `username` has characters that no username has.
    MalformedUsername,
    /// Somebody else has the username.
    UsernameTaken,
    /// `state` would lock out the one who asks.
    OwnState,
    /// `state` would leave nobody to administer the account.
    LastAdministrator,
    /// `level` is above that of the one who asks.
    LevelTooHigh,
    /// `email` could not be confirmed: no mail is sent here.
    NoMail,
}

/// A field of a form about somebody, under the name it is posted as, which is its id in the page too.
pub(crate) struct UserField;

impl UserField {
    pub(crate) const NAME: &str = "name";
    pub(crate) const EMAIL: &str = "email";
    pub(crate) const USERNAME: &str = "username";
    pub(crate) const STATE: &str = "state";
    pub(crate) const LEVEL: &str = "level";
    pub(crate) const LANGUAGE: &str = "language";
}

impl UserProblem {
    /// What an administrator is told.
    pub(crate) fn complaint(self, language: Language) -> Complaint {
        let key = match self {
            Self::MissingName => "user-missing-name",
            Self::MissingEmail => "user-missing-email",
            Self::MissingUsername => "user-missing-username",
            Self::OwnState => "user-own-state",
            Self::LastAdministrator => "user-last-administrator",
            Self::LevelTooHigh => "user-level-too-high",
            Self::MalformedEmail | Self::EmailTaken | Self::NoMail | Self::MalformedUsername | Self::UsernameTaken => {
                return self.complaint_of_own(language);
            }
        };
        Complaint { field: self.field(), sentence: language.say(key) }
    }

    /// What people are told about themselves.
    pub(crate) fn complaint_of_own(self, language: Language) -> Complaint {
        let key = match self {
            Self::MissingName => "own-missing-name",
            Self::MissingEmail => "empty-email",
            Self::MissingUsername => "empty-username",
            Self::MalformedEmail => "malformed-email",
            Self::EmailTaken => "user-email-taken",
            Self::NoMail => "user-no-mail",
            Self::MalformedUsername => "user-malformed-username",
            Self::UsernameTaken => "user-username-taken",
            Self::OwnState | Self::LastAdministrator | Self::LevelTooHigh => return self.complaint(language),
        };
        Complaint { field: self.field(), sentence: language.say(key) }
    }

    const fn field(self) -> &'static str {
        match self {
            Self::MissingName => UserField::NAME,
            Self::MissingEmail | Self::MalformedEmail | Self::EmailTaken | Self::NoMail => UserField::EMAIL,
            Self::MissingUsername | Self::MalformedUsername | Self::UsernameTaken => UserField::USERNAME,
            Self::OwnState | Self::LastAdministrator => UserField::STATE,
            Self::LevelTooHigh => UserField::LEVEL,
        }
    }
}
