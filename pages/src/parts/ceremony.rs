//! The part of a form in which the browser is asked for a passkey. The script does it and posts the answer as the field `credential`.

use maud::{Markup, html};

use crate::Language;

/// One question to the browser.
pub(crate) struct Ceremony<'a> {
    pub(crate) language: Language,
    pub(crate) passkey: Passkey,
    /// The question as JSON. It stands in an attribute, where nothing in it can end it.
    pub(crate) options: &'a str,
    /// Key of what the button is called.
    pub(crate) button: &'static str,
}

/// What is done with a passkey.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Passkey {
    /// A new one is made.
    Created,
    /// One is asked for, after a password.
    Asked,
    /// One is asked for in place of a password, and offered where the username is typed.
    Offered,
    /// The same after one that was refused: only whoever presses the button is asked again.
    OfferedAgain,
}

impl Ceremony<'_> {
    pub(crate) fn render(&self) -> Markup {
        let language = self.language;
        let is_offered = matches!(self.passkey, Passkey::Offered | Passkey::OfferedAgain);
        let asks_by_itself = self.passkey == Passkey::Offered;
        html! {
            div data-passkey=(self.passkey.method()) data-options=(self.options) data-offered=[asks_by_itself.then_some("true")]
                data-unsupported=(language.say("passkey-unsupported"))
                data-cancelled=(language.say("passkey-cancelled"))
                data-known=(language.say("new-passkey-known")) {
                input type="hidden" name="credential" autocomplete="off";
                @if !is_offered { noscript { p.note { (language.say("passkey-needs-scripts")) } } }
                button.btn.full.pri[!is_offered] hidden { (language.say(self.button)) }
                p.note role="status" {}
            }
        }
    }
}

impl Passkey {
    /// The method of `navigator.credentials`.
    const fn method(self) -> &'static str {
        match self {
            Self::Created => "create",
            Self::Asked | Self::Offered | Self::OfferedAgain => "get",
        }
    }
}
