//! The page of a mailed link that cannot be used.

use std::time::Duration;

use maud::{Markup, html};

use crate::{Brand, Language, parts::Layout};

mod advice;
#[cfg(test)]
mod tests;

/// The answer to a mailed link that leads nowhere.
#[derive(Debug, Clone)]
pub struct LinkProblemPage<'a> {
    /// The portal's face.
    pub brand: &'a Brand,
    /// The language of the page.
    pub language: Language,
    /// What the link would have changed.
    pub subject: LinkSubject,
    /// Address of the page that asks for a new link; `None` where an administrator alone can send one.
    pub forgot: Option<String>,
    /// What is the matter with the link.
    pub problem: LinkProblem,
}

/// What a mailed link is there to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkSubject {
    /// A password that was forgotten, or never chosen.
    Password,
    /// The address that people are written to. A new link is asked for under their account, where they are signed in.
    EmailAddress,
}

/// Why a link cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkProblem {
    /// Its time is over.
    Expired {
        /// How long links of its kind work.
        life: Duration,
        /// Whether an administrator had to approve it, and would have to again.
        was_approved: bool,
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

impl LinkProblemPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let heading = self.language.say(self.heading());
        let advice = html! { (self.advice()) };
        Layout::plain(self.brand, self.language, heading).render_card(&advice, &self.ways_on())
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
}
