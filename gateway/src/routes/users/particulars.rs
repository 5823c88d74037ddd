//! What is typed about somebody, and what it means.

use gatehouse_auth_core::{
    identifier::{EmailAddress, Username},
    permission::Level,
    user::User,
};
use gatehouse_pages::{Language, UserParticulars, UserProblem};

use super::shown_level;
use crate::routes::form::{Fields, LONGEST_NAME};

/// As it was typed.
pub(super) struct Particulars {
    name: String,
    email: String,
    username: String,
    level: Level,
    language: Option<Language>,
}

/// What it means.
pub(super) struct Read {
    pub(super) name: String,
    pub(super) email: EmailAddress,
    pub(super) username: Username,
    pub(super) level: Level,
    pub(super) language: Option<String>,
}

impl Particulars {
    /// Of nobody yet.
    pub(super) fn empty(most: Level) -> Self {
        Self { name: String::new(), email: String::new(), username: String::new(), level: Level::Staff.min(most), language: None }
    }

    /// As they are stored.
    pub(super) fn of(user: &User) -> Self {
        Self {
            name: user.name.clone(),
            email: user.email.as_ref().map(ToString::to_string).unwrap_or_default(),
            username: user.username.to_string(),
            level: user.level,
            language: user.language.as_deref().and_then(|code| code.parse().ok()),
        }
    }

    /// As a form has them. A level that there is not is the lowest.
    pub(super) fn taken(fields: &mut Fields) -> Self {
        Self {
            name: fields.take("name"),
            email: fields.take("email"),
            username: fields.take("username"),
            level: fields.take("level").parse().unwrap_or(Level::Team),
            language: fields.take("language").parse().ok(),
        }
    }

    /// What they mean, or what has to be mended.
    pub(super) fn read(&self) -> Result<Read, Vec<UserProblem>> {
        let mut problems = Vec::new();
        let name = self.name.trim();
        if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
            problems.push(UserProblem::MissingName);
        }
        let email = match self.email.trim() {
            "" => Err(UserProblem::MissingEmail),
            email => email.parse().map_err(|_| UserProblem::MalformedEmail),
        };
        let username = match self.username.trim() {
            "" => Err(UserProblem::MissingUsername),
            username => username.parse().map_err(|_| UserProblem::MalformedUsername),
        };
        match (email, username) {
            (Ok(email), Ok(username)) if problems.is_empty() => Ok(Read {
                name: name.to_owned(),
                email,
                username,
                level: self.level,
                language: self.language.map(|language| language.code().to_owned()),
            }),
            (email, username) => {
                problems.extend(email.err());
                problems.extend(username.err());
                Err(problems)
            }
        }
    }

    /// As a page shows them.
    pub(super) fn shown(&self, levels: Vec<gatehouse_pages::Level>) -> UserParticulars {
        UserParticulars {
            name: self.name.clone(),
            email: self.email.clone(),
            username: self.username.clone(),
            level: shown_level(self.level),
            levels,
            language: self.language,
        }
    }
}
