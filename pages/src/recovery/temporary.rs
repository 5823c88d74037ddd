//! The page behind the link that brings a temporary password by a second letter.

use std::time::Duration;

use maud::{Markup, html};

use crate::{
    Brand, Language,
    parts::{Layout, contact_in_sentence},
};

/// `GET` and `POST {prefix}/temporary`. Neither username nor Account ID stands on it.
#[derive(Debug, Clone)]
pub struct TemporaryPage<'a> {
    /// The portal's face.
    pub brand: &'a Brand,
    /// The language of the page.
    pub language: Language,
    /// Value of the hidden field `csrf`.
    pub csrf: String,
    /// Whose link it is.
    pub first_name: Option<String>,
    /// How long the temporary password works.
    pub life: Duration,
    /// How far the second letter is.
    pub state: TemporaryState,
}

/// Whether the second letter was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemporaryState {
    /// Not before a button is pressed: the browser is not the one that asked for the link.
    Ask,
    /// It was, and may be again.
    Sent,
    /// It was, and will not be again.
    NoMore,
}

impl TemporaryPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let language = self.language;
        let heading = language.say(match self.state {
            TemporaryState::Ask => "reset-your-password",
            TemporaryState::Sent | TemporaryState::NoMore => "check-your-email-again",
        });
        Layout::plain(self.brand, language, heading).render_card(&self.lede(), &self.ways_on())
    }

    fn lede(&self) -> Markup {
        let language = self.language;
        let duration = html! { (language.duration(self.life)) };
        let named = |key, name: &str| language.fill(key, &[("name", html! { bdi { (name) } }), ("duration", duration.clone())]);
        let nameless = |key| language.fill(key, &[("duration", duration.clone())]);
        match (self.state, &self.first_name) {
            (TemporaryState::Ask, Some(name)) => named("temporary-ask-named", name),
            (TemporaryState::Ask, None) => nameless("temporary-ask"),
            (TemporaryState::Sent, Some(name)) => named("temporary-sent-named", name),
            (TemporaryState::Sent, None) => nameless("temporary-sent"),
            (TemporaryState::NoMore, _) => {
                language.fill("temporary-no-more", &[("contact", contact_in_sentence(self.brand, language))])
            }
        }
    }

    fn ways_on(&self) -> Markup {
        let language = self.language;
        let sign_in = html! { a.btn.pri.full href=(self.brand.path("login")) { (language.say("go-to-sign-in")) } };
        match self.state {
            TemporaryState::Ask => self.form(&html! {
                button.btn.pri.full { (language.say("email-temporary-password")) }
            }),
            TemporaryState::Sent => html! {
                (sign_in)
                (self.form(&html! {
                    // Tells this press from the first one.
                    input type="hidden" name="again" value="1";
                    button.btn.full { (language.say("send-it-again")) }
                }))
            },
            TemporaryState::NoMore => sign_in,
        }
    }

    fn form(&self, content: &Markup) -> Markup {
        html! {
            form method="post" action=(self.brand.path("temporary")) {
                input type="hidden" name="csrf" value=(self.csrf);
                (content)
            }
        }
    }
}
