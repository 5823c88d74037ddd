//! What people type: each field with what they typed before and what was wrong with it.

use maud::{Markup, html};

use super::{SignInField, SignInForm, SignInPage};
use crate::parts::{Entry, Field, Focus, PasswordBox, account_id_field};

impl SignInPage<'_> {
    pub(super) fn fields(&self) -> Markup {
        html! {
            @if self.form == SignInForm::AccountUsername { (self.account_id_field()) }
            (self.identifier_field())
            (self.password_box())
        }
    }

    fn account_id_field(&self) -> Markup {
        let field = SignInField::AccountId;
        account_id_field(self.language, &self.account_id, self.problem_of(field), self.focus_of(field))
    }

    fn identifier_field(&self) -> Markup {
        Field {
            name: self.form.identifier_field(),
            label: self.language.say(self.form.identifier_label()),
            hint: None,
            problem: self.problem_of(SignInField::Identifier),
            value: &self.identifier,
            entry: match self.form {
                SignInForm::Email => Entry::Email,
                _ => Entry::Text,
            },
            // Password managers pair passwords with `username`, even where it is an email address.
            autocomplete: if self.passkey.is_some() { "username webauthn" } else { "username" },
            focus: self.focus_of(SignInField::Identifier),
        }
        .render()
    }

    fn password_box(&self) -> Markup {
        PasswordBox {
            language: self.language,
            problem: self.problem_of(SignInField::Password),
            forgot: self.forgot.as_ref(),
            focus: Focus::Elsewhere,
        }
        .render()
    }

    fn problem_of(&self, field: SignInField) -> Option<String> {
        let problem = self.problem.as_ref()?;
        problem.of_field(field, self.form, self.language)
    }

    fn focus_of(&self, field: SignInField) -> Focus {
        let has_message = self.problem.is_some() || self.notice.is_some();
        if !has_message && field == self.form.first_field() { Focus::Here } else { Focus::Elsewhere }
    }
}
