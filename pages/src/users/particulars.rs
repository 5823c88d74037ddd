//! What is known of somebody, as a form asks for it.

use maud::{Markup, html};

use super::{Level, UserField};
use crate::{
    Language,
    parts::{Choice, Complaints, Entry, Field, Focus},
};

/// The fields that adding and changing a person share: as they are, or as they were typed.
#[derive(Debug, Clone)]
pub struct UserParticulars {
    /// `name`.
    pub name: String,
    /// `email`.
    pub email: String,
    /// `username`.
    pub username: String,
    /// `level`.
    pub level: Level,
    /// The levels that may be given: no higher than that of the one who asks.
    pub levels: Vec<Level>,
    /// `language`, empty for whatever their browser prefers.
    pub language: Option<Language>,
}

impl UserParticulars {
    /// Nothing here is filled in by the browser: it would be the administrator's own.
    pub(super) fn identity(&self, page: Language, complaints: &Complaints, email_hint: Option<String>) -> Markup {
        let field = |name, label, hint, value, entry| {
            let (label, problem) = (page.say(label), complaints.of(name));
            Field { name, label, hint, problem, value, entry, autocomplete: "off", focus: Focus::Elsewhere }.render()
        };
        html! {
            (field(UserField::NAME, "name", None, &self.name, Entry::Name))
            (field(UserField::EMAIL, "email", email_hint, &self.email, Entry::Email))
            (field(UserField::USERNAME, "username", None, &self.username, Entry::Text))
        }
    }

    pub(super) fn choices(&self, page: Language, complaints: &Complaints) -> Markup {
        let levels = self.levels.iter().map(|level| (level.as_str(), page.say(level.label()))).collect();
        let languages = Language::ALL.into_iter().map(|language| (language.code(), language.own_name().to_owned()));
        let level = Choice {
            name: UserField::LEVEL,
            label: page.say("user-level"),
            hint: Some(page.say("user-level-hint")),
            problem: complaints.of(UserField::LEVEL),
            options: levels,
            chosen: self.level.as_str(),
        };
        let language = Choice {
            name: UserField::LANGUAGE,
            label: page.say("user-language"),
            hint: None,
            problem: None,
            options: [("", page.say("user-language-of-browser"))].into_iter().chain(languages).collect(),
            chosen: self.language.map_or("", Language::code),
        };
        html! { (level.render()) (language.render()) }
    }
}
