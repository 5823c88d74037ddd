//! The password's field: never filled in again, shown on request, with a hint when Caps Lock is on.

use maud::{Markup, html};

use super::{Focus, field_problem};
use crate::{ForgotLink, Language};

const NAME: &str = "password";

/// The box of a sign-in.
pub(crate) struct PasswordBox<'a> {
    pub(crate) language: Language,
    pub(crate) problem: Option<String>,
    /// The way on for those who forgot it.
    pub(crate) forgot: Option<&'a ForgotLink>,
    pub(crate) focus: Focus,
}

impl PasswordBox<'_> {
    pub(crate) fn render(&self) -> Markup {
        let language = self.language;
        let described_by = match self.problem {
            Some(_) => "password-error password-caps",
            None => "password-caps",
        };
        html! {
            div.field.has-error[self.problem.is_some()] {
                div.lab-row {
                    label for=(NAME) { (language.say("password")) }
                    @if let Some(forgot) = self.forgot { (forgot.render(language)) }
                }
                (field_problem(NAME, self.problem.as_deref()))
                div.box {
                    input id=(NAME) name=(NAME) type="password" autocomplete="current-password"
                        autocapitalize="none" autocorrect="off" spellcheck="false"
                        required autofocus[self.focus == Focus::Here]
                        aria-invalid=[self.problem.as_ref().map(|_| "true")]
                        aria-describedby=(described_by);
                    button.btn.s.ghost type="button" data-reveal aria-controls=(NAME)
                        aria-label=(language.say("password-show-long")) hidden { (language.say("password-show")) }
                }
                p.note #password-caps role="status" {}
            }
        }
    }
}
