//! A person's own name, addresses and password.

use maud::{Markup, html};

use super::OwnPasswordProblem;
use crate::{
    CurrentPasswordProblem, Frame, PasswordRules, Place,
    frame::Sheet,
    parts::{Complaint, Complaints, Entry, ExistingPassword, Field, Focus, NewPassword},
    users::UserProblem,
};

/// `GET` and `POST {prefix}/account`.
#[derive(Debug, Clone)]
pub struct AccountPage<'a> {
    /// What stands around the page.
    pub frame: Frame<'a>,
    /// `name` as it is, or as it was typed.
    pub name: String,
    /// `email` as it is, or as it was typed.
    pub email: String,
    /// `username` as it is, or as it was typed.
    pub username: String,
    /// A new address that waits to be confirmed from its own mailbox.
    pub pending_email: Option<String>,
    /// What is demanded of a new password.
    pub rules: PasswordRules,
    /// What has to be mended, in the order of the fields.
    pub problems: Vec<AccountProblem>,
}

/// What stands in the way of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountProblem {
    /// Something about name, email address or username.
    Particulars(UserProblem),
    /// Something about the new password.
    NewPassword(OwnPasswordProblem),
    /// Something about the existing password.
    CurrentPassword(CurrentPasswordProblem),
}

impl AccountPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let language = self.frame.language;
        let complaints: Complaints = self.problems.iter().map(|problem| self.complaint(problem)).collect();
        let sheet = Sheet::new(Place::Account, language.say("my-account")).complaining(&complaints, language);
        let address = self.frame.path(Place::Account.address());
        self.frame.render(
            &sheet,
            &html! {
                form.card.card-body.stack.narrow method="post" action=(address) novalidate[complaints.exist()] {
                    (self.frame.csrf_field())
                    (self.particulars(&complaints))
                    h2 { (language.say("own-password-heading")) }
                    (self.new_password(&complaints))
                    (self.existing_password())
                    div.savebar { button.btn.pri { (language.say("save-changes")) } }
                }
            },
        )
    }

    fn complaint(&self, problem: &AccountProblem) -> Complaint {
        let language = self.frame.language;
        match problem {
            AccountProblem::Particulars(problem) => problem.complaint_of_own(language),
            AccountProblem::NewPassword(problem) => problem.complaint(language, self.rules),
            AccountProblem::CurrentPassword(problem) => problem.complaint_of_existing(language),
        }
    }

    fn particulars(&self, complaints: &Complaints) -> Markup {
        let language = self.frame.language;
        let field = |name, label, value, entry, autocomplete| {
            let problem = complaints.of(name);
            let label = language.say(label);
            Field { name, label, hint: None, problem, value, entry, autocomplete, focus: Focus::Elsewhere }.render()
        };
        html! {
            (field("name", "name", &self.name, Entry::Name, "name"))
            div {
                (field("email", "email", &self.email, Entry::Email, "email"))
                @if let Some(pending) = &self.pending_email {
                    p.after.hint { (language.fill("own-pending-email", &[("email", html! { bdi.ltr { (pending) } })])) }
                }
            }
            (field("username", "username", &self.username, Entry::Text, "username"))
        }
    }

    fn new_password(&self, complaints: &Complaints) -> Markup {
        let verdict = self.problems.iter().find_map(|problem| match problem {
            AccountProblem::NewPassword(problem) => Some(problem.verdict()),
            _ => None,
        });
        NewPassword {
            brand: self.frame.brand,
            language: self.frame.language,
            rules: self.rules,
            hint: Some(self.frame.language.say("own-password-optional")),
            complaints,
            verdict: verdict.unwrap_or_default(),
            is_required: false,
        }
        .render()
    }

    fn existing_password(&self) -> Markup {
        let problem = self.problems.iter().find_map(|problem| match problem {
            AccountProblem::CurrentPassword(problem) => Some(*problem),
            _ => None,
        });
        ExistingPassword {
            language: self.frame.language,
            hint: Some(self.frame.language.say("existing-password-hint")),
            problem,
            is_required: false,
        }
        .render()
    }
}
