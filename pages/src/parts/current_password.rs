//! The password a person has, asked for before something of theirs changes.

use std::time::Duration;

use maud::Markup;

use super::{Complaint, SecretBox};
use crate::Language;

/// Name of the field, wherever it is asked for.
pub(super) const NAME: &str = "current_password";

/// Why the password that was given proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CurrentPasswordProblem {
    /// None was given.
    Missing,
    /// It is another.
    Wrong,
    /// Too many were wrong.
    Throttled {
        /// Until the next attempt counts.
        wait: Duration,
    },
}

impl CurrentPasswordProblem {
    pub(super) fn complaint(self, language: Language, missing: &str, wrong: &str) -> Complaint {
        let sentence = match self {
            Self::Missing => language.say(missing),
            Self::Wrong => language.say(wrong),
            Self::Throttled { wait } => {
                language.say_with("paused-without-reset", &[("duration", language.duration(wait).into())])
            }
        };
        Complaint { field: NAME, sentence }
    }

    /// What the pages say that change the password itself.
    pub(crate) fn complaint_of_existing(self, language: Language) -> Complaint {
        self.complaint(language, "existing-password-missing", "existing-password-wrong")
    }
}

/// "Existing password", on the pages that change the password itself.
pub(crate) struct ExistingPassword {
    pub(crate) language: Language,
    pub(crate) hint: Option<String>,
    pub(crate) problem: Option<CurrentPasswordProblem>,
    pub(crate) is_required: bool,
}

impl ExistingPassword {
    pub(crate) fn render(&self) -> Markup {
        let language = self.language;
        SecretBox {
            language,
            name: NAME,
            label: language.say("existing-password"),
            hint: self.hint.clone(),
            problem: self.problem.map(|problem| problem.complaint_of_existing(language).sentence),
            autocomplete: "current-password",
            is_required: self.is_required,
            described_by: "",
        }
        .render()
    }
}
