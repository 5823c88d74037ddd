//! A new password, what is demanded of it, and once more for certainty.

use maud::{Markup, html};

use super::{Complaints, SecretBox};
use crate::{
    Band, Brand, Language,
    strength::{Judgement, Meter, Rules},
};

/// Name of the first field, wherever a new password is chosen.
pub(crate) const PASSWORD: &str = "password";
/// Name of the second, which has to say the same.
pub(crate) const CONFIRMATION: &str = "password_confirmation";

/// What is demanded of a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordRules {
    /// Characters at the least.
    pub min_length: u8,
    /// What the bar has to reach.
    pub required_band: Band,
}

/// What is known of the password that was sent.
#[derive(Clone, Copy, Default)]
pub(crate) struct Verdict {
    /// What the bar shows; without one it waits for the script.
    pub(crate) judgement: Option<Judgement>,
    pub(crate) is_long_enough: Option<bool>,
}

/// Both fields, with the strength bar and the rules between them.
pub(crate) struct NewPassword<'a> {
    pub(crate) brand: &'a Brand,
    pub(crate) language: Language,
    pub(crate) rules: PasswordRules,
    pub(crate) hint: Option<String>,
    pub(crate) complaints: &'a Complaints,
    pub(crate) verdict: Verdict,
    pub(crate) is_required: bool,
}

impl NewPassword<'_> {
    pub(crate) fn render(&self) -> Markup {
        let (brand, language, field) = (self.brand, self.language, PASSWORD);
        let PasswordRules { min_length, required_band } = self.rules;
        let Verdict { judgement, is_long_enough } = self.verdict;
        let is_strong_enough = judgement.map(|judgement| judgement.band >= required_band);
        let described_by = format!("{field}-rules {field}-strength");
        let first = SecretBox { hint: self.hint.clone(), described_by: &described_by, ..self.secret_box(field, "new-password") };
        html! {
            div {
                (first.render_new(min_length))
                (Meter { brand, language, field, judgement }.render())
            }
            (Rules { language, field, min_length, required_band, is_long_enough, is_strong_enough }.render())
            (self.secret_box(CONFIRMATION, "confirm-new-password").render())
        }
    }

    fn secret_box<'a>(&self, name: &'a str, label: &str) -> SecretBox<'a> {
        SecretBox {
            language: self.language,
            name,
            label: self.language.say(label),
            hint: None,
            problem: self.complaints.of(name),
            autocomplete: "new-password",
            is_required: self.is_required,
            described_by: "",
        }
    }
}
