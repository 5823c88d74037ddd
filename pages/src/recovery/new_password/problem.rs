//! Why a new password was not taken.

use maud::{Markup, html};

use super::NewPasswordField;
use crate::{
    Language, Tip,
    parts::{Complaint, Complaints, Tone, message},
    strength::not_strong_enough,
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

    pub(super) fn message(&self, complaints: &Complaints, language: Language) -> Markup {
        let bad = |key| message(Tone::Bad, Some(language.say("problem-heading")), &html! { p { (language.say(key)) } });
        match self {
            Self::FormTooOld => message(Tone::Info, None, &html! { p { (language.say("new-password-form-too-old")) } }),
            Self::Unavailable => bad("new-password-unavailable"),
            Self::Busy => bad("busy"),
            _ => complaints.summary(language).unwrap_or_default(),
        }
    }

    /// What is wrong with which field.
    pub(super) fn complaints(&self, language: Language) -> Complaints {
        use NewPasswordField::{Confirmation, Password};
        let sentences = match self {
            Self::EmptyFields(fields) => fields.iter().map(|field| (*field, language.say(field.empty()))).collect(),
            Self::TooShort { min_length } => {
                vec![(Password, language.say_with("new-password-too-short", &[("count", (*min_length).into())]))]
            }
            Self::NotStrongEnough { tip, .. } => vec![(Password, not_strong_enough(language, *tip))],
            Self::Mismatch => vec![(Confirmation, language.say("new-password-mismatch"))],
            Self::SameAsOld => vec![(Password, language.say("new-password-same-as-old"))],
            Self::Common => vec![(Password, language.say("new-password-common"))],
            Self::FormTooOld | Self::Unavailable | Self::Busy => Vec::new(),
        };
        sentences.into_iter().map(|(field, sentence)| Complaint { field: field.name(), sentence }).collect()
    }
}
