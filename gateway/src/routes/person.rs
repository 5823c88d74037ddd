//! What is typed about a person, on whichever page, and what it means.

use gatehouse_auth_core::{
    identifier::{EmailAddress, Username},
    user::User,
};
use gatehouse_pages::UserProblem;

use super::form::{Fields, LONGEST_NAME};

/// What somebody is called and how they are reached, as it was typed.
#[derive(Default)]
pub(super) struct TypedPerson {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) username: String,
}

impl TypedPerson {
    /// As they are stored.
    pub(super) fn of(user: &User) -> Self {
        Self {
            name: user.name.clone(),
            email: user.email.as_ref().map(ToString::to_string).unwrap_or_default(),
            username: user.username.to_string(),
        }
    }

    /// As a form has them.
    pub(super) fn taken(fields: &mut Fields) -> Self {
        Self { name: fields.take("name"), email: fields.take("email"), username: fields.take("username") }
    }

    /// What all of it means, or what has to be mended.
    pub(super) fn read(&self) -> Result<(String, EmailAddress, Username), Vec<UserProblem>> {
        match (self.name(), self.email(), self.username()) {
            (Ok(name), Ok(email), Ok(username)) => Ok((name, email, username)),
            (name, email, username) => Err([name.err(), email.err(), username.err()].into_iter().flatten().collect()),
        }
    }

    /// The name.
    pub(super) fn name(&self) -> Result<String, UserProblem> {
        let name = self.name.trim();
        let is_good = !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control);
        is_good.then(|| name.to_owned()).ok_or(UserProblem::MissingName)
    }

    /// The address.
    pub(super) fn email(&self) -> Result<EmailAddress, UserProblem> {
        match self.email.trim() {
            "" => Err(UserProblem::MissingEmail),
            email => email.parse().map_err(|_| UserProblem::MalformedEmail),
        }
    }

    /// The username.
    pub(super) fn username(&self) -> Result<Username, UserProblem> {
        match self.username.trim() {
            "" => Err(UserProblem::MissingUsername),
            username => username.parse().map_err(|_| UserProblem::MalformedUsername),
        }
    }
}
