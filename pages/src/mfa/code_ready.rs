//! The page before the code: what will be asked for.

use maud::{Markup, html};

use super::{MfaFrame, OwnFactors, factors::Way, frame::Sheet};
use crate::parts::Width;

/// `GET {prefix}/code/ready`, which leads on to the page that asks.
#[derive(Debug, Clone)]
pub struct CodeReadyPage<'a> {
    /// What stands around the page.
    pub frame: MfaFrame<'a>,
    /// What the person can give.
    pub factors: OwnFactors,
}

impl CodeReadyPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let frame = &self.frame;
        let language = frame.language;
        let way = self.factors.first_way();
        let (title, lede) = match way {
            Way::Code | Way::RecoveryCode => ("have-your-app-ready", "code-ready-lede"),
            Way::Passkey => ("passkey-ready", "passkey-ready-lede"),
        };
        let sheet = Sheet {
            title: language.say(title),
            step: None,
            lede: language.fill(lede, &[("tenant", frame.tenant())]),
            action: way.address(),
            width: Width::Narrow,
            trouble: None,
            under: None,
        };
        frame.render(
            &sheet,
            &html! {
                div.row {
                    a.btn.pri href=(frame.path(way.address())) { (language.say("continue")) }
                    (frame.way_out())
                }
            },
        )
    }
}
