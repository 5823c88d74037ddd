//! A field for a password in a form of several: never filled in again, shown on request.

use maud::{Markup, html};

use super::field_problem;
use crate::Language;

/// A password that is typed.
pub(crate) struct SecretBox<'a> {
    pub(crate) language: Language,
    /// Both its name in the form and its id in the page.
    pub(crate) name: &'a str,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) problem: Option<String>,
    /// `current-password` or `new-password`.
    pub(crate) autocomplete: &'a str,
    pub(crate) is_required: bool,
    /// Ids of what else describes it.
    pub(crate) described_by: &'a str,
}

impl SecretBox<'_> {
    pub(crate) fn render(&self) -> Markup {
        self.line(None)
    }

    /// A field for a new password: browsers and password managers are told how short it may be.
    pub(crate) fn render_new(&self, min_length: u8) -> Markup {
        self.line(Some(min_length))
    }

    fn line(&self, min_length: Option<u8>) -> Markup {
        let (language, name) = (self.language, self.name);
        html! {
            div.field.has-error[self.problem.is_some()] {
                label for=(name) { (self.label) }
                @if let Some(hint) = &self.hint { p.hint id={ (name) "-hint" } { (hint) } }
                (field_problem(name, self.problem.as_deref()))
                div.box {
                    input id=(name) name=(name) type="password" autocomplete=(self.autocomplete)
                        autocapitalize="none" autocorrect="off" spellcheck="false" required[self.is_required]
                        minlength=[min_length] passwordrules=[min_length.map(|n| format!("minlength: {n}; allowed: unicode;"))]
                        aria-invalid=[self.problem.as_ref().map(|_| "true")]
                        aria-describedby=(self.descriptions());
                    button.btn.s.ghost type="button" data-reveal aria-controls=(name)
                        aria-label=(language.say("password-show-long")) hidden { (language.say("password-show")) }
                }
                p.note id={ (name) "-caps" } role="status" {}
            }
        }
    }

    fn descriptions(&self) -> String {
        let name = self.name;
        let mut ids = Vec::new();
        if self.hint.is_some() {
            ids.push(format!("{name}-hint"));
        }
        if self.problem.is_some() {
            ids.push(format!("{name}-error"));
        }
        ids.extend(self.described_by.split_whitespace().map(str::to_owned));
        ids.push(format!("{name}-caps"));
        ids.join(" ")
    }
}
