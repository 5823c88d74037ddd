//! The link that lets an account's first administrator in.

use maud::{Markup, html};

use crate::{
    Frame, Place, StepUp,
    frame::{Crumb, Sheet},
    parts::{Complaints, Entry, Field, Focus},
    users::{UserField, UserProblem},
};

/// `GET` and `POST {prefix}/operator/accounts/{id}/first-admin`.
#[derive(Debug, Clone)]
pub struct FirstAdministratorPage<'a> {
    /// What stands around the page.
    pub frame: Frame<'a>,
    /// The account's part of an address.
    pub id: String,
    /// The organisation's name.
    pub account: String,
    /// Whether there is an administrator already.
    pub administrator: FirstAdministrator,
    /// Asked for where the last proof is too old.
    pub step_up: Option<StepUp>,
    /// What has to be mended, in the order of the fields.
    pub problems: Vec<UserProblem>,
}

/// Who administers the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FirstAdministrator {
    /// Nobody has signed in yet who does; the fields as they were typed.
    Wanted {
        /// `name`.
        name: String,
        /// `email`.
        email: String,
        /// `username`.
        username: String,
    },
    /// Somebody does, and approves resets from now on.
    Exists,
}

impl FirstAdministratorPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let frame = &self.frame;
        let language = frame.language;
        let step_up = self.step_up.as_ref();
        let problems = self.problems.iter().map(|problem| problem.complaint(language));
        let complaints: Complaints = problems.chain(step_up.and_then(|step_up| step_up.complaint(language))).collect();
        let account = format!("{}/{}", frame.path(Place::OperatorAccounts.address()), self.id);
        let title = language.say("first-admin");
        let sheet = Sheet {
            crumb: Some(Crumb { address: account.clone(), label: self.account.clone(), here: html! { (title) } }),
            ..Sheet::new(Place::OperatorAccounts, title)
        };
        frame.render(
            &sheet.complaining(&complaints, language),
            &html! {
                @match &self.administrator {
                    FirstAdministrator::Exists => div.card.card-body.stack.narrow {
                        p { (language.say("first-admin-exists")) }
                        a.btn href=(account) { (language.say("first-admin-back")) }
                    },
                    FirstAdministrator::Wanted { name, email, username } => {
                        form.card.card-body.stack.narrow method="post" action={ (account) "/first-admin" } novalidate[complaints.exist()] {
                            (frame.csrf_field())
                            p { (language.say("first-admin-text")) }
                            (self.fields([name, email, username], &complaints))
                            @if let Some(step_up) = step_up { (step_up.field(language)) }
                            div.savebar {
                                button.btn.pri { (language.say("first-admin-send")) }
                                a.btn.ghost href=(account) { (language.say("cancel")) }
                            }
                        }
                    },
                }
            },
        )
    }

    /// Nothing here is filled in by the browser: it would be the operator's own.
    fn fields(&self, [name, email, username]: [&str; 3], complaints: &Complaints) -> Markup {
        let language = self.frame.language;
        let field = |name, label, value, entry| {
            let (label, problem) = (language.say(label), complaints.of(name));
            Field { name, label, hint: None, problem, value, entry, autocomplete: "off", focus: Focus::Elsewhere }.render()
        };
        html! {
            (field(UserField::NAME, "name", name, Entry::Name))
            (field(UserField::EMAIL, "email", email, Entry::Email))
            (field(UserField::USERNAME, "username", username, Entry::Text))
        }
    }
}
