//! One person: what they are called, how they are reached, whether they may sign in.

use axum::{body::Body, extract::Path};
use gatehouse_auth_core::{
    flow::{administer::UserEdit, manage_people::Found},
    user::UserState as OwnState,
};
use gatehouse_pages::{CurrentPasswordProblem, UserPage, UserProblem};
use http::{Response, StatusCode};

use super::{levels_up_to, particulars::Particulars, problem, reach, shown_state, summary};
use crate::routes::{
    done::{Done, short},
    frame::Unproved,
    signed::{Signed, SignedForm},
};

/// What was typed.
struct Typed {
    particulars: Particulars,
    state: OwnState,
    must_change: bool,
}

/// `GET /users/{id}`
pub(in crate::routes) async fn get(signed: Signed, Path(id): Path<String>) -> Response<Body> {
    let found = match signed.someone(&id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let user = &reach(&found).1.user;
    let typed = Typed { particulars: Particulars::of(user), state: user.state, must_change: user.must_change_password };
    show(&signed, StatusCode::OK, &found, &typed, None, Vec::new()).await
}

/// `POST /users/{id}`
pub(in crate::routes) async fn post(Path(id): Path<String>, SignedForm(signed, mut fields): SignedForm) -> Response<Body> {
    let refuse = StatusCode::UNPROCESSABLE_ENTITY;
    let subject = match signed.subject(&id).await {
        Ok(subject) => subject,
        Err(answer) => return answer,
    };
    let before = subject.person().user.clone();
    let typed = Typed {
        particulars: Particulars::taken(&mut fields),
        state: OwnState::from_stored(fields.get("state")).unwrap_or(before.state),
        must_change: !fields.get("must_change").is_empty(),
    };
    let current = fields.take("current_password");
    let found = Found::Subject(Box::new(subject.clone()));
    let read = match typed.particulars.read() {
        Ok(read) => read,
        Err(problems) => return show(&signed, refuse, &found, &typed, None, problems).await,
    };
    match signed.demands(current).await {
        Ok(()) => {}
        Err(Unproved::Asks(unproved)) => return show(&signed, refuse, &found, &typed, Some(unproved), Vec::new()).await,
        Err(Unproved::Answered(answer)) => return answer,
    }
    let name = short(&read.name);
    let edit = UserEdit {
        name: Some(read.name).filter(|name| *name != before.name),
        username: Some(read.username).filter(|username| username.as_str() != before.username.as_str()),
        email: Some(read.email),
        level: Some(read.level).filter(|level| *level != before.level),
        language: Some(read.language).filter(|language| *language != before.language),
        must_change_password: Some(typed.must_change).filter(|must| *must != before.must_change_password),
        state: Some(typed.state).filter(|state| *state != before.state),
        ..UserEdit::default()
    };
    match signed.manager().edit(&subject, edit).await {
        Ok(Some(email)) => signed.did(&Done::ConfirmationSent(email.to_string()), &format!("users/{id}")),
        Ok(None) => signed.did(&Done::UserSaved(name), &format!("users/{id}")),
        Err(error) => match problem(&error) {
            Some(problem) => show(&signed, refuse, &found, &typed, None, vec![problem]).await,
            None => signed.manage_failed(&error),
        },
    }
}

async fn show(
    signed: &Signed,
    status: StatusCode,
    found: &Found,
    typed: &Typed,
    unproved: Option<CurrentPasswordProblem>,
    problems: Vec<UserProblem>,
) -> Response<Body> {
    let outside = &signed.site.keeper.outside;
    let (reach, person) = reach(found);
    let page = async {
        let pending = outside.directory.email_change(person.user.id, outside.clock.now()).await?;
        Ok(UserPage {
            frame: signed.frame().await?,
            user: summary(&person.user, reach),
            particulars: typed.particulars.shown(levels_up_to(signed.user().level.max(person.user.level))),
            state: shown_state(typed.state),
            must_change: typed.must_change,
            pending_email: pending.and_then(|pending| pending.email).map(|email| email.to_string()),
            step_up: signed.asks(unproved).await?,
            problems,
        }
        .render())
    };
    signed.shows(status, page.await)
}
