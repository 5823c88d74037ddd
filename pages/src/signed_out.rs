//! The page after a sign-out.

use maud::{Markup, html};

use crate::{
    Brand, Language,
    parts::{LanguageLinks, Layout, Outcome},
};

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
        let layout = Layout {
            brand: self.brand,
            language,
            title: language.say("signed-out"),
            outcome: Outcome::Plain,
            moves_to: None,
            language_links: LanguageLinks::Offered,
        };
        layout.render(&html! {
            div.card {
                div.card-body.stack {
                    div {
                        h1 { (language.say("signed-out")) }
                        p.lede { (language.say("signed-out-text")) }
                    }
                    a.btn.pri.full href=(self.brand.path("login")) { (language.say("sign-in-again")) }
                }
            }
        })
    }
}
