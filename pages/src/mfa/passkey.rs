//! The page that asks for a passkey or security key.

use std::time::Duration;

use maud::{Markup, html};

use super::{MfaFrame, OwnFactors, factors::Way, frame::Sheet, trouble::Trouble};
use crate::{
    Language,
    parts::{Ceremony, Passkey, Width},
};

/// `GET` and `POST {prefix}/code/passkey`: `credential` is what the browser answered, as JSON.
#[derive(Debug, Clone)]
pub struct PasskeyPage<'a> {
    /// What stands around the page.
    pub frame: MfaFrame<'a>,
    /// What else the person can give.
    pub factors: OwnFactors,
    /// What the browser is asked, as JSON: `PublicKeyCredentialRequestOptionsJSON`.
    pub options: String,
    /// Why the last answer was not taken.
    pub problem: Option<PasskeyProblem>,
}

/// What is the matter with a passkey's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyProblem {
    /// It proves nothing.
    Refused,
    /// There is none: somebody thought better of it, or waited too long.
    Cancelled,
    /// It is from a key that nobody registered.
    Unknown,
    /// The form's token no longer holds.
    FormTooOld,
    /// Too many proved nothing.
    Throttled {
        /// Until the next one counts.
        wait: Duration,
    },
}

impl PasskeyPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let frame = &self.frame;
        let language = frame.language;
        let trouble = self.problem.map(|problem| problem.trouble(language));
        let sheet = Sheet {
            title: language.say("passkey"),
            step: None,
            lede: html! { (language.say("passkey-lede")) },
            action: Way::Passkey.address(),
            width: Width::Narrow,
            trouble: trouble.as_ref(),
            under: Some(language.say("passkey-lost")),
        };
        let ceremony = Ceremony { language, passkey: Passkey::Asked, options: &self.options, button: "continue" };
        frame.render(
            &sheet,
            &html! {
                (ceremony.render())
                (self.factors.other_ways(frame, Way::Passkey))
            },
        )
    }
}

impl PasskeyProblem {
    /// What is said of it.
    pub(crate) fn trouble(self, language: Language) -> Trouble {
        match self {
            Self::Refused => Trouble::of_page(language, "passkey-refused"),
            Self::Cancelled => Trouble::of_page(language, "passkey-cancelled"),
            Self::Unknown => Trouble::of_page(language, "passkey-unknown"),
            Self::FormTooOld => Trouble::form_too_old(language, "passkey-form-too-old"),
            Self::Throttled { wait } => Trouble::too_often(language, wait),
        }
    }
}
