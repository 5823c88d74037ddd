//! What every letter knows of its portal and its reader.

use super::{Origin, one_line::one_line, sentence::Sentence};
use crate::{Contact, Language, theme::Colour};

/// The portal a letter comes from and the person it goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// What people call the portal.
    pub portal_title: String,
    /// The language of the reader.
    pub language: Language,
    /// The portal's colour; without one the button has Gatehouse's.
    pub accent: Option<Colour>,
    /// What the letter calls its reader; without one it greets nobody in particular.
    pub first_name: Option<String>,
    /// Who helps; without one letters say "your administrator".
    pub support: Option<Contact>,
    /// Where the request came from that led to this letter.
    pub origin: Option<Origin>,
}

impl Envelope {
    /// The sentence of this key, which may name the portal, greet the reader and say who helps.
    pub(super) fn say(&self, key: &'static str) -> Sentence {
        let sentence = self.bare(key).with("tenant", &self.portal_title).with_said("greeting", self.greeting());
        match &self.support {
            Some(contact) => sentence.with_contact("support", contact.clone()),
            None => sentence.with_said("support", self.bare("mail-your-administrator")),
        }
    }

    /// The sentence of this key about the origin, where there is one.
    pub(super) fn trace(&self, key: &'static str) -> Option<Sentence> {
        let origin = self.origin.as_ref()?;
        let sentence = self.bare(key).with("network", &origin.network).with("device", &origin.device).with("moment", &origin.at);
        Some(sentence)
    }

    fn greeting(&self) -> Sentence {
        match self.first_name.as_deref().map(one_line).filter(|name| !name.is_empty()) {
            Some(name) => self.bare("mail-hello-named").with("name", &name),
            None => self.bare("mail-hello"),
        }
    }

    fn bare(&self, key: &'static str) -> Sentence {
        Sentence::new(self.language, key)
    }
}
