//! What is special to one page within the frame.

use maud::{Markup, html};

use super::Place;
use crate::{
    Language,
    parts::{Complaints, Outcome},
};

/// A page's place and head, and what it has to say first.
pub(crate) struct Sheet {
    pub(crate) place: Place,
    /// What the page is called, in the document's title.
    pub(crate) title: String,
    pub(crate) heading: Markup,
    pub(crate) crumb: Option<Crumb>,
    pub(crate) lede: Option<Markup>,
    /// What can be done from the head of the page.
    pub(crate) actions: Option<Markup>,
    pub(crate) outcome: Outcome,
    /// Takes the place of the notice.
    pub(crate) message: Option<Markup>,
}

/// The way back to the page that led here.
pub(crate) struct Crumb {
    pub(crate) address: String,
    pub(crate) label: String,
    /// What this page is called in the row of crumbs.
    pub(crate) here: Markup,
}

impl Sheet {
    pub(crate) fn new(place: Place, title: String) -> Self {
        Self {
            place,
            heading: html! { (title) },
            title,
            crumb: None,
            lede: None,
            actions: None,
            outcome: Outcome::Plain,
            message: None,
        }
    }

    /// With the summary of what has to be mended, if anything has.
    pub(crate) fn complaining(self, complaints: &Complaints, language: Language) -> Self {
        match complaints.summary(language) {
            Some(summary) => Self { outcome: Outcome::Problem, message: Some(summary), ..self },
            None => self,
        }
    }

    pub(super) fn head(&self, language: Language) -> Markup {
        html! {
            @if let Some(crumb) = &self.crumb {
                nav.crumb aria-label=(language.say("nav-crumbs")) {
                    a href=(crumb.address) { (crumb.label) }
                    " " span aria-hidden="true" { "/" } " " (crumb.here)
                }
            }
            div.head {
                div {
                    h1 { (self.heading) }
                    @if let Some(lede) = &self.lede { p.lede { (lede) } }
                }
                @if let Some(actions) = &self.actions { div.row { (actions) } }
            }
        }
    }
}
