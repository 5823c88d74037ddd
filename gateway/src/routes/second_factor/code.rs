//! The code of an authenticator app, or a recovery code in its place.

use axum::body::Body;
use gatehouse_auth_core::{
    flow::give_code::{self, CodeError},
    mfa::{TypedCode, TypedRecoveryCode},
};
use gatehouse_pages::{CodePage, CodeProblem, CodeReadyPage, OwnFactors, RecoveryCodePage, RecoveryCodeProblem};
use http::{Response, StatusCode};

use super::super::on_the_way::OnTheWay;
use crate::routes::form::{Fields, retry_after};

/// `GET /code/ready`
pub(in crate::routes) async fn ready(way: OnTheWay) -> Response<Body> {
    match way.gives(|own| own.has_authenticator || own.has_passkey).await {
        Ok(factors) => way.shows(StatusCode::OK, |frame| CodeReadyPage { frame, factors }.render()),
        Err(answer) => *answer,
    }
}

/// `GET /code`
pub(in crate::routes) async fn get(way: OnTheWay) -> Response<Body> {
    match way.gives(|own| own.has_authenticator).await {
        Ok(factors) => way.shows(StatusCode::OK, |frame| CodePage { frame, factors, problem: None }.render()),
        Err(answer) => *answer,
    }
}

/// `POST /code`: `code`, or `recovery_code` where somebody posts it here.
pub(in crate::routes) async fn post(way: OnTheWay, mut fields: Fields) -> Response<Body> {
    if !fields.get("recovery_code").is_empty() {
        return post_recovery(way, fields).await;
    }
    match way.fault(&fields) {
        Err(answer) => return *answer,
        Ok(true) => return show(&way, StatusCode::FORBIDDEN, CodeProblem::FormTooOld).await,
        Ok(false) => {}
    }
    if let Err(answer) = way.gives(|own| own.has_authenticator).await {
        return *answer;
    }
    let typed = fields.take("code");
    let Some(code) = TypedCode::parse(&typed) else {
        let problem = if typed.trim().is_empty() { CodeProblem::Missing } else { CodeProblem::Malformed };
        return show(&way, StatusCode::UNPROCESSABLE_ENTITY, problem).await;
    };
    match give_code::give_code(&way.site.keeper.outside, way.pending.clone(), code).await {
        Ok(onward) => way.takes("code", onward).await,
        Err(CodeError::Wrong) => show(&way, StatusCode::UNAUTHORIZED, CodeProblem::Wrong).await,
        Err(CodeError::Used) => show(&way, StatusCode::UNAUTHORIZED, CodeProblem::Reused).await,
        Err(CodeError::Paused { wait }) => {
            let problem = CodeProblem::Throttled { wait };
            retry_after(show(&way, StatusCode::TOO_MANY_REQUESTS, problem).await, wait.as_secs())
        }
        Err(error) => way.refused(error),
    }
}

/// `GET /code/recovery`
pub(in crate::routes) async fn get_recovery(way: OnTheWay) -> Response<Body> {
    match way.gives(is_recoverable).await {
        Ok(factors) => way.shows(StatusCode::OK, |frame| RecoveryCodePage { frame, factors, problem: None }.render()),
        Err(answer) => *answer,
    }
}

/// `POST /code/recovery`
pub(in crate::routes) async fn post_recovery(way: OnTheWay, mut fields: Fields) -> Response<Body> {
    match way.fault(&fields) {
        Err(answer) => return *answer,
        Ok(true) => return show_recovery(&way, StatusCode::FORBIDDEN, RecoveryCodeProblem::FormTooOld).await,
        Ok(false) => {}
    }
    if let Err(answer) = way.gives(is_recoverable).await {
        return *answer;
    }
    let typed = fields.take("recovery_code");
    let Some(code) = TypedRecoveryCode::parse(&typed) else {
        let problem = if typed.trim().is_empty() { RecoveryCodeProblem::Missing } else { RecoveryCodeProblem::Malformed };
        return show_recovery(&way, StatusCode::UNPROCESSABLE_ENTITY, problem).await;
    };
    match give_code::give_recovery_code(&way.site.keeper.outside, way.pending.clone(), code).await {
        Ok(onward) => way.takes("recovery-code", onward).await,
        Err(CodeError::Wrong) => show_recovery(&way, StatusCode::UNAUTHORIZED, RecoveryCodeProblem::Wrong).await,
        Err(CodeError::Used) => show_recovery(&way, StatusCode::UNAUTHORIZED, RecoveryCodeProblem::Used).await,
        Err(CodeError::Paused { wait }) => {
            let problem = RecoveryCodeProblem::Throttled { wait };
            retry_after(show_recovery(&way, StatusCode::TOO_MANY_REQUESTS, problem).await, wait.as_secs())
        }
        Err(error) => way.refused(error),
    }
}

/// A recovery code helps nobody who is to give a passkey. Whoever has nothing else to give here is told so on its page, codes left or not.
fn is_recoverable(own: OwnFactors) -> bool {
    own.has_recovery_codes || own.has_authenticator || !own.has_passkey
}

async fn show(way: &OnTheWay, status: StatusCode, problem: CodeProblem) -> Response<Body> {
    match way.own().await {
        Ok(factors) => way.shows(status, |frame| CodePage { frame, factors, problem: Some(problem) }.render()),
        Err(error) => way.unavailable(&error),
    }
}

async fn show_recovery(way: &OnTheWay, status: StatusCode, problem: RecoveryCodeProblem) -> Response<Body> {
    match way.own().await {
        Ok(factors) => way.shows(status, |frame| RecoveryCodePage { frame, factors, problem: Some(problem) }.render()),
        Err(error) => way.unavailable(&error),
    }
}
