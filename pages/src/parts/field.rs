//! A labelled line of text.

use maud::{Markup, html};

use super::icon;

/// A field that keeps what was typed.
pub(crate) struct Field<'a> {
    /// Both its name in the form and its id in the page.
    pub(crate) name: &'a str,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) problem: Option<String>,
    pub(crate) value: &'a str,
    pub(crate) entry: Entry,
    pub(crate) autocomplete: &'a str,
    pub(crate) focus: Focus,
}

/// What is typed, for the keyboards of telephones.
#[derive(Clone, Copy)]
pub(crate) enum Entry {
    /// An identifier: nothing capitalises or corrects it.
    Text,
    Email,
    /// What people call themselves or each other, written as people write.
    Name,
    Phone,
    /// A code of letters and digits, all of them capitals.
    RecoveryCode,
}

/// Whether the page opens with the cursor in this field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Focus {
    Here,
    Elsewhere,
}

impl Field<'_> {
    /// The field, which must not be left empty.
    pub(crate) fn render(&self) -> Markup {
        self.line(true)
    }

    /// The field, which may be left empty.
    pub(crate) fn render_optional(&self) -> Markup {
        self.line(false)
    }

    fn line(&self, is_required: bool) -> Markup {
        let name = self.name;
        let (kind, inputmode) = match self.entry {
            Entry::Text | Entry::Name | Entry::RecoveryCode => ("text", None),
            Entry::Email => ("email", Some("email")),
            Entry::Phone => ("tel", None),
        };
        let capitals = match self.entry {
            Entry::Text | Entry::Email => Some("none"),
            Entry::RecoveryCode => Some("characters"),
            Entry::Name | Entry::Phone => None,
        };
        html! {
            div.field.has-error[self.problem.is_some()] {
                label for=(name) { (self.label) }
                @if let Some(hint) = &self.hint {
                    p.hint id={ (name) "-hint" } { (hint) }
                }
                (field_problem(name, self.problem.as_deref()))
                input.in id=(name) name=(name) type=(kind) inputmode=[inputmode] value=(self.value)
                    autocomplete=(self.autocomplete) autocapitalize=[capitals] autocorrect=[capitals.map(|_| "off")] spellcheck="false"
                    required[is_required] autofocus[self.focus == Focus::Here]
                    aria-invalid=[self.problem.as_ref().map(|_| "true")]
                    aria-describedby=[self.described_by()];
            }
        }
    }

    fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        let problem = self.problem.as_ref().map(|_| format!("{}-error", self.name));
        match (hint, problem) {
            (Some(hint), Some(problem)) => Some(format!("{hint} {problem}")),
            (hint, problem) => hint.or(problem),
        }
    }
}

/// What is wrong with a field, above it and named after it.
pub(crate) fn field_problem(name: &str, problem: Option<&str>) -> Markup {
    html! {
        @if let Some(problem) = problem {
            p.err id={ (name) "-error" } { (icon::warning()) span { (problem) } }
        }
    }
}
