//! The page behind the link that confirms a new email address. Opening it changes nothing.

use maud::{Markup, html};

use crate::{Brand, Language, parts::Layout};

/// `GET` and `POST {prefix}/confirm-email`.
#[derive(Debug, Clone)]
pub struct ConfirmEmailPage<'a> {
    /// The portal's face.
    pub brand: &'a Brand,
    /// The language of the page.
    pub language: Language,
    /// How far the change is.
    pub state: ConfirmEmailState,
}

/// Before the button was pressed, and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConfirmEmailState {
    /// The button waits.
    Ask {
        /// The new address, whose mailbox the link came to.
        email: String,
        /// Value of the hidden field `csrf`.
        csrf: String,
    },
    /// The address has changed.
    Done,
    /// Somebody else has it by now.
    Taken,
}

impl ConfirmEmailPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let heading = self.language.say(match self.state {
            ConfirmEmailState::Ask { .. } => "confirm-email",
            ConfirmEmailState::Done => "confirm-email-done",
            ConfirmEmailState::Taken => "confirm-email-taken",
        });
        Layout::plain(self.brand, self.language, heading).render_card(&self.lede(), &self.way_on())
    }

    fn lede(&self) -> Markup {
        let language = self.language;
        match &self.state {
            ConfirmEmailState::Ask { email, .. } => {
                language.fill("confirm-email-text", &[("email", html! { b { bdi.ltr { (email) } } })])
            }
            ConfirmEmailState::Done => html! { (language.say("confirm-email-done-text")) },
            ConfirmEmailState::Taken => html! { (language.say("confirm-email-taken-text")) },
        }
    }

    fn way_on(&self) -> Markup {
        let (brand, language) = (self.brand, self.language);
        let account = brand.path("account");
        match &self.state {
            ConfirmEmailState::Ask { csrf, .. } => html! {
                form method="post" action=(brand.path("confirm-email")) {
                    input type="hidden" name="csrf" value=(csrf);
                    button.btn.pri.full { (language.say("confirm-email-button")) }
                }
            },
            // Who is not signed in is asked to, and comes to the account then.
            ConfirmEmailState::Done => html! { a.btn.pri.full href=(account) { (language.say("go-to-account")) } },
            ConfirmEmailState::Taken => html! { a.btn.pri.full href=(account) { (language.say("choose-another-address")) } },
        }
    }
}
