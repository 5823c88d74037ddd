//! A passkey or security key as the second factor.

use axum::body::Body;
use gatehouse_auth_core::flow::{
    give_code::CodeError,
    give_passkey::{self, give},
};
use gatehouse_pages::{PasskeyPage, PasskeyProblem};
use http::{Response, StatusCode};

use super::super::on_the_way::OnTheWay;
use crate::routes::form::{Fields, retry_after};

/// `GET /code/passkey`
pub(in crate::routes) async fn get(way: OnTheWay) -> Response<Body> {
    match way.gives(|own| own.has_passkey).await {
        Ok(_) => show(&way, StatusCode::OK, None).await,
        Err(answer) => *answer,
    }
}

/// `POST /code/passkey`: `credential` is what the browser answered.
pub(in crate::routes) async fn post(way: OnTheWay, fields: Fields) -> Response<Body> {
    match way.fault(&fields) {
        Err(answer) => return *answer,
        Ok(true) => return show(&way, StatusCode::FORBIDDEN, Some(PasskeyProblem::FormTooOld)).await,
        Ok(false) => {}
    }
    if let Err(answer) = way.gives(|own| own.has_passkey).await {
        return *answer;
    }
    let answer = fields.get("credential");
    if answer.is_empty() {
        return show(&way, StatusCode::UNPROCESSABLE_ENTITY, Some(PasskeyProblem::Cancelled)).await;
    }
    match give(&way.site.keeper.outside, way.pending.clone(), answer).await {
        Ok(onward) => way.takes("passkey", onward).await,
        Err(CodeError::Wrong | CodeError::Used) => show(&way, StatusCode::UNAUTHORIZED, Some(PasskeyProblem::Refused)).await,
        Err(CodeError::Paused { wait }) => {
            let problem = Some(PasskeyProblem::Throttled { wait });
            retry_after(show(&way, StatusCode::TOO_MANY_REQUESTS, problem).await, wait.as_secs())
        }
        Err(error) => way.refused(error),
    }
}

/// With a fresh question to the browser: what was asked before is no longer answered.
async fn show(way: &OnTheWay, status: StatusCode, problem: Option<PasskeyProblem>) -> Response<Body> {
    let outside = &way.site.keeper.outside;
    let asked = async {
        let options = give_passkey::begin(outside, &way.visit.portal.admission, &way.pending).await?;
        Ok((options, way.own().await?))
    };
    match asked.await {
        Ok((Some(options), factors)) => way.shows(status, |frame| PasskeyPage { frame, factors, options, problem }.render()),
        Ok((None, _)) => way.over(),
        Err(error) => {
            let error: gatehouse_auth_core::ports::StoreError = error;
            way.unavailable(&error)
        }
    }
}
