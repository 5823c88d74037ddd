//! The name that password managers file a new password under.

use maud::{Markup, html};

use crate::Language;

/// A field that is read and never posted. People need not see it; without it the password is filed under nobody.
pub(crate) fn filed_under(username: Option<&str>, language: Language) -> Markup {
    html! {
        @if let Some(username) = username {
            div.vh aria-hidden="true" {
                label for="username" { (language.say("username")) }
                input id="username" type="text" value=(username) autocomplete="username" tabindex="-1" readonly;
            }
        }
    }
}
