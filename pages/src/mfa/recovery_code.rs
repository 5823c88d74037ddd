//! The page that takes a recovery code in place of another second factor.

use std::time::Duration;

use maud::{Markup, html};

use super::{MfaFrame, OwnFactors, factors::Way, frame::Sheet, trouble::Trouble};
use crate::{
    Language,
    parts::{Entry, Field, Focus, Width},
};

/// `GET` and `POST {prefix}/code/recovery`.
#[derive(Debug, Clone)]
pub struct RecoveryCodePage<'a> {
    /// What stands around the page.
    pub frame: MfaFrame<'a>,
    /// What else the person can give.
    pub factors: OwnFactors,
    /// Why the last code was not taken.
    pub problem: Option<RecoveryCodeProblem>,
}

/// What is the matter with a recovery code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecoveryCodeProblem {
    /// `recovery_code` is empty.
    Missing,
    /// `recovery_code` is not fifteen letters and digits.
    Malformed,
    /// It is none of theirs.
    Wrong,
    /// It was used before.
    Used,
    /// The form's token no longer holds.
    FormTooOld,
    /// Too many were wrong.
    Throttled {
        /// Until the next one counts.
        wait: Duration,
    },
}

const RECOVERY_CODE: &str = "recovery_code";

impl RecoveryCodePage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let frame = &self.frame;
        let language = frame.language;
        let trouble = self.problem.map(|problem| problem.trouble(language));
        let sheet = Sheet {
            title: language.say("use-recovery-code"),
            step: None,
            lede: html! { (language.say("recovery-code-lede")) },
            action: Way::RecoveryCode.address(),
            width: Width::Narrow,
            trouble: trouble.as_ref(),
            under: Some(language.say("code-lost")),
        };
        let field = Field {
            name: RECOVERY_CODE,
            label: language.say("recovery-code"),
            hint: Some(language.say("recovery-code-hint")),
            problem: Trouble::complaints(trouble.as_ref()).of(RECOVERY_CODE),
            value: "",
            entry: Entry::RecoveryCode,
            autocomplete: "off",
            focus: if trouble.is_some() { Focus::Elsewhere } else { Focus::Here },
        };
        frame.render(
            &sheet,
            &html! {
                (field.render())
                button.btn.pri.full { (language.say("continue")) }
                (self.factors.other_ways(frame, Way::RecoveryCode))
            },
        )
    }
}

impl RecoveryCodeProblem {
    fn trouble(self, language: Language) -> Trouble {
        let field = |key| Trouble::of_field(language, RECOVERY_CODE, key);
        match self {
            Self::Missing => field("recovery-code-missing"),
            Self::Malformed => field("recovery-code-malformed"),
            Self::Wrong => field("recovery-code-wrong"),
            Self::Used => field("recovery-code-used"),
            Self::FormTooOld => Trouble::form_too_old(language, "code-form-too-old"),
            Self::Throttled { wait } => Trouble::too_often(language, wait),
        }
    }
}
