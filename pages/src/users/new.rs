//! The form that adds a person.

use maud::{Markup, html};

use super::{UserParticulars, UserProblem};
use crate::{
    Frame, Place, StepUp,
    frame::{Crumb, Sheet},
    parts::Complaints,
};

/// `GET` and `POST {prefix}/users/new`.
#[derive(Debug, Clone)]
pub struct NewUserPage<'a> {
    /// What stands around the page.
    pub frame: Frame<'a>,
    /// What was typed.
    pub particulars: UserParticulars,
    /// Whether the account is encrypted: no letter welcomes anybody there.
    pub is_encrypted: bool,
    /// Asked for where the last proof is too old.
    pub step_up: Option<StepUp>,
    /// What has to be mended, in the order of the fields.
    pub problems: Vec<UserProblem>,
}

impl NewUserPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let frame = &self.frame;
        let language = frame.language;
        let step_up = self.step_up.as_ref();
        let problems = self.problems.iter().map(|problem| problem.complaint(language));
        let complaints: Complaints = problems.chain(step_up.and_then(|step_up| step_up.complaint(language))).collect();
        let title = language.say("users-add");
        let users = frame.path(Place::Users.address());
        let sheet = Sheet {
            crumb: Some(Crumb { address: users.clone(), label: language.say("users"), here: html! { (title) } }),
            lede: Some(html! { (language.say(if self.is_encrypted { "users-no-welcome" } else { "users-welcome" })) }),
            ..Sheet::new(Place::Users, title)
        };
        frame.render(
            &sheet.complaining(&complaints, language),
            &html! {
                form.card.card-body.stack.narrow method="post" action=(frame.path("users/new")) novalidate[complaints.exist()] {
                    (frame.csrf_field())
                    (self.particulars.identity(language, &complaints, None))
                    (self.particulars.choices(language, &complaints))
                    @if let Some(step_up) = step_up { (step_up.field(language)) }
                    div.savebar {
                        button.btn.pri { (language.say("users-add")) }
                        a.btn.ghost href=(users) { (language.say("cancel")) }
                    }
                }
            },
        )
    }
}
