//! The strip at the foot of a signed-out card that says where the person is going.

use maud::{Markup, html};

use super::icon;
use crate::Language;

/// Names the host alone: a path or query could be made to say anything.
pub(crate) fn destination_strip(language: Language, host: &str) -> Markup {
    let host = html! { b { bdi.ltr { (host) } } };
    html! {
        div.card-foot {
            (icon::padlock())
            span { (language.fill("destination", &[("host", host)])) }
        }
    }
}
