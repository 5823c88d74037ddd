//! "Contact your administrator": a link when the portal names someone, plain text otherwise.

use maud::{Markup, html};

use crate::{Brand, Language};

pub(crate) fn contact_link(brand: &Brand, language: Language) -> Markup {
    html! {
        @match &brand.support {
            Some(contact) => a.quiet href=(contact.href()) { (language.say("contact")) },
            None => (language.say("contact")),
        }
    }
}
