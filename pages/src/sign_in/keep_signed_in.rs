//! The checkbox "Keep me signed in on this device".

use maud::{Markup, html};

use crate::Language;

/// What becomes of the checkbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeepSignedIn {
    /// Shown, not ticked.
    Offered,
    /// Shown and ticked, as it was posted.
    Ticked,
    /// Not shown.
    Absent,
    /// Not shown, with a sentence that the account is encrypted.
    EncryptedAccount,
}

impl KeepSignedIn {
    pub(super) fn checkbox(self, language: Language) -> Markup {
        let is_ticked = match self {
            Self::Offered => false,
            Self::Ticked => true,
            Self::Absent | Self::EncryptedAccount => return html! {},
        };
        html! {
            label.check for="remember" {
                input id="remember" type="checkbox" name="remember" value="1" checked[is_ticked];
                span { (language.say("remember")) }
            }
        }
    }

    pub(super) fn note(self, language: Language) -> Markup {
        html! {
            @if self == Self::EncryptedAccount {
                p.small.muted { (language.say("encrypted-note")) }
            }
        }
    }
}
