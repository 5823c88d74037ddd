//! Whom to ask: a link when the portal names someone, plain text or nothing otherwise.

use maud::{Markup, html};

use crate::{Brand, Language};

/// "Contact your administrator", as a sentence of its own.
pub(crate) fn contact_link(brand: &Brand, language: Language) -> Markup {
    linked(brand, &language.say("contact"))
}

/// The same, within a sentence.
pub(crate) fn contact_in_sentence(brand: &Brand, language: Language) -> Markup {
    linked(brand, &language.say("contact-in-sentence"))
}

/// "contact support", for those whose administrator may not help; nothing where the portal names nobody.
pub(crate) fn support_link(brand: &Brand, language: Language) -> Option<Markup> {
    brand.support.as_ref().map(|contact| html! { a.quiet href=(contact.href()) { (language.say("support-in-sentence")) } })
}

fn linked(brand: &Brand, text: &str) -> Markup {
    html! {
        @match &brand.support {
            Some(contact) => a.quiet href=(contact.href()) { (text) },
            None => (text),
        }
    }
}
