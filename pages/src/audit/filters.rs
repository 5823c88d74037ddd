//! Which events are shown.

use maud::{Markup, html};

use super::event::{KINDS, sentence};
use crate::Language;

/// What was asked for, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilters {
    /// `who`: part of a name or username.
    pub who: String,
    /// `event`: a kind, or empty for every kind.
    pub event: String,
    /// `from`: the first day, as `2026-11-24`.
    pub from: String,
    /// `to`: the last day.
    pub to: String,
}

impl AuditFilters {
    pub(super) fn are_set(&self) -> bool {
        *self != Self::default()
    }

    pub(super) fn form(&self, language: Language, address: &str) -> Markup {
        html! {
            form.tools method="get" action=(address) role="search" {
                (line(language, "who", "audit-who", "text", &self.who))
                div.field {
                    label for="event" { (language.say("audit-what")) }
                    select.in id="event" name="event" {
                        option value="" { (language.say("audit-any-event")) }
                        @for (kind, _) in KINDS {
                            option value=(kind) selected[kind == self.event] { (sentence(language, kind, None)) }
                        }
                    }
                }
                (line(language, "from", "audit-from-day", "date", &self.from))
                (line(language, "to", "audit-to-day", "date", &self.to))
                button.btn { (language.say("audit-filter")) }
            }
        }
    }
}

fn line(language: Language, name: &str, label: &str, kind: &str, value: &str) -> Markup {
    html! {
        div.field {
            label for=(name) { (language.say(label)) }
            input.in id=(name) name=(name) type=(kind) value=(value) autocomplete="off";
        }
    }
}
