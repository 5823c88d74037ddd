//! A person's own password, and nothing else.

use maud::{Markup, html};

use super::OwnPasswordProblem;
use crate::{
    CurrentPasswordProblem, Frame, PasswordRules, Place,
    frame::Sheet,
    parts::{Complaints, ExistingPassword, NewPassword, filed_under},
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
    /// Whether the existing password is asked for: not of somebody who came with a temporary one a moment ago.
    pub asks_current: bool,
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
        let new = self.new.map(|problem| problem.complaint(language, self.rules));
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
                    (filed_under(self.username.as_deref(), language))
                    @if self.asks_current { (self.existing_password()) }
                    (self.new_password(&complaints))
                    div.savebar {
                        button.btn.pri { (language.say("save-new-password")) }
                        a.btn.ghost href=(self.frame.path(Place::Account.address())) { (language.say("cancel")) }
                    }
                }
            },
        )
    }

    fn existing_password(&self) -> Markup {
        ExistingPassword { language: self.frame.language, hint: None, problem: self.current, is_required: true }.render()
    }

    fn new_password(&self, complaints: &Complaints) -> Markup {
        NewPassword {
            brand: self.frame.brand,
            language: self.frame.language,
            rules: self.rules,
            hint: None,
            complaints,
            verdict: self.new.map(OwnPasswordProblem::verdict).unwrap_or_default(),
            is_required: true,
        }
        .render()
    }
}
