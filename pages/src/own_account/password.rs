//! A person's own password, and nothing else.

use maud::{Markup, html};

use crate::{
    CurrentPasswordProblem, Frame, OwnPasswordProblem, PasswordRules, Place,
    frame::Sheet,
    parts::{Complaints, ExistingPassword, NewPassword},
};

/// `GET` and `POST {prefix}/account/password`.
#[derive(Debug, Clone)]
pub struct PasswordPage<'a> {
    /// What stands around the page.
    pub frame: Frame<'a>,
    /// What password managers file the new password under.
    pub username: Option<String>,
    /// What is demanded of the new password.
    pub rules: PasswordRules,
    /// Why the existing password was not taken.
    pub current: Option<CurrentPasswordProblem>,
    /// Why the new password was not taken.
    pub new: Option<OwnPasswordProblem>,
}

impl PasswordPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let language = self.frame.language;
        let current = self.current.map(|problem| problem.complaint_of_existing(language));
        let new = self.new.as_ref().map(|problem| problem.complaint(language, self.rules));
        let complaints: Complaints = current.into_iter().chain(new).collect();
        let sheet = Sheet {
            lede: Some(html! { (language.say("own-password-lede")) }),
            ..Sheet::new(Place::Password, language.say("own-password-heading"))
        };
        let address = self.frame.path(Place::Password.address());
        self.frame.render(
            &sheet.complaining(&complaints, language),
            &html! {
                form.card.card-body.stack.narrow method="post" action=(address) novalidate[complaints.exist()] {
                    (self.frame.csrf_field())
                    (self.for_password_managers())
                    (self.existing_password())
                    (self.new_password())
                    div.savebar {
                        button.btn.pri { (language.say("own-password-save")) }
                        a.btn.ghost href=(self.frame.path(Place::Account.address())) { (language.say("cancel")) }
                    }
                }
            },
        )
    }

    /// People need not see it, but what files passwords has to.
    fn for_password_managers(&self) -> Markup {
        html! {
            @if let Some(username) = &self.username {
                div.vh aria-hidden="true" {
                    label for="username" { (self.frame.language.say("username")) }
                    input id="username" type="text" value=(username) autocomplete="username" tabindex="-1" readonly;
                }
            }
        }
    }

    fn existing_password(&self) -> Markup {
        ExistingPassword { language: self.frame.language, hint: None, problem: self.current, is_required: true }.render()
    }

    fn new_password(&self) -> Markup {
        let (brand, language) = (self.frame.brand, self.frame.language);
        let problem = self.new.as_ref();
        NewPassword { brand, language, rules: self.rules, hint: None, problem, is_required: true }.render()
    }
}
