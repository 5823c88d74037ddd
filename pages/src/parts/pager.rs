//! The ways to the rows before and after those that are shown.

use maud::{Markup, html};

use crate::Language;

/// Both addresses lead to a place in the list and to no number of a page, so that rows which come and go shift nothing.
pub(crate) fn pager(language: Language, previous: Option<&str>, next: Option<&str>) -> Markup {
    html! {
        @if previous.is_some() || next.is_some() {
            nav.pager aria-label=(language.say("pager")) {
                (way(&language.say("pager-previous"), "prev", previous))
                (way(&language.say("pager-next"), "next", next))
            }
        }
    }
}

fn way(label: &str, rel: &str, address: Option<&str>) -> Markup {
    html! {
        @match address {
            Some(address) => a.btn.s rel=(rel) href=(address) { (label) },
            None => span.btn.s aria-disabled="true" { (label) },
        }
    }
}
