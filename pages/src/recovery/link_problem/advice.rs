//! What to do about a link that cannot be used: in a sentence, and in buttons.

use maud::{Markup, html};

use super::{LinkProblem, LinkProblemPage, LinkSubject};

impl LinkProblemPage<'_> {
    pub(super) fn advice(&self) -> String {
        let key = match self.subject {
            LinkSubject::Password => self.about_password(),
            LinkSubject::EmailAddress => self.about_email_address(),
        };
        match self.problem {
            LinkProblem::Expired { life, .. } => {
                self.language.say_with(key, &[("duration", self.language.duration(life).into())])
            }
            _ => self.language.say(key),
        }
    }

    const fn about_password(&self) -> &'static str {
        match (self.problem, self.forgot.is_some()) {
            (LinkProblem::Expired { was_approved: false, .. }, true) => "link-expired-text",
            (LinkProblem::Expired { .. }, _) => "link-expired-text-administrator",
            (LinkProblem::Used, true) => "link-used-text",
            (LinkProblem::Used, false) => "link-used-text-administrator",
            (LinkProblem::Replaced, _) => "link-replaced-text",
            (LinkProblem::Declined, _) => "link-declined-text",
            (LinkProblem::Ended, true) => "link-ended-text",
            (LinkProblem::Ended, false) => "link-ended-text-administrator",
            (LinkProblem::Unknown, true) => "link-unknown-text",
            (LinkProblem::Unknown, false) => "link-unknown-text-administrator",
        }
    }

    const fn about_email_address(&self) -> &'static str {
        match self.problem {
            LinkProblem::Expired { .. } => "email-link-expired-text",
            LinkProblem::Used => "email-link-used-text",
            LinkProblem::Replaced => "email-link-replaced-text",
            LinkProblem::Declined => "link-declined-text",
            LinkProblem::Ended => "email-link-ended-text",
            LinkProblem::Unknown => "email-link-unknown-text",
        }
    }

    /// What helps most comes first.
    pub(super) fn ways_on(&self) -> Markup {
        match (self.subject, self.problem) {
            (_, LinkProblem::Declined) | (LinkSubject::Password, LinkProblem::Replaced) => self.first("login", "back-to-sign-in"),
            (LinkSubject::EmailAddress, LinkProblem::Used) => self.first("login", "sign-in"),
            // Who is not signed in is asked to, and comes to the account then.
            (LinkSubject::EmailAddress, _) => self.first("account", "go-to-account"),
            (LinkSubject::Password, LinkProblem::Used | LinkProblem::Ended) => html! {
                (self.first("login", "sign-in"))
                @if let Some(forgot) = &self.forgot { a.btn.full href=(forgot) { (self.language.say("ask-for-a-new-link")) } }
            },
            (LinkSubject::Password, LinkProblem::Expired { was_approved: true, .. }) => self.ask_or_go_back("ask-again"),
            (LinkSubject::Password, LinkProblem::Expired { .. } | LinkProblem::Unknown) => {
                self.ask_or_go_back("ask-for-a-new-link")
            }
        }
    }

    fn first(&self, page: &str, key: &str) -> Markup {
        html! { a.btn.pri.full href=(self.brand.path(page)) { (self.language.say(key)) } }
    }

    fn ask_or_go_back(&self, ask: &str) -> Markup {
        let language = self.language;
        html! {
            @match &self.forgot {
                Some(forgot) => {
                    a.btn.pri.full href=(forgot) { (language.say(ask)) }
                    a.btn.full href=(self.brand.path("login")) { (language.say("back-to-sign-in")) }
                },
                None => (self.first("login", "back-to-sign-in")),
            }
        }
    }
}
