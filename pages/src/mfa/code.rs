//! The page that asks for the code of an authenticator app.

use std::time::Duration;

use maud::{Markup, html};

use super::{MfaFrame, OwnFactors, factors::Way, frame::Sheet, trouble::Trouble};
use crate::{
    Language,
    parts::{CODE, CodeField, Focus, Width},
};

/// `GET` and `POST {prefix}/code`.
#[derive(Debug, Clone)]
pub struct CodePage<'a> {
    /// What stands around the page.
    pub frame: MfaFrame<'a>,
    /// What else the person can give.
    pub factors: OwnFactors,
    /// Why the last code was not taken.
    pub problem: Option<CodeProblem>,
}

/// What is the matter with a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeProblem {
    /// `code` is empty.
    Missing,
    /// `code` is not six digits.
    Malformed,
    /// It is another than the app shows.
    Wrong,
    /// It was taken before.
    Reused,
    /// The form's token no longer holds.
    FormTooOld,
    /// Too many were wrong.
    Throttled {
        /// Until the next one counts.
        wait: Duration,
    },
}

impl CodePage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let frame = &self.frame;
        let language = frame.language;
        let trouble = self.problem.map(|problem| problem.trouble(language));
        let sheet = Sheet {
            title: language.say("code"),
            step: None,
            lede: language.fill("code-lede", &[("tenant", frame.tenant())]),
            action: Way::Code.address(),
            width: Width::Narrow,
            trouble: trouble.as_ref(),
            under: Some(language.say("code-lost")),
        };
        let field = CodeField {
            language,
            hint: None,
            problem: Trouble::complaints(trouble.as_ref()).of(CODE),
            focus: if trouble.is_some() { Focus::Elsewhere } else { Focus::Here },
        };
        frame.render(
            &sheet,
            &html! {
                (field.render())
                button.btn.pri.full { (language.say("continue")) }
                (self.factors.other_ways(frame, Way::Code))
            },
        )
    }
}

impl CodeProblem {
    fn trouble(self, language: Language) -> Trouble {
        let field = |key| Trouble::of_field(language, CODE, key);
        match self {
            Self::Missing => field("code-missing"),
            Self::Malformed => field("code-malformed"),
            Self::Wrong => field("code-wrong"),
            Self::Reused => field("code-reused"),
            Self::FormTooOld => Trouble::form_too_old(language, "code-form-too-old"),
            Self::Throttled { wait } => Trouble::too_often(language, wait),
        }
    }
}
