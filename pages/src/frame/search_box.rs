//! The field `q`, which narrows a list.

use maud::{Markup, html};

use super::icon;
use crate::Language;

/// A field to search in, with its label for those who do not see the placeholder.
pub(crate) fn search_box(language: Language, query: &str, label: &str, placeholder: &str) -> Markup {
    html! {
        div.grow {
            label.vh for="q" { (language.say(label)) }
            div.box {
                (icon::glass())
                input id="q" name="q" type="search" value=(query) autocomplete="off" placeholder=(language.say(placeholder));
            }
        }
    }
}
