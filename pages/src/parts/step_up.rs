//! "Your password", asked again before a grave thing is done, because it was last proved too long ago.

use std::time::Duration;

use maud::Markup;

use super::{Complaint, CurrentPasswordProblem, SecretBox, current_password::NAME};
use crate::Language;

/// The field `current_password` of a form that needs a fresh proof. A form whose proof is fresh has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepUp {
    /// How long a proof counts.
    pub after: Duration,
    /// What was wrong with the password that was just given.
    pub problem: Option<CurrentPasswordProblem>,
}

impl StepUp {
    pub(crate) fn complaint(&self, language: Language) -> Option<Complaint> {
        Some(self.problem?.complaint(language, "empty-password", "step-up-wrong"))
    }

    pub(crate) fn field(&self, language: Language) -> Markup {
        SecretBox {
            language,
            name: NAME,
            label: language.say("step-up"),
            hint: Some(language.say_with("step-up-hint", &[("duration", language.duration(self.after).into())])),
            problem: self.complaint(language).map(|complaint| complaint.sentence),
            autocomplete: "current-password",
            is_required: true,
            described_by: "",
        }
        .render()
    }
}
