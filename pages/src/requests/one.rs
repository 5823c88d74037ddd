//! One request, to which the letter to the administrators leads.

use maud::{Markup, html};

use super::ResetRequest;
use crate::{
    Console, Frame, Moment, StepUp,
    frame::{Crumb, Sheet},
    parts::Complaints,
};

/// `GET` and `POST {prefix}/requests/{id}`: `approve` or `decline`.
#[derive(Debug, Clone)]
pub struct RequestPage<'a> {
    /// What stands around the page.
    pub frame: Frame<'a>,
    /// Who decides.
    pub console: Console,
    /// The request.
    pub request: ResetRequest,
    /// What became of it.
    pub state: RequestState,
    /// Asked for where the last proof is too old; only while it waits.
    pub step_up: Option<StepUp>,
}

/// What became of a request. That it is one's own is known by the request.
#[derive(Debug, Clone)]
pub enum RequestState {
    /// Nobody has decided.
    Waiting,
    /// The link is on its way.
    Approved {
        /// Who approved it.
        by: String,
        /// When.
        when: Moment,
    },
    /// There will be no link.
    Declined {
        /// Who declined it.
        by: String,
    },
    /// Nobody decided in time.
    Expired,
    /// The link was used.
    Used,
    /// The link works no longer.
    TakenBack {
        /// Who took it back.
        by: String,
    },
}

impl RequestPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let frame = &self.frame;
        let language = frame.language;
        let step_up = self.step_up.as_ref();
        let complaints: Complaints = step_up.and_then(|step_up| step_up.complaint(language)).into_iter().collect();
        let place = self.console.requests();
        let name = html! { bdi { (self.request.name) } };
        let requests = frame.path(place.address());
        let sheet = Sheet {
            heading: language.fill("requests-one", &[("name", name.clone())]),
            crumb: Some(Crumb { address: requests.clone(), label: language.say("requests"), here: name }),
            ..Sheet::new(place, language.say_with("requests-one", &[("name", self.request.name.as_str().into())]))
        };
        frame.render(
            &sheet.complaining(&complaints, language),
            &html! {
                form.card.card-body.stack.narrow method="post" action={ (requests) "/" (self.request.id) } novalidate[complaints.exist()] {
                    (frame.csrf_field())
                    div {
                        h2 { (self.request.who(language)) }
                        p.small.muted { (self.request.origin(language)) }
                    }
                    @if self.may_be_decided() { (self.decision()) } @else { p { (self.outcome()) } }
                    @if self.may_be_taken_back() { (self.taking_back()) }
                }
            },
        )
    }

    fn may_be_decided(&self) -> bool {
        matches!(self.state, RequestState::Waiting) && !self.request.is_own
    }

    fn decision(&self) -> Markup {
        let language = self.frame.language;
        html! {
            p { (language.say("requests-advice")) }
            @if let Some(step_up) = &self.step_up { (step_up.field(language)) }
            div.row { (self.request.decision(&self.frame)) }
        }
    }

    fn may_be_taken_back(&self) -> bool {
        matches!(self.state, RequestState::Approved { .. }) && !self.request.is_own
    }

    fn taking_back(&self) -> Markup {
        html! {
            @if let Some(step_up) = &self.step_up { (step_up.field(self.frame.language)) }
            div.row { (self.request.taking_back(&self.frame)) }
        }
    }

    fn outcome(&self) -> Markup {
        let language = self.frame.language;
        let by = |key, by: &str| language.fill(key, &[("by", html! { bdi { (by) } })]);
        match &self.state {
            RequestState::Waiting => html! { (language.say("requests-own")) },
            RequestState::Approved { by, when } => {
                let slots = [("by", html! { bdi { (by) } }), ("when", when.render(language))];
                language.fill("requests-already", &slots)
            }
            RequestState::Declined { by: name } => by("requests-declined", name),
            RequestState::Expired => html! { (language.say("requests-expired")) },
            RequestState::Used => html! { (language.say("requests-used")) },
            RequestState::TakenBack { by: name } => by("requests-taken-back", name),
        }
    }
}
