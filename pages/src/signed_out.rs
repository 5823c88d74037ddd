//! The page after a sign-out.

use maud::{Markup, html};

use crate::{Brand, Language, parts::Layout};

/// Says that the session is over.
#[derive(Debug, Clone)]
pub struct SignedOutPage<'a> {
    /// The portal's face.
    pub brand: &'a Brand,
    /// The language of the page.
    pub language: Language,
}

impl SignedOutPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let language = self.language;
        let sign_in = html! { a.btn.pri.full href=(self.brand.path("login")) { (language.say("sign-in-again")) } };
        let text = html! { (language.say("signed-out-text")) };
        Layout::plain(self.brand, language, language.say("signed-out")).render_card(&text, &sign_in)
    }
}
