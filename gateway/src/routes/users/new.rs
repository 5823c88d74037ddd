//! Somebody new.

use axum::body::Body;
use gatehouse_auth_core::{flow::administer::NewUser, permission::Preset};
use gatehouse_pages::{CurrentPasswordProblem, NewUserPage, UserProblem};
use http::{Response, StatusCode};

use super::{levels_up_to, particulars::Particulars, problem};
use crate::routes::{
    done::{Done, short},
    frame::Unproved,
    signed::{Signed, SignedForm},
};

/// `GET /users/new`
pub(in crate::routes) async fn get(signed: Signed) -> Response<Body> {
    let typed = Particulars::empty(signed.user().level);
    show(&signed, StatusCode::OK, &typed, None, Vec::new()).await
}

/// `POST /users/new`
pub(in crate::routes) async fn post(SignedForm(signed, mut fields): SignedForm) -> Response<Body> {
    let refuse = StatusCode::UNPROCESSABLE_ENTITY;
    let typed = Particulars::taken(&mut fields);
    let current = fields.take("current_password");
    let read = match typed.read() {
        Ok(read) => read,
        Err(problems) => return show(&signed, refuse, &typed, None, problems).await,
    };
    match signed.demands(current).await {
        Ok(()) => {}
        Err(Unproved::Asks(unproved)) => return show(&signed, refuse, &typed, Some(unproved), Vec::new()).await,
        Err(Unproved::Answered(answer)) => return answer,
    }
    let held = &signed.user().roles;
    let new = NewUser {
        username: read.username,
        email: Some(read.email),
        name: read.name.clone(),
        level: read.level,
        // The usual ones, of which nobody gives what they do not hold.
        roles: Preset::User.roles().into_iter().filter(|role| held.contains(role)).collect(),
        password: None,
        language: read.language,
    };
    match signed.manager().add(new).await {
        Ok(user) => signed.did(&Done::UserAdded(short(&read.name)), &format!("users/{}", user.id)),
        Err(error) => match problem(&error) {
            Some(problem) => show(&signed, refuse, &typed, None, vec![problem]).await,
            None => signed.manage_failed(&error),
        },
    }
}

async fn show(
    signed: &Signed,
    status: StatusCode,
    typed: &Particulars,
    unproved: Option<CurrentPasswordProblem>,
    problems: Vec<UserProblem>,
) -> Response<Body> {
    let particulars = typed.shown(levels_up_to(signed.user().level));
    let page = async {
        let (frame, step_up) = (signed.frame().await?, signed.asks(unproved).await?);
        Ok(NewUserPage { frame, particulars, is_encrypted: false, step_up, problems }.render())
    };
    signed.shows(status, page.await)
}
