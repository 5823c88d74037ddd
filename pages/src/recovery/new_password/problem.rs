//! Why a new password was not taken.

use maud::{Markup, html};

use super::NewPasswordField;
use crate::{
    Language, Tip,
    parts::{Tone, message},
};

/// What stands in the way of a new password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewPasswordProblem {
    /// Fields left empty, in the order they stand in the form.
    EmptyFields(Vec<NewPasswordField>),
    /// It has too few characters.
    TooShort {
        /// The fewest that are taken.
        min_length: u8,
    },
    /// It is long enough, and too easy to guess.
    NotStrongEnough {
        /// From 0 to 4.
        score: u8,
        /// What would better it.
        tip: Option<Tip>,
    },
    /// The second is another than the first.
    Mismatch,
    /// It was used before.
    SameAsOld,
    /// It is known from thefts.
    Common,
    /// The form's token no longer holds.
    FormTooOld,
    /// What passwords are kept in cannot be reached.
    Unavailable,
    /// More passwords are being saved than we can work on.
    Busy,
}

impl NewPasswordProblem {
    /// Whether the page's title begins with "Error:". A form that grew old is nobody's error.
    pub fn is_error(&self) -> bool {
        !matches!(self, Self::FormTooOld)
    }

    pub(super) fn of_field(&self, field: NewPasswordField, language: Language) -> Option<String> {
        self.complaints(language).into_iter().find_map(|(about, sentence)| (about == field).then_some(sentence))
    }

    pub(super) fn message(&self, language: Language) -> Markup {
        let summary = |body: &Markup| message(Tone::Bad, Some(language.say("problem-heading")), body);
        match self {
            Self::FormTooOld => message(Tone::Info, None, &html! { p { (language.say("new-password-form-too-old")) } }),
            Self::Unavailable => summary(&html! { p { (language.say("new-password-unavailable")) } }),
            Self::Busy => summary(&html! { p { (language.say("new-password-busy")) } }),
            _ => summary(&html! {
                ul {
                    @for (field, sentence) in self.complaints(language) {
                        li { a href={ "#" (field.name()) } { (sentence) } }
                    }
                }
            }),
        }
    }

    /// What is wrong with which field.
    fn complaints(&self, language: Language) -> Vec<(NewPasswordField, String)> {
        let sentence = match self {
            Self::EmptyFields(fields) => {
                return fields.iter().map(|field| (*field, language.say(field.empty()))).collect();
            }
            Self::TooShort { min_length } => language.say_with("new-password-too-short", &[("count", (*min_length).into())]),
            Self::NotStrongEnough { tip: None, .. } => language.say("new-password-not-strong-enough"),
            Self::NotStrongEnough { tip: Some(tip), .. } => {
                format!("{} {}", language.say("new-password-not-strong-enough"), tip.sentence(language))
            }
            Self::Mismatch => language.say("new-password-mismatch"),
            Self::SameAsOld => language.say("new-password-same-as-old"),
            Self::Common => language.say("new-password-common"),
            Self::FormTooOld | Self::Unavailable | Self::Busy => return Vec::new(),
        };
        let field = match self {
            Self::Mismatch => NewPasswordField::Confirmation,
            _ => NewPasswordField::Password,
        };
        vec![(field, sentence)]
    }
}
