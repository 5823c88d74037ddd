//! A new password, what is demanded of it, and once more for certainty.

use maud::{Markup, html};

use super::{Complaint, SecretBox, icon};
use crate::{Brand, Language};

const NAME: &str = "password";
const CONFIRMATION: &str = "password_confirmation";
const RULES: &str = "password-rules";
const METER: &str = "password-strength";

/// What is demanded of a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordRules {
    /// Characters at the least.
    pub min_length: u8,
    /// Whether the bar has to turn green; amber is enough otherwise.
    pub demands_green: bool,
}

/// Why a new password was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnPasswordProblem {
    /// None was given.
    Missing,
    /// It has too few characters.
    TooShort,
    /// It is too easy to guess.
    Weak {
        /// What would make it better, as a sentence of the page's language.
        tip: Option<String>,
    },
    /// It was used before.
    SameAsOld,
    /// It is known from thefts.
    Common,
    /// The second is another than the first.
    Mismatch,
}

impl OwnPasswordProblem {
    pub(crate) fn complaint(&self, language: Language, rules: PasswordRules) -> Complaint {
        let field = match self {
            Self::Mismatch => CONFIRMATION,
            _ => NAME,
        };
        let sentence = match self {
            Self::Missing => language.say("own-password-missing"),
            Self::TooShort => language.say_with("own-password-too-short", &[("length", rules.min_length.into())]),
            Self::Weak { tip: None } => language.say("own-password-weak"),
            Self::Weak { tip: Some(tip) } => format!("{} {tip}", language.say("own-password-weak")),
            Self::SameAsOld => language.say("own-password-same"),
            Self::Common => language.say("own-password-common"),
            Self::Mismatch => language.say("own-password-mismatch"),
        };
        Complaint { field, sentence }
    }
}

/// Both fields, with the strength bar and the rules between them.
pub(crate) struct NewPassword<'a> {
    pub(crate) brand: &'a Brand,
    pub(crate) language: Language,
    pub(crate) rules: PasswordRules,
    pub(crate) hint: Option<String>,
    pub(crate) problem: Option<&'a OwnPasswordProblem>,
    pub(crate) is_required: bool,
}

impl NewPassword<'_> {
    pub(crate) fn render(&self) -> Markup {
        let language = self.language;
        html! {
            div {
                (self.secret_box(NAME, language.say("own-password-new"), self.hint.clone(), &format!("{RULES} {METER}")))
                (self.meter())
            }
            (self.list_of_rules())
            (self.secret_box(CONFIRMATION, language.say("own-password-confirm"), None, ""))
        }
    }

    fn secret_box(&self, name: &str, label: String, hint: Option<String>, described_by: &str) -> Markup {
        let complaint = self.problem.map(|problem| problem.complaint(self.language, self.rules));
        let problem = complaint.filter(|complaint| complaint.field == name).map(|complaint| complaint.sentence);
        let is_required = self.is_required;
        let autocomplete = "new-password";
        SecretBox { language: self.language, name, label, hint, problem, autocomplete, is_required, described_by }.render()
    }

    /// Hidden until the script fills it: without one, the rules say what is demanded.
    fn meter(&self) -> Markup {
        html! {
            div.strength id=(METER) data-check=(self.brand.path("password-check")) data-for=(NAME) data-band="none" hidden {
                div.bars aria-hidden="true" { i {} i {} i {} }
                p {}
            }
        }
    }

    fn list_of_rules(&self) -> Markup {
        let (language, length) = (self.language, self.rules.min_length);
        let strength = if self.rules.demands_green { "own-password-rule-green" } else { "own-password-rule-amber" };
        html! {
            ul.rules id=(RULES) {
                li data-rule="min" data-n=(length) {
                    (icon::tick())
                    span { (language.say_with("own-password-rule-length", &[("length", length.into())])) }
                }
                li data-rule="band" { (icon::tick()) span { (language.say(strength)) } }
            }
        }
    }
}
