//! A labelled list to choose one of.

use maud::{Markup, html};

use super::field_problem;

/// A field of which one value is chosen.
pub(crate) struct Choice<'a> {
    /// Both its name in the form and its id in the page.
    pub(crate) name: &'a str,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) problem: Option<String>,
    pub(crate) options: Vec<(&'a str, String)>,
    pub(crate) chosen: &'a str,
}

impl Choice<'_> {
    pub(crate) fn render(&self) -> Markup {
        let name = self.name;
        html! {
            div.field.has-error[self.problem.is_some()] {
                label for=(name) { (self.label) }
                @if let Some(hint) = &self.hint { p.hint id={ (name) "-hint" } { (hint) } }
                (field_problem(name, self.problem.as_deref()))
                select.in id=(name) name=(name)
                    aria-invalid=[self.problem.as_ref().map(|_| "true")]
                    aria-describedby=[self.described_by()] {
                    @for (value, label) in &self.options {
                        option value=(value) selected[*value == self.chosen] { (label) }
                    }
                }
            }
        }
    }

    fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        let problem = self.problem.as_ref().map(|_| format!("{}-error", self.name));
        let ids: Vec<_> = hint.into_iter().chain(problem).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}
