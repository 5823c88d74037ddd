//! The six digits of an authenticator app: one line, never filled in again, filled by browsers that can.

use maud::{Markup, html};

use super::{Focus, field_problem};
use crate::Language;

/// Name of the field, which is its id in the page too.
pub(crate) const CODE: &str = "code";

/// A field for a code.
pub(crate) struct CodeField {
    pub(crate) language: Language,
    pub(crate) hint: Option<String>,
    pub(crate) problem: Option<String>,
    pub(crate) focus: Focus,
}

impl CodeField {
    /// The field under its label.
    pub(crate) fn render(&self) -> Markup {
        html! {
            div.field.has-error[self.problem.is_some()] {
                label for=(CODE) { (self.language.say("code-label")) }
                (self.line())
            }
        }
    }

    /// The same for a page that has a label of its own.
    pub(crate) fn line(&self) -> Markup {
        html! {
            @if let Some(hint) = &self.hint { p.hint id={ (CODE) "-hint" } { (hint) } }
            (field_problem(CODE, self.problem.as_deref()))
            // Apps show the digits in groups, and people paste them so.
            input.in.code.ltr id=(CODE) name=(CODE) type="text" inputmode="numeric" autocomplete="one-time-code"
                pattern="[0-9 \\-]{6,8}" maxlength="8" required autofocus[self.focus == Focus::Here]
                aria-invalid=[self.problem.as_ref().map(|_| "true")]
                aria-describedby=[self.described_by()];
        }
    }

    fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{CODE}-hint"));
        let problem = self.problem.as_ref().map(|_| format!("{CODE}-error"));
        let ids: Vec<_> = hint.into_iter().chain(problem).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}
