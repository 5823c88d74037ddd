//! The code of an authenticator app, or a recovery code in its place.

use axum::body::Body;
use gatehouse_auth_core::{
    flow::{
        give_code::{self, CodeError},
        on_the_way::Onward,
    },
    mfa::{TypedCode, TypedRecoveryCode},
};
use gatehouse_pages::{CodePage, CodeProblem, CodeReadyPage, RecoveryCodePage, RecoveryCodeProblem};
use http::{Response, StatusCode};
use tracing::info;

use super::{super::on_the_way::OnTheWay, own};
use crate::routes::form::{Fields, retry_after};

/// Where somebody belongs who has a factor to give.
const OURS: [&str; 2] = ["code", "code/ready"];

/// `GET /code/ready`
pub(in crate::routes) async fn ready(way: OnTheWay) -> Response<Body> {
    if let Some(answer) = way.elsewhere(&OURS).await {
        return answer;
    }
    match give_code::factors(&way.site.keeper.outside, &way.pending).await {
        Ok(factors) => way.shows(StatusCode::OK, |frame| CodeReadyPage { frame, factors: own(&factors) }.render()),
        Err(error) => way.unavailable(&error),
    }
}

/// `GET /code`
pub(in crate::routes) async fn get(way: OnTheWay) -> Response<Body> {
    match way.elsewhere(&OURS).await {
        Some(answer) => answer,
        None => show(&way, StatusCode::OK, None).await,
    }
}

/// `POST /code`: `code`, or `recovery_code` where somebody posts it here.
pub(in crate::routes) async fn post(way: OnTheWay, mut fields: Fields) -> Response<Body> {
    if !fields.get("recovery_code").is_empty() {
        return post_recovery(way, fields).await;
    }
    match way.fault(&fields) {
        Err(answer) => return *answer,
        Ok(true) => return show(&way, StatusCode::FORBIDDEN, Some(CodeProblem::FormTooOld)).await,
        Ok(false) => {}
    }
    if let Some(answer) = way.elsewhere(&OURS).await {
        return answer;
    }
    let typed = fields.take("code");
    let Some(code) = TypedCode::parse(&typed) else {
        let problem = if typed.trim().is_empty() { CodeProblem::Missing } else { CodeProblem::Malformed };
        return show(&way, StatusCode::UNPROCESSABLE_ENTITY, Some(problem)).await;
    };
    match give_code::give_code(&way.site.keeper.outside, way.pending.clone(), code).await {
        Ok(onward) => way.takes("code", onward).await,
        Err(CodeError::Wrong) => show(&way, StatusCode::UNAUTHORIZED, Some(CodeProblem::Wrong)).await,
        Err(CodeError::Used) => show(&way, StatusCode::UNAUTHORIZED, Some(CodeProblem::Reused)).await,
        Err(CodeError::Paused { wait }) => {
            let problem = Some(CodeProblem::Throttled { wait });
            retry_after(show(&way, StatusCode::TOO_MANY_REQUESTS, problem).await, wait.as_secs())
        }
        Err(error) => way.refused(error),
    }
}

/// `GET /code/recovery`
pub(in crate::routes) async fn get_recovery(way: OnTheWay) -> Response<Body> {
    match way.elsewhere(&OURS).await {
        Some(answer) => answer,
        None => show_recovery(&way, StatusCode::OK, None).await,
    }
}

/// `POST /code/recovery`
pub(in crate::routes) async fn post_recovery(way: OnTheWay, mut fields: Fields) -> Response<Body> {
    match way.fault(&fields) {
        Err(answer) => return *answer,
        Ok(true) => return show_recovery(&way, StatusCode::FORBIDDEN, Some(RecoveryCodeProblem::FormTooOld)).await,
        Ok(false) => {}
    }
    if let Some(answer) = way.elsewhere(&OURS).await {
        return answer;
    }
    let typed = fields.take("recovery_code");
    let Some(code) = TypedRecoveryCode::parse(&typed) else {
        let problem = if typed.trim().is_empty() { RecoveryCodeProblem::Missing } else { RecoveryCodeProblem::Malformed };
        return show_recovery(&way, StatusCode::UNPROCESSABLE_ENTITY, Some(problem)).await;
    };
    match give_code::give_recovery_code(&way.site.keeper.outside, way.pending.clone(), code).await {
        Ok(onward) => way.takes("recovery-code", onward).await,
        Err(CodeError::Wrong) => show_recovery(&way, StatusCode::UNAUTHORIZED, Some(RecoveryCodeProblem::Wrong)).await,
        Err(CodeError::Used) => show_recovery(&way, StatusCode::UNAUTHORIZED, Some(RecoveryCodeProblem::Used)).await,
        Err(CodeError::Paused { wait }) => {
            let problem = Some(RecoveryCodeProblem::Throttled { wait });
            retry_after(show_recovery(&way, StatusCode::TOO_MANY_REQUESTS, problem).await, wait.as_secs())
        }
        Err(error) => way.refused(error),
    }
}

async fn show(way: &OnTheWay, status: StatusCode, problem: Option<CodeProblem>) -> Response<Body> {
    match give_code::factors(&way.site.keeper.outside, &way.pending).await {
        Ok(factors) => way.shows(status, |frame| CodePage { frame, factors: own(&factors), problem }.render()),
        Err(error) => way.unavailable(&error),
    }
}

async fn show_recovery(way: &OnTheWay, status: StatusCode, problem: Option<RecoveryCodeProblem>) -> Response<Body> {
    match give_code::factors(&way.site.keeper.outside, &way.pending).await {
        Ok(factors) => way.shows(status, |frame| RecoveryCodePage { frame, factors: own(&factors), problem }.render()),
        Err(error) => way.unavailable(&error),
    }
}

impl OnTheWay {
    async fn takes(&self, what: &str, onward: Onward) -> Response<Body> {
        info!(request.id = %self.visit.id, user.id = %self.pending.person().user.id, what, "a second factor was given");
        self.goes(onward).await
    }

    /// The answer in place of the page.
    fn refused(&self, error: CodeError) -> Response<Body> {
        match error {
            CodeError::Busy(busy) => retry_after(self.unavailable(&busy), busy.retry_after.as_secs()),
            CodeError::Unavailable(error) => self.unavailable(&error),
            // Five wrong codes: from the beginning, where it is said why.
            CodeError::Over | CodeError::Wrong | CodeError::Used | CodeError::Paused { .. } => self.begins_anew(),
        }
    }
}
