//! The new password, once and once more, with the bar and the rules between.

use maud::{Markup, html};

use super::{NewPasswordPage, NewPasswordProblem};
use crate::{
    Band, Tip,
    parts::SecretBox,
    strength::{Judgement, Meter, Rules},
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
            Self::Password => "password",
            Self::Confirmation => "password_confirmation",
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
    /// For password managers alone: without it they would file the password under nobody.
    pub(super) fn username_field(&self) -> Markup {
        html! {
            @if let Some(username) = &self.username {
                div.vh aria-hidden="true" {
                    label for="username" { (self.language.say("username")) }
                    input id="username" type="text" name="username" value=(username) autocomplete="username" tabindex="-1" readonly;
                }
            }
        }
    }

    pub(super) fn fields(&self) -> Markup {
        let field = NewPasswordField::Password.name();
        let judgement = self.judgement();
        html! {
            div {
                (self.secret_box(NewPasswordField::Password, "new-password", &format!("{field}-rules {field}-strength")).render_new(self.min_length))
                (Meter { brand: self.brand, language: self.language, field, judgement }.render())
            }
            (Rules {
                language: self.language,
                field,
                min_length: self.min_length,
                required_band: self.required_band,
                is_long_enough: self.is_long_enough(),
                is_strong_enough: judgement.map(|judgement| judgement.band >= self.required_band),
            }.render())
            (self.secret_box(NewPasswordField::Confirmation, "confirm-new-password", "").render())
        }
    }

    fn secret_box<'a>(&'a self, field: NewPasswordField, label: &str, described_by: &'a str) -> SecretBox<'a> {
        SecretBox {
            language: self.language,
            name: field.name(),
            label: self.language.say(label),
            hint: None,
            problem: self.problem.as_ref().and_then(|problem| problem.of_field(field, self.language)),
            autocomplete: "new-password",
            is_required: true,
            described_by,
        }
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
