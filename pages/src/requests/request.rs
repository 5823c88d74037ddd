//! Who asked for a new password, when and from where.

use maud::{Markup, html};

use crate::{Frame, Language, MfaState, Moment};

/// A request.
#[derive(Debug, Clone)]
pub struct ResetRequest {
    /// Value of `approve`, `decline` and `take_back`, and its part of an address.
    pub id: String,
    /// Who asked, by name.
    pub name: String,
    /// And by username.
    pub username: String,
    /// The organisation's name, for operators, who see those of many.
    pub account: Option<String>,
    /// When they asked.
    pub asked: Moment,
    /// The network address they asked from.
    pub network: String,
    /// What they asked with: "Chrome on Windows".
    pub browser: String,
    /// How they stand with MFA, where that is known.
    pub mfa: Option<MfaState>,
    /// Whether it is the request of the one who looks: nobody approves their own.
    pub is_own: bool,
}

impl ResetRequest {
    pub(super) fn origin(&self, language: Language) -> Markup {
        let slots = [
            ("when", self.asked.render(language)),
            ("network", html! { bdi.ltr { (self.network) } }),
            ("browser", html! { bdi { (self.browser) } }),
        ];
        language.fill("requests-origin", &slots)
    }

    pub(super) fn who(&self, language: Language) -> Markup {
        html! {
            bdi { (self.name) } " " span.small.muted { bdi.ltr { (self.username) } }
            @if let Some(account) = &self.account { " " span.pill { bdi { (account) } } }
            @if let Some(mfa) = self.mfa { " " span.pill.(mfa.tone()) { (language.say("mfa")) " " (language.say(mfa.label())) } }
        }
    }

    pub(super) fn decision(&self, frame: &Frame<'_>) -> Markup {
        let language = frame.language;
        let about = |key| language.fill(key, &[("name", html! { bdi { (self.name) } })]);
        html! {
            button.btn.pri.s name="approve" value=(self.id) {
                span { (language.say("requests-send")) " " span.vh { (about("requests-send-to")) } }
            }
            button.btn.s name="decline" value=(self.id) {
                span { (language.say("requests-decline")) " " span.vh { (about("requests-decline-of")) } }
            }
        }
    }

    pub(super) fn taking_back(&self, frame: &Frame<'_>) -> Markup {
        let language = frame.language;
        let name = html! { bdi { (self.name) } };
        html! {
            button.btn.s.danger name="take_back" value=(self.id) {
                span { (language.say("requests-take-back")) " " span.vh { (language.fill("requests-take-back-of", &[("name", name)])) } }
            }
        }
    }
}
