//! One person's roles: two lists, and buttons that move what is ticked from one to the other.

use maud::{Markup, html};

use super::{UserSummary, details, role};
use crate::{
    Frame, StepUp,
    frame::{Sheet, icon},
    parts::{Complaint, Complaints, Tone, message},
};

/// `GET` and `POST {prefix}/users/{id}/roles`.
///
/// Each role in the right list posts `assigned-ROLE`; each that is ticked posts `pick-available-ROLE` or `pick-assigned-ROLE`.
/// `move` is `assign` or `remove` when a list is to change, and absent when the right list is to be saved.
#[derive(Debug, Clone)]
pub struct UserRolesPage<'a> {
    /// What stands around the page.
    pub frame: Frame<'a>,
    /// Who it is.
    pub user: UserSummary,
    /// Roles that could be given.
    pub available: Vec<RoleItem>,
    /// Roles that the person has, or will have when this is saved.
    pub assigned: Vec<RoleItem>,
    /// What the last press of a button moved; nothing is saved by it.
    pub moved: Option<MovedRoles>,
    /// Asked for where the last proof is too old.
    pub step_up: Option<StepUp>,
    /// Why the lists were not saved.
    pub problem: Option<RolesProblem>,
}

/// A role in one of the lists.
#[derive(Debug, Clone)]
pub struct RoleItem {
    /// Its name; it stands in the names of fields.
    pub name: String,
    /// Whether it is ticked.
    pub is_picked: bool,
}

/// What moved from one list to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MovedRoles {
    /// So many to the right.
    Assigned(usize),
    /// So many to the left.
    Removed(usize),
    /// None was ticked.
    Nothing,
}

/// Why roles were not saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RolesProblem {
    /// The one who asks would lose their own access to MFA.
    OwnMfa,
    /// Nobody would be left to manage the company's MFA.
    LastCompanyMfa,
    /// Nobody would be left to manage people.
    LastManager,
    /// A role was given or taken that the one who asks does not hold.
    NotHeld,
}

const LISTS: &str = "roles";

impl UserRolesPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let frame = &self.frame;
        let language = frame.language;
        let step_up = self.step_up.as_ref();
        let problem = self.problem.map(|problem| Complaint { field: LISTS, sentence: language.say(problem.key()) });
        let complaints: Complaints = problem.into_iter().chain(step_up.and_then(|step_up| step_up.complaint(language))).collect();
        let title = language.say_with("user-roles-title", &[("name", self.user.name.as_str().into())]);
        let sheet = Sheet { message: self.moved.map(|moved| self.moved(moved)), ..details::sheet(frame, &self.user, title) };
        frame.render(
            &sheet.complaining(&complaints, language),
            &html! {
                (details::tabs(frame, &self.user, details::Tab::Roles))
                form method="post" action=(frame.path(&self.user.address("roles"))) novalidate[complaints.exist()] {
                    (frame.csrf_field())
                    // Return in a field presses the first button of its form, and that must save and not move.
                    button.vh tabindex="-1" aria-hidden="true" { (language.say("save-changes")) }
                    (self.lists())
                    @if let Some(step_up) = step_up { div.narrow.after { (step_up.field(language)) } }
                    (details::savebar(frame))
                }
            },
        )
    }

    fn moved(&self, moved: MovedRoles) -> Markup {
        let language = self.frame.language;
        let count = |key, count: usize| language.say_with(key, &[("count", count.into())]);
        let sentence = match moved {
            MovedRoles::Assigned(number) => count("roles-assigned-status", number),
            MovedRoles::Removed(number) => count("roles-removed-status", number),
            MovedRoles::Nothing => language.say("roles-pick-first"),
        };
        message(Tone::Info, None, &html! { p { (sentence) } })
    }

    /// With script the same rows move without a request; what is posted in the end is the same.
    fn lists(&self) -> Markup {
        let language = self.frame.language;
        let with_number = |key| language.say_with(key, &[("count", "{n}".into())]);
        html! {
            div.duo id=(LISTS) tabindex="-1" data-duo
                data-pick=(language.say("roles-pick-first"))
                data-assign=(with_number("roles-assigned-status"))
                data-remove=(with_number("roles-removed-status")) {
                (self.list(List::Available, &self.available))
                div.move {
                    button.btn.s name="move" value="assign" data-move="assign" { (language.say("roles-assign")) (icon::right()) }
                    button.btn.s name="move" value="remove" data-move="remove" { (icon::left()) (language.say("roles-remove")) }
                }
                (self.list(List::Assigned, &self.assigned))
            }
            p.note data-duo-status role="status" {}
        }
    }

    fn list(&self, list: List, items: &[RoleItem]) -> Markup {
        let language = self.frame.language;
        html! {
            fieldset.list data-list=(list.name()) {
                legend { (language.say(list.heading())) " " span.muted { "(" span data-n { (items.len()) } ")" } }
                ul { @for item in items { (self.item(list, item)) } }
                p.none hidden[!items.is_empty()] { (language.say(list.none())) }
            }
        }
    }

    /// The hidden field is there in both lists, switched off in the left one, so that script has nothing to make.
    fn item(&self, list: List, item: &RoleItem) -> Markup {
        let language = self.frame.language;
        let name = &item.name;
        html! {
            li {
                label.check for={ "pick-" (name) } {
                    input id={ "pick-" (name) } type="checkbox" name={ "pick-" (list.name()) "-" (name) } value="1" checked[item.is_picked];
                    span {
                        b { (role::title(name, language)) }
                        @if let Some(allows) = role::allows(name, language) { span.small.muted { (allows) } }
                    }
                    @if let Some(level) = role::level(name) { span.pill { (language.say(level.label())) } }
                }
                input type="hidden" name={ "assigned-" (name) } value="1" disabled[list == List::Available];
            }
        }
    }
}

impl RolesProblem {
    const fn key(self) -> &'static str {
        match self {
            Self::OwnMfa => "roles-own-mfa",
            Self::LastCompanyMfa => "roles-last-company-mfa",
            Self::LastManager => "user-last-administrator",
            Self::NotHeld => "roles-not-held",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Available,
    Assigned,
}

impl List {
    const fn name(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Assigned => "assigned",
        }
    }

    const fn heading(self) -> &'static str {
        match self {
            Self::Available => "roles-available",
            Self::Assigned => "roles-assigned",
        }
    }

    const fn none(self) -> &'static str {
        match self {
            Self::Available => "roles-all-assigned",
            Self::Assigned => "roles-none-assigned",
        }
    }
}
