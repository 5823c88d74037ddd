//! One person's particulars, and the head that both pages about a person share.

use maud::{Markup, html};

use super::{UserField, UserParticulars, UserProblem, UserState, UserSummary};
use crate::{
    Frame, Place, StepUp,
    frame::{Crumb, Sheet},
    parts::{Choice, Complaints},
};

/// `GET` and `POST {prefix}/users/{id}`.
#[derive(Debug, Clone)]
pub struct UserPage<'a> {
    /// What stands around the page.
    pub frame: Frame<'a>,
    /// Who it is, as stored.
    pub user: UserSummary,
    /// What the form holds.
    pub particulars: UserParticulars,
    /// `state`.
    pub state: UserState,
    /// `must_change`: whether they have to choose a new password at their next sign-in.
    pub must_change: bool,
    /// A new address that waits to be confirmed from its own mailbox.
    pub pending_email: Option<String>,
    /// Asked for where the last proof is too old.
    pub step_up: Option<StepUp>,
    /// What has to be mended, in the order of the fields.
    pub problems: Vec<UserProblem>,
}

impl UserPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let frame = &self.frame;
        let language = frame.language;
        let step_up = self.step_up.as_ref();
        let problems = self.problems.iter().map(|problem| problem.complaint(language));
        let complaints: Complaints = problems.chain(step_up.and_then(|step_up| step_up.complaint(language))).collect();
        let sheet = sheet(frame, &self.user, self.user.name.clone());
        frame.render(
            &sheet.complaining(&complaints, language),
            &html! {
                (tabs(frame, &self.user, Tab::Details))
                form.card.card-body.stack.narrow method="post" action=(frame.path(&self.user.address(""))) novalidate[complaints.exist()] {
                    (frame.csrf_field())
                    (self.particulars.identity(language, &complaints, Some(language.say("user-email-hint"))))
                    (self.pending())
                    (self.state(&complaints))
                    (self.particulars.choices(language, &complaints))
                    label.check for="must_change" {
                        input id="must_change" type="checkbox" name="must_change" value="1" checked[self.must_change];
                        span { (language.say("user-must-change")) }
                    }
                    @if let Some(step_up) = step_up { (step_up.field(language)) }
                    (savebar(frame))
                }
            },
        )
    }

    fn pending(&self) -> Markup {
        html! {
            @if let Some(pending) = &self.pending_email {
                p.hint { (self.frame.language.fill("user-pending-email", &[("email", html! { bdi.ltr { (pending) } })])) }
            }
        }
    }

    fn state(&self, complaints: &Complaints) -> Markup {
        let language = self.frame.language;
        Choice {
            name: UserField::STATE,
            label: language.say("user-state"),
            hint: None,
            problem: complaints.of(UserField::STATE),
            options: UserState::ALL.into_iter().map(|state| (state.as_str(), language.say(state.label()))).collect(),
            chosen: self.state.as_str(),
        }
        .render()
    }
}

/// Which of the two pages about a person it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    Details,
    Roles,
}

/// The head of both pages.
pub(super) fn sheet(frame: &Frame<'_>, user: &UserSummary, title: String) -> Sheet {
    let language = frame.language;
    let name = html! { bdi { (user.name) } };
    let users = Crumb { address: frame.path(Place::Users.address()), label: language.say("users"), here: name.clone() };
    Sheet {
        heading: name,
        crumb: Some(users),
        lede: Some(html! {
            bdi.ltr { (user.username) }
            @if let Some(email) = &user.email { " · " bdi.ltr { (email) } }
            (user.pills(language))
        }),
        actions: user.may_be_acted_on().then(|| actions(frame, user)),
        ..Sheet::new(Place::Users, title)
    }
}

/// Pages that ask before anything is done.
fn actions(frame: &Frame<'_>, user: &UserSummary) -> Markup {
    let link = |page: &str, key: &str| html! { a.btn.s href=(frame.path(&user.address(page))) { (frame.language.say(key)) } };
    html! {
        @if user.may_be_unlocked() { (link("unlock", "unlock")) }
        (link("reset-password", "reset-password"))
        (link("end-sessions", "user-end-sessions"))
    }
}

/// Two addresses that look like tabs.
pub(super) fn tabs(frame: &Frame<'_>, user: &UserSummary, current: Tab) -> Markup {
    let language = frame.language;
    let tab = |tab, page: &str, key: &str| {
        html! {
            a href=(frame.path(&user.address(page))) aria-current=[(tab == current).then_some("page")] { (language.say(key)) }
        }
    };
    html! {
        nav.tabs aria-label=(language.say("user-tabs")) {
            (tab(Tab::Details, "", "user-details"))
            (tab(Tab::Roles, "roles", "user-roles"))
        }
    }
}

/// The end of both forms.
pub(super) fn savebar(frame: &Frame<'_>) -> Markup {
    let language = frame.language;
    html! {
        div.savebar {
            button.btn.pri { (language.say("save-changes")) }
            a.btn.ghost href=(frame.path(Place::Users.address())) { (language.say("cancel")) }
        }
    }
}
