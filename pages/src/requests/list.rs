//! Every request that waits, and every link that was approved and is not used yet.

use std::time::Duration;

use maud::{Markup, html};

use super::ResetRequest;
use crate::{
    Console, Frame, Moment,
    frame::{Sheet, icon},
};

/// `GET` and `POST {prefix}/requests`: `approve`, `decline` or `take_back` by id.
#[derive(Debug, Clone)]
pub struct RequestsPage<'a> {
    /// What stands around the page.
    pub frame: Frame<'a>,
    /// Whose requests they are to decide.
    pub console: Console,
    /// How long a link works once it is sent.
    pub life: Duration,
    /// Those that wait.
    pub waiting: Vec<ResetRequest>,
    /// Those that were approved and whose link was not used yet.
    pub approved: Vec<ApprovedRequest>,
}

/// A request whose link is on its way.
#[derive(Debug, Clone)]
pub struct ApprovedRequest {
    /// The request.
    pub request: ResetRequest,
    /// Who approved it.
    pub by: String,
    /// When.
    pub approved: Moment,
    /// How long the link still works.
    pub expires_in: Duration,
}

impl RequestsPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let language = self.frame.language;
        let life = language.duration(self.life);
        let place = self.console.requests();
        let sheet = Sheet {
            lede: Some(html! { (language.say_with("requests-lede", &[("duration", life.into())])) }),
            ..Sheet::new(place, language.say("requests"))
        };
        self.frame.render(
            &sheet,
            &html! {
                div.card {
                    @if self.waiting.is_empty() { (self.empty()) }
                    @else { ul.items { @for request in &self.waiting { (self.waiting(request)) } } }
                }
                @if !self.waiting.is_empty() { p.under { (language.say("requests-advice")) } }
                @if !self.approved.is_empty() { (self.approved_ones()) }
            },
        )
    }

    fn address(&self) -> String {
        self.frame.path(self.console.requests().address())
    }

    fn empty(&self) -> Markup {
        html! { div.empty { (icon::tray()) p { (self.frame.language.say("requests-empty")) } } }
    }

    fn waiting(&self, request: &ResetRequest) -> Markup {
        let language = self.frame.language;
        html! {
            li {
                div.grow {
                    h2 { (request.who(language)) }
                    p.small.muted { (request.origin(language)) }
                }
                @if request.is_own {
                    p.small { (language.say("requests-own")) }
                } @else {
                    form.row method="post" action=(self.address()) {
                        (self.frame.csrf_field())
                        (request.decision(&self.frame))
                    }
                }
            }
        }
    }

    fn approved_ones(&self) -> Markup {
        html! {
            h2.after { (self.frame.language.say("requests-approved")) }
            div.card.after { ul.items { @for approved in &self.approved { (self.approved(approved)) } } }
        }
    }

    fn approved(&self, approved: &ApprovedRequest) -> Markup {
        let (language, request) = (self.frame.language, &approved.request);
        let slots = [
            ("by", html! { bdi { (approved.by) } }),
            ("when", approved.approved.render(language)),
            ("duration", html! { (language.duration(approved.expires_in)) }),
        ];
        html! {
            li {
                div.grow {
                    h3 { (request.who(language)) }
                    p.small.muted { (language.fill("requests-approved-by", &slots)) }
                }
                form method="post" action=(self.address()) {
                    (self.frame.csrf_field())
                    (request.taking_back(&self.frame))
                }
            }
        }
    }
}
