//! The page that ends a sign-in by moving on.
//!
//! Chromium applies `form-action` to every redirect that follows a form, so a 303 to an application
//! that redirects to another host would leave the button dead. This page is no redirect.

use maud::{Markup, html};

use crate::{
    Brand, Language,
    parts::{LanguageLinks, Layout},
};

/// The answer to the last step of a sign-in.
#[derive(Debug, Clone)]
pub struct MovingOnPage<'a> {
    /// The portal's face.
    pub brand: &'a Brand,
    /// The language of the page.
    pub language: Language,
    /// Address the browser goes to; a path or an `https:` address that passed the allow-list.
    pub to: String,
    /// Host of that address, named to the person; without one the portal's title is.
    pub destination: Option<String>,
}

impl MovingOnPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let language = self.language;
        let text = language.fill("moving-on-text", &[("destination", self.destination_name())]);
        let go_on = html! { a.btn.pri.full href=(self.to) { (language.say("continue")) } };
        let layout = Layout {
            moves_to: Some(&self.to),
            language_links: LanguageLinks::Absent,
            ..Layout::plain(self.brand, language, language.say("moving-on"))
        };
        layout.render_card(&text, &go_on)
    }

    fn destination_name(&self) -> Markup {
        html! {
            @match &self.destination {
                Some(host) => b { bdi.ltr { (host) } },
                None => bdi { (self.brand.title) },
            }
        }
    }
}
