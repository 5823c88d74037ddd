//! The two lists of roles.

use maud::Markup;

use super::{
    frames::{administrator, step_up},
    people::tomasz,
};
use crate::{CurrentPasswordProblem, Frame, Language, MovedRoles, Notice, RoleItem, RolesProblem, UserRolesPage};

pub(super) fn samples(language: Language) -> Vec<(String, Markup)> {
    let plain = UserRolesPage {
        frame: administrator(language),
        user: tomasz(),
        available: items(&[
            "manage-company-mfa",
            "manage-users",
            "approve-resets",
            "manage-customer",
            "manage-api-access",
            "read-audit",
            "quality-reviewer",
        ]),
        assigned: items(&["manage-own-mfa", "recordings"]),
        moved: None,
        step_up: None,
        problem: None,
    };
    let moved = |moved| UserRolesPage { moved: Some(moved), ..plain.clone() };
    let after = |problem| UserRolesPage { problem: Some(problem), ..plain.clone() };
    let saved = Frame { notice: Some(Notice::RolesSaved { name: plain.user.name.clone() }), ..plain.frame.clone() };
    let asked = UserRolesPage { step_up: Some(step_up(None)), ..plain.clone() };
    let wrong = UserRolesPage { step_up: Some(step_up(Some(CurrentPasswordProblem::Wrong))), ..plain.clone() };
    let all = UserRolesPage { available: Vec::new(), ..moved(MovedRoles::Assigned(2)) };
    let none = UserRolesPage { assigned: Vec::new(), ..moved(MovedRoles::Removed(1)) };
    [
        ("", plain.clone()),
        ("-saved", UserRolesPage { frame: saved, ..plain.clone() }),
        ("-all-assigned", all),
        ("-none-assigned", none),
        ("-nothing-picked", moved(MovedRoles::Nothing)),
        ("-asked", asked),
        ("-wrong-password", wrong),
        ("-own-mfa", after(RolesProblem::OwnMfa)),
        ("-last-company-mfa", after(RolesProblem::LastCompanyMfa)),
        ("-not-held", after(RolesProblem::NotHeld)),
    ]
    .map(|(name, page)| (format!("user-roles{name}"), page.render()))
    .into()
}

fn items(names: &[&str]) -> Vec<RoleItem> {
    names.iter().map(|name| RoleItem { name: (*name).to_owned(), is_picked: false }).collect()
}
