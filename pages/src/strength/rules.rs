//! What a new password has to keep to, listed before anything is typed.

use maud::{Markup, html};

use super::Band;
use crate::{Language, parts::icon};

/// The rules, each with a tick once it is known to be kept.
pub(crate) struct Rules<'a> {
    pub(crate) language: Language,
    /// Name of the password's field; the list's id follows from it.
    pub(crate) field: &'a str,
    pub(crate) min_length: u8,
    pub(crate) required_band: Band,
    /// Whether the password that was sent was long enough, where that is known.
    pub(crate) is_long_enough: Option<bool>,
    /// Whether it was hard enough to guess, where that is known.
    pub(crate) is_strong_enough: Option<bool>,
}

impl Rules<'_> {
    pub(crate) fn render(&self) -> Markup {
        let length = self.language.say_with("rule-length", &[("count", self.min_length.into())]);
        html! {
            ul.rules id={ (self.field) "-rules" } {
                (self.rule("min", &length, self.is_long_enough))
                @match self.required_band {
                    Band::Weak => {},
                    Band::Nearly => (self.rule("band", &self.language.say("rule-nearly"), self.is_strong_enough)),
                    Band::Strong => (self.rule("band", &self.language.say("rule-strong"), self.is_strong_enough)),
                }
            }
        }
    }

    /// The tick is said in words too: neither colour nor picture reaches everyone.
    fn rule(&self, name: &str, sentence: &str, is_kept: Option<bool>) -> Markup {
        let state = is_kept.map(|is_kept| self.language.say(if is_kept { "rule-met" } else { "rule-unmet" }));
        html! {
            li data-rule=(name) data-ok=[is_kept] {
                (icon::tick())
                span { (sentence) " " span.vh { @if let Some(state) = state { (state) } } }
            }
        }
    }
}
