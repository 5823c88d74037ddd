//! A new password of one's own, by itself.

use axum::body::Body;
use gatehouse_auth_core::{
    flow::own_account::{OwnEdit, OwnError},
    secret::TypedPassword,
};
use gatehouse_pages::{CurrentPasswordProblem, OwnPasswordProblem, PasswordPage};
use http::{Response, StatusCode};

use super::{new_password, password_problem};
use crate::routes::{
    done::Done,
    frame::current_password_problem,
    signed::{Signed, SignedForm},
};

/// `GET /account/password`
pub(in crate::routes) async fn get(signed: Signed) -> Response<Body> {
    show(&signed, StatusCode::OK, None, None).await
}

/// `POST /account/password`
pub(in crate::routes) async fn post(SignedForm(signed, mut fields): SignedForm) -> Response<Body> {
    let current = fields.take("current_password");
    let (password, new) = match new_password(&mut fields) {
        Ok(Some(password)) => (Some(password), None),
        Ok(None) => (None, Some(OwnPasswordProblem::Missing)),
        Err(problem) => (None, Some(problem)),
    };
    let asks_current = match signed.own().asks_current().await {
        Ok(asks) => asks,
        Err(error) => return signed.unavailable(&error),
    };
    let missing = (asks_current && current.is_empty()).then_some(CurrentPasswordProblem::Missing);
    if new.is_some() || missing.is_some() {
        return show(&signed, StatusCode::UNPROCESSABLE_ENTITY, missing, new).await;
    }
    let edit = OwnEdit { password, current_password: TypedPassword::new(current), ..OwnEdit::default() };
    let refuse = StatusCode::UNPROCESSABLE_ENTITY;
    match signed.own().save(edit).await {
        Ok(saved) => signed.goes_on(saved.renewed, &Done::PasswordChanged, "account/password"),
        Err(OwnError::Unproved(error)) => match current_password_problem(&error) {
            Some(problem) => show(&signed, refuse, Some(problem), None).await,
            None => signed.prove_failed(error),
        },
        Err(OwnError::Password(error)) => match password_problem(&error) {
            Some(problem) => show(&signed, refuse, None, Some(problem)).await,
            None => signed.choose_failed(error),
        },
        Err(OwnError::Unavailable(error)) => signed.unavailable(&error),
        Err(OwnError::UsernameTaken | OwnError::TooOften { .. } | OwnError::NoMail | OwnError::Meanwhile) => {
            signed.goes_to("account/password")
        }
    }
}

async fn show(
    signed: &Signed,
    status: StatusCode,
    current: Option<CurrentPasswordProblem>,
    new: Option<OwnPasswordProblem>,
) -> Response<Body> {
    let (username, rules) = (Some(signed.user().username.to_string()), signed.password_rules());
    let page = async {
        let (frame, asks_current) = (signed.frame().await?, signed.own().asks_current().await?);
        Ok(PasswordPage { frame, username, rules, asks_current, current, new }.render())
    };
    signed.shows(status, page.await)
}
