//! The page after a sign-in with a temporary password, where the portal only recommends another.

use maud::{Markup, html};

use crate::{
    Brand, Language,
    parts::{LanguageLinks, Layout, destination_strip},
};

/// Stands where [`crate::MovingOnPage`] stands otherwise, and does not move on by itself.
#[derive(Debug, Clone)]
pub struct ReminderPage<'a> {
    /// The portal's face.
    pub brand: &'a Brand,
    /// The language of the page.
    pub language: Language,
    /// Address of those who do it later; a path or an `https:` address that passed the allow-list.
    pub to: String,
    /// Host of that address.
    pub destination: Option<String>,
}

impl ReminderPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let language = self.language;
        let heading = language.say("reminder-heading");
        let layout = Layout {
            // The address is that of the sign-in page, which sends people on who are signed in.
            language_links: LanguageLinks::Absent,
            ..Layout::plain(self.brand, language, heading.clone())
        };
        layout.render(&html! {
            div.card {
                div.card-body.stack {
                    div {
                        h1 { (heading) }
                        p.lede { (language.say("reminder-text")) }
                    }
                    a.btn.pri.full href=(self.brand.path("account/password")) { (language.say("choose-your-own-password")) }
                    a.btn.full href=(self.to) { (language.say("later")) }
                }
                @if let Some(host) = &self.destination { (destination_strip(language, host)) }
            }
        })
    }
}
