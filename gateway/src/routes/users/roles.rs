//! One person's roles: two lists, and buttons that move what is ticked. Nothing is saved before Save is pressed.

use std::collections::BTreeSet;

use axum::{body::Body, extract::Path};
use gatehouse_auth_core::{
    flow::{
        administer::{AdministerError, UserEdit},
        manage_people::{Found, MANAGE_USERS, ManageError},
    },
    permission::{OWN_ROLES, Role},
    user::User,
};
use gatehouse_pages::{CurrentPasswordProblem, MovedRoles, RoleItem, RolesProblem, UserRolesPage};
use http::{Response, StatusCode};

use super::{reach, summary};
use crate::routes::{
    done::{Done, short},
    form::Fields,
    frame::Unproved,
    signed::{Signed, SignedForm},
};

/// What the page shows in its right list, and beside it.
struct Shown {
    assigned: BTreeSet<Role>,
    /// Roles that were ticked and stay so.
    picked: BTreeSet<String>,
    moved: Option<MovedRoles>,
    unproved: Option<CurrentPasswordProblem>,
    problem: Option<RolesProblem>,
}

/// `GET /users/{id}/roles`
pub(in crate::routes) async fn get(signed: Signed, Path(id): Path<String>) -> Response<Body> {
    let found = match signed.someone(&id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let assigned = reach(&found).1.user.roles.clone();
    let shown = Shown { assigned, picked: BTreeSet::new(), moved: None, unproved: None, problem: None };
    show(&signed, StatusCode::OK, &found, shown).await
}

/// `POST /users/{id}/roles` moves what is ticked, or saves the right list.
pub(in crate::routes) async fn post(Path(id): Path<String>, SignedForm(signed, mut fields): SignedForm) -> Response<Body> {
    let refuse = StatusCode::UNPROCESSABLE_ENTITY;
    let subject = match signed.subject(&id).await {
        Ok(subject) => subject,
        Err(answer) => return answer,
    };
    let found = Found::Subject(Box::new(subject.clone()));
    let named = |prefix: &str| fields.names().filter_map(|name| name.strip_prefix(prefix)?.parse::<Role>().ok()).collect();
    let mut assigned: BTreeSet<Role> = named("assigned-");
    let (to_assign, to_remove): (BTreeSet<Role>, BTreeSet<Role>) = (named("pick-available-"), named("pick-assigned-"));
    let moved = match fields.get("move") {
        "assign" => Some((to_assign, MovedRoles::Assigned as fn(usize) -> MovedRoles)),
        "remove" => Some((to_remove, MovedRoles::Removed as fn(usize) -> MovedRoles)),
        _ => None,
    };
    if let Some((roles, name)) = moved {
        if fields.get("move") == "assign" {
            assigned.extend(roles.iter().cloned());
        } else {
            assigned.retain(|role| !roles.contains(role));
        }
        let moved = if roles.is_empty() { MovedRoles::Nothing } else { name(roles.len()) };
        let shown = Shown { assigned, picked: BTreeSet::new(), moved: Some(moved), unproved: None, problem: None };
        return show(&signed, StatusCode::OK, &found, shown).await;
    }
    let picked = picked(&fields);
    let shown = |assigned, unproved, problem| Shown { assigned, picked: picked.clone(), moved: None, unproved, problem };
    match signed.demands(fields.take("current_password")).await {
        Ok(()) => {}
        Err(Unproved::Asks(unproved)) => return show(&signed, refuse, &found, shown(assigned, Some(unproved), None)).await,
        Err(Unproved::Answered(answer)) => return answer,
    }
    let name = short(&subject.person().user.name);
    let edit = UserEdit { roles: Some(assigned.clone()), ..UserEdit::default() };
    match signed.manager().edit(&subject, edit).await {
        Ok(_) => signed.did(&Done::RolesSaved(name), &format!("users/{id}/roles")),
        Err(ManageError::NotTheirsToGive) => {
            show(&signed, refuse, &found, shown(assigned, None, Some(RolesProblem::NotHeld))).await
        }
        Err(ManageError::Refused(AdministerError::LastHolder(role))) => {
            let problem = if role == MANAGE_USERS { RolesProblem::LastManager } else { RolesProblem::LastCompanyMfa };
            show(&signed, refuse, &found, shown(assigned, None, Some(problem))).await
        }
        Err(error) => signed.manage_failed(&error),
    }
}

fn picked(fields: &Fields) -> BTreeSet<String> {
    let picks =
        |name: &str| name.strip_prefix("pick-available-").or_else(|| name.strip_prefix("pick-assigned-")).map(str::to_owned);
    fields.names().filter_map(picks).collect()
}

async fn show(signed: &Signed, status: StatusCode, found: &Found, shown: Shown) -> Response<Body> {
    let (reach, person) = reach(found);
    let item = |role: &Role| RoleItem { name: role.to_string(), is_picked: shown.picked.contains(role.as_str()) };
    let page = async {
        Ok(UserRolesPage {
            frame: signed.frame().await?,
            user: summary(&person.user, reach),
            available: offered(signed.user(), &person.user).difference(&shown.assigned).map(item).collect(),
            assigned: shown.assigned.iter().map(item).collect(),
            moved: shown.moved,
            step_up: signed.asks(shown.unproved).await?,
            problem: shown.problem,
        }
        .render())
    };
    signed.shows(status, page.await)
}

/// The roles that can stand in the lists: Gatehouse's own that the manager holds, and what either of the two holds besides.
fn offered(manager: &User, user: &User) -> BTreeSet<Role> {
    let own = OWN_ROLES.iter().filter_map(|name| name.parse::<Role>().ok()).filter(|role| manager.roles.contains(role));
    own.chain(manager.roles.iter().cloned()).chain(user.roles.iter().cloned()).collect()
}
