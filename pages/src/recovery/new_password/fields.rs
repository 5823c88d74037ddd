//! Both fields of the form, with the strength bar and the rules between.

use maud::Markup;

use super::{NewPasswordPage, NewPasswordProblem};
use crate::{
    Band, PasswordRules, Tip,
    parts::{CONFIRMATION, Complaints, NewPassword, PASSWORD, Verdict},
    strength::Judgement,
};

/// A field of the form that must not be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewPasswordField {
    /// `password`.
    Password,
    /// `password_confirmation`.
    Confirmation,
}

impl NewPasswordField {
    /// Name the field is posted under, which is its id in the page too.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Password => PASSWORD,
            Self::Confirmation => CONFIRMATION,
        }
    }

    pub(super) const fn empty(self) -> &'static str {
        match self {
            Self::Password => "new-password-missing",
            Self::Confirmation => "new-password-again-missing",
        }
    }
}

impl NewPasswordPage<'_> {
    pub(super) fn fields(&self, complaints: &Complaints) -> Markup {
        NewPassword {
            brand: self.brand,
            language: self.language,
            rules: PasswordRules { min_length: self.min_length, required_band: self.required_band },
            hint: None,
            complaints,
            verdict: Verdict { judgement: self.judgement(), is_long_enough: self.is_long_enough() },
            is_required: true,
        }
        .render()
    }

    /// What the bar says of the password that was sent.
    fn judgement(&self) -> Option<Judgement> {
        let (band, tip) = match &self.problem {
            Some(NewPasswordProblem::TooShort { min_length }) => (None, Some(Tip::UseMoreCharacters { min_length: *min_length })),
            Some(NewPasswordProblem::NotStrongEnough { score, tip }) => (Some(Band::of(*score, true)), *tip),
            Some(NewPasswordProblem::Common) => (Some(Band::Weak), Some(Tip::ThisIsACommonPassword)),
            _ => (None, None),
        };
        self.band.or(band).map(|band| Judgement { band, tip })
    }

    /// Whether the password that was sent was, as far as what was wrong with it tells.
    fn is_long_enough(&self) -> Option<bool> {
        match self.problem.as_ref()? {
            NewPasswordProblem::TooShort { .. } => Some(false),
            NewPasswordProblem::NotStrongEnough { .. } | NewPasswordProblem::SameAsOld | NewPasswordProblem::Common => Some(true),
            _ => None,
        }
    }
}
