//! The page of a mailed link that cannot be used.

use std::time::Duration;

use maud::{Markup, html};

use crate::{
    Brand, Language,
    parts::{LanguageLinks, Layout, Outcome},
};

/// The answer to a mailed link that leads nowhere.
#[derive(Debug, Clone)]
pub struct LinkProblemPage<'a> {
    /// The portal's face.
    pub brand: &'a Brand,
    /// The language of the page.
    pub language: Language,
    /// What is the matter with the link.
    pub problem: LinkProblem,
}

/// Why a link cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkProblem {
    /// Its time is over.
    Expired {
        /// How long links of its kind work.
        life: Duration,
        /// Who makes a new one.
        ask: AskAgain,
    },
    /// It has done its work.
    Used,
    /// A newer one was asked for.
    Replaced,
    /// An administrator declined the request, or took the link back.
    Declined,
    /// The password changed in another way, or the person may no longer sign in. Which of them is not told.
    Ended,
    /// It never was one of ours, or a part of it is lost.
    Unknown,
}

/// Who makes a new link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskAgain {
    /// The person, on the page of this address.
    Forgot(String),
    /// An administrator, who is asked on the page of this address.
    Administrator(String),
}

impl LinkProblemPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let language = self.language;
        let heading = language.say(self.heading());
        let layout = Layout {
            brand: self.brand,
            language,
            title: heading.clone(),
            outcome: Outcome::Plain,
            moves_to: None,
            language_links: LanguageLinks::Offered,
        };
        layout.render(&html! {
            div.card {
                div.card-body.stack {
                    div {
                        h1 { (heading) }
                        p.lede { (self.text()) }
                    }
                    (self.ways_on())
                }
            }
        })
    }

    const fn heading(&self) -> &'static str {
        match self.problem {
            LinkProblem::Expired { .. } => "link-expired",
            LinkProblem::Used => "link-used",
            LinkProblem::Replaced => "link-replaced",
            LinkProblem::Declined => "link-declined",
            LinkProblem::Ended => "link-ended",
            LinkProblem::Unknown => "link-unknown",
        }
    }

    fn text(&self) -> String {
        let language = self.language;
        match &self.problem {
            LinkProblem::Expired { life, ask } => {
                let key = match ask {
                    AskAgain::Forgot(_) => "link-expired-text",
                    AskAgain::Administrator(_) => "link-expired-text-administrator",
                };
                language.say_with(key, &[("duration", language.duration(*life).into())])
            }
            LinkProblem::Used => language.say("link-used-text"),
            LinkProblem::Replaced => language.say("link-replaced-text"),
            LinkProblem::Declined => language.say("link-declined-text"),
            LinkProblem::Ended => language.say("link-ended-text"),
            LinkProblem::Unknown => language.say("link-unknown-text"),
        }
    }

    /// What helps most comes first.
    fn ways_on(&self) -> Markup {
        let language = self.language;
        let (sign_in, forgot) = (self.brand.path("login"), self.brand.path("forgot"));
        let first = |address: &str, key| html! { a.btn.pri.full href=(address) { (language.say(key)) } };
        let second = |address: &str, key| html! { a.btn.full href=(address) { (language.say(key)) } };
        match &self.problem {
            LinkProblem::Expired { ask: AskAgain::Forgot(address), .. } => html! {
                (first(address, "ask-for-a-new-link"))
                (second(&sign_in, "back-to-sign-in"))
            },
            LinkProblem::Expired { ask: AskAgain::Administrator(address), .. } => html! {
                (first(address, "ask-again"))
                (second(&sign_in, "back-to-sign-in"))
            },
            LinkProblem::Used | LinkProblem::Ended => html! {
                (first(&sign_in, "sign-in"))
                (second(&forgot, "ask-for-a-new-link"))
            },
            LinkProblem::Replaced | LinkProblem::Declined => first(&sign_in, "back-to-sign-in"),
            LinkProblem::Unknown => html! {
                (first(&forgot, "ask-for-a-new-link"))
                (second(&sign_in, "back-to-sign-in"))
            },
        }
    }
}
