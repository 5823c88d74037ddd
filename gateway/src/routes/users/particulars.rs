//! What is typed about somebody, and what it means.

use gatehouse_auth_core::{
    identifier::{EmailAddress, Username},
    permission::Level,
    user::User,
};
use gatehouse_pages::{Language, UserParticulars, UserProblem};

use super::shown_level;
use crate::routes::{form::Fields, person::TypedPerson};

/// As it was typed.
pub(super) struct Particulars {
    person: TypedPerson,
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
        Self { person: TypedPerson::default(), level: Level::Staff.min(most), language: None }
    }

    /// As they are stored.
    pub(super) fn of(user: &User) -> Self {
        Self {
            person: TypedPerson::of(user),
            level: user.level,
            language: user.language.as_deref().and_then(|code| code.parse().ok()),
        }
    }

    /// As a form has them. A level that there is not is the lowest.
    pub(super) fn taken(fields: &mut Fields) -> Self {
        Self {
            person: TypedPerson::taken(fields),
            level: fields.take("level").parse().unwrap_or(Level::Team),
            language: fields.take("language").parse().ok(),
        }
    }

    /// What they mean, or what has to be mended.
    pub(super) fn read(&self) -> Result<Read, Vec<UserProblem>> {
        let (name, email, username) = self.person.read()?;
        Ok(Read { name, email, username, level: self.level, language: self.language.map(|language| language.code().to_owned()) })
    }

    /// As a page shows them.
    pub(super) fn shown(&self, levels: Vec<gatehouse_pages::Level>) -> UserParticulars {
        UserParticulars {
            name: self.person.name.clone(),
            email: self.person.email.clone(),
            username: self.person.username.clone(),
            level: shown_level(self.level),
            levels,
            language: self.language,
        }
    }
}
