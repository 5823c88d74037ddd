//! Registering a passkey or security key, in place of an authenticator app or beside one.

use axum::body::Body;
use gatehouse_auth_core::{
    flow::register_passkey::{RegisterError, begin, register},
    mfa::passkey::{BadName, PasskeyName},
};
use gatehouse_pages::{ErrorKind, NewPasskeyOccasion, NewPasskeyPage, NewPasskeyProblem};
use http::{Response, StatusCode};
use tracing::info;

use super::{super::on_the_way::OnTheWay, enrol::OURS};
use crate::routes::form::{Fields, retry_after};

/// `GET /enrol/passkey`
pub(in crate::routes) async fn get(way: OnTheWay) -> Response<Body> {
    match way.elsewhere(&OURS).await {
        Some(answer) => answer,
        None => show(&way, StatusCode::OK, String::new(), None).await,
    }
}

/// `POST /enrol/passkey`: `name`, and `credential`, which is what the browser answered.
pub(in crate::routes) async fn post(way: OnTheWay, mut fields: Fields) -> Response<Body> {
    let typed = fields.take("name");
    match way.fault(&fields) {
        Err(answer) => return *answer,
        Ok(true) => return show(&way, StatusCode::FORBIDDEN, typed, Some(NewPasskeyProblem::FormTooOld)).await,
        Ok(false) => {}
    }
    if let Some(answer) = way.elsewhere(&OURS).await {
        return answer;
    }
    let read = read(&typed, &fields);
    let (name, answer) = match &read {
        Ok(read) => read,
        Err(problem) => return show(&way, StatusCode::UNPROCESSABLE_ENTITY, typed, Some(*problem)).await,
    };
    let (outside, admission) = (&way.site.keeper.outside, &way.visit.portal.admission);
    match register(outside, admission, way.pending.clone(), name, answer).await {
        Ok(onward) => {
            info!(request.id = %way.visit.id, user.id = %way.pending.person().user.id, "a passkey was registered");
            way.goes(onward).await
        }
        Err(RegisterError::Busy(busy)) => retry_after(way.unavailable(&busy), busy.retry_after.as_secs()),
        Err(RegisterError::Unavailable(error)) => way.unavailable(&error),
        Err(error) => show(&way, StatusCode::UNPROCESSABLE_ENTITY, typed, Some(problem(&error))).await,
    }
}

/// What was filled in, or what is missing.
pub(in crate::routes) fn read<'a>(typed: &str, fields: &'a Fields) -> Result<(PasskeyName, &'a str), NewPasskeyProblem> {
    let name = PasskeyName::parse(typed).map_err(|bad| match bad {
        BadName::Missing => NewPasskeyProblem::MissingName,
        BadName::TooLong => NewPasskeyProblem::NameTooLong,
    })?;
    match fields.get("credential") {
        "" => Err(NewPasskeyProblem::Cancelled),
        answer => Ok((name, answer)),
    }
}

/// What the page says of an answer that made no passkey.
pub(in crate::routes) fn problem(error: &RegisterError) -> NewPasskeyProblem {
    match error {
        RegisterError::Known => NewPasskeyProblem::AlreadyRegistered,
        RegisterError::NoRoom => NewPasskeyProblem::TooMany,
        RegisterError::NotHere | RegisterError::Refused(_) | RegisterError::Busy(_) | RegisterError::Unavailable(_) => {
            NewPasskeyProblem::Refused
        }
    }
}

/// With a fresh question to the browser; a portal that has no passkeys asks nothing.
async fn show(way: &OnTheWay, status: StatusCode, name: String, problem: Option<NewPasskeyProblem>) -> Response<Body> {
    match begin(&way.site.keeper.outside, &way.visit.portal.admission, &way.pending).await {
        Ok(Some(options)) => way.shows(status, |frame| {
            let occasion = NewPasskeyOccasion::Enrolment;
            NewPasskeyPage { frame, occasion, name, options, step_up: None, problem }.render()
        }),
        Ok(None) => way.visit.error(StatusCode::FORBIDDEN, ErrorKind::Forbidden, &way.headers),
        Err(error) => way.unavailable(&error),
    }
}
