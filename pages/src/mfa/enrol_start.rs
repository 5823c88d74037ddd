//! The first step of the set-up: what will be needed.

use maud::{Markup, html};

use super::{AcceptedFactors, MfaFrame, MfaStanding, factors::or, frame::Sheet};
use crate::parts::Width;

/// `GET` and `POST {prefix}/enrol/start`: `later` puts it off.
#[derive(Debug, Clone)]
pub struct EnrolStartPage<'a> {
    /// What stands around the page.
    pub frame: MfaFrame<'a>,
    /// What may be set up.
    pub accepted: AcceptedFactors,
    /// Whether it may be put off until the next sign-in.
    pub may_be_later: bool,
}

/// Where a passkey is set up in place of an authenticator app.
const PASSKEY: &str = "enrol/passkey";

impl EnrolStartPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let frame = &self.frame;
        let language = frame.language;
        let (title, lede) = match (self.accepted, &frame.standing) {
            (AcceptedFactors::Passkey, _) => ("enrol-start-passkey", "enrol-start-passkey-lede"),
            (_, MfaStanding::SigningIn { .. }) => ("have-your-app-ready", "enrol-start-lede"),
            (_, MfaStanding::SignedIn { .. }) => ("have-your-app-ready", "enrol-start-own-lede"),
        };
        let sheet = Sheet {
            title: language.say(title),
            step: (self.accepted != AcceptedFactors::Passkey).then_some(1),
            lede: language.fill(lede, &[("tenant", frame.tenant())]),
            action: "enrol/start",
            width: Width::Narrow,
            trouble: None,
            under: None,
        };
        frame.render(
            &sheet,
            &html! {
                div.row {
                    (self.way_on())
                    @if self.may_be_later { button.btn name="later" value="1" { (language.say("remind-me-next-time")) } }
                    (frame.way_out())
                }
                @if self.accepted == AcceptedFactors::AuthenticatorOrPasskey {
                    (or(frame))
                    a.btn.full href=(frame.path(PASSKEY)) { (language.say("enrol-passkey-instead")) }
                }
            },
        )
    }

    fn way_on(&self) -> Markup {
        let frame = &self.frame;
        let continue_ = frame.language.say("continue");
        html! {
            @match self.accepted {
                AcceptedFactors::Passkey => a.btn.pri href=(frame.path(PASSKEY)) { (continue_) },
                AcceptedFactors::Authenticator | AcceptedFactors::AuthenticatorOrPasskey => button.btn.pri { (continue_) },
            }
        }
    }
}
