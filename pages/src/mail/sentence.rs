//! A sentence of a letter, to be said as text and as markup.

use maud::{Markup, html};

use super::one_line::one_line;
use crate::{Contact, Language};

/// A sentence with the values that go into it.
#[derive(Clone)]
pub(super) struct Sentence {
    language: Language,
    key: &'static str,
    values: Vec<(&'static str, Value)>,
}

/// What stands in the place of a variable.
#[derive(Clone)]
enum Value {
    /// Something that was chosen elsewhere, on one line.
    Given(String),
    /// Words of ours.
    Said(Sentence),
    /// Somebody to turn to.
    Contact(Contact),
}

impl Sentence {
    pub(super) fn new(language: Language, key: &'static str) -> Self {
        Self { language, key, values: Vec::new() }
    }

    /// Puts in a value, whoever chose it.
    pub(super) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.values.push((name, Value::Given(one_line(value))));
        self
    }

    pub(super) fn with_said(mut self, name: &'static str, sentence: Self) -> Self {
        self.values.push((name, Value::Said(sentence)));
        self
    }

    pub(super) fn with_contact(mut self, name: &'static str, contact: Contact) -> Self {
        self.values.push((name, Value::Contact(contact)));
        self
    }

    pub(super) fn text(&self) -> String {
        let values: Vec<_> = self.values.iter().map(|(name, value)| (*name, value.text().into())).collect();
        self.language.say_with(self.key, &values)
    }

    pub(super) fn markup(&self) -> Markup {
        let slots: Vec<_> = self.values.iter().map(|(name, value)| (*name, value.markup())).collect();
        self.language.fill(self.key, &slots)
    }
}

impl Value {
    fn text(&self) -> String {
        match self {
            Self::Given(text) => text.clone(),
            Self::Said(sentence) => sentence.text(),
            Self::Contact(contact) => shown(contact).to_owned(),
        }
    }

    fn markup(&self) -> Markup {
        match self {
            Self::Given(text) => html! { bdi { (text) } },
            Self::Said(sentence) => sentence.markup(),
            Self::Contact(contact) => html! { a href=(contact.href()) style="color:inherit" { (shown(contact)) } },
        }
    }
}

fn shown(contact: &Contact) -> &str {
    match contact {
        Contact::Email(address) => address,
        Contact::Page(url) => url,
    }
}
