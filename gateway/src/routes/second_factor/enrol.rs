//! Registering an authenticator app, in three steps.

use axum::body::Body;
use gatehouse_auth_core::{
    flow::{
        enrol::{self, EnrolError, Enrolling},
        next_factor::may_register_app,
        on_the_way::{may_put_off, put_off},
    },
    mfa::TypedCode,
};
use gatehouse_pages::{
    AcceptedFactors, EnrolPage, EnrolProblem, EnrolStartPage, RecoveryCodesOccasion, RecoveryCodesPage, RecoveryCodesProblem,
};
use http::{HeaderValue, Response, StatusCode, header};
use tracing::info;

use super::super::{on_the_way::OnTheWay, reply};
use crate::routes::form::{Fields, retry_after};

/// Where somebody belongs who registers.
pub(super) const OURS: [&str; 1] = ["enrol/start"];
const CODES: [&str; 1] = ["enrol/recovery-codes"];

/// `GET /enrol/start`
pub(in crate::routes) async fn start(way: OnTheWay) -> Response<Body> {
    match way.elsewhere(&OURS).await {
        Some(answer) => answer,
        None => show_start(&way, StatusCode::OK),
    }
}

/// `POST /enrol/start`: on, or, with `later`, another time.
pub(in crate::routes) async fn begin(way: OnTheWay, fields: Fields) -> Response<Body> {
    match way.fault(&fields) {
        Err(answer) => return *answer,
        Ok(true) => return show_start(&way, StatusCode::FORBIDDEN),
        Ok(false) => {}
    }
    if let Some(answer) = way.elsewhere(&OURS).await {
        return answer;
    }
    let outside = &way.site.keeper.outside;
    if !fields.get("later").is_empty() {
        return match put_off(outside, way.pending.clone()).await {
            Ok(onward) => way.goes(onward).await,
            Err(error) => way.unavailable(&error),
        };
    }
    if !may_register_app(&way.pending) {
        return reply::redirect(&way.asked.handed_on(&way.visit, "enrol/passkey"));
    }
    match Enrolling::pending(outside, &way.pending).begin().await {
        Ok(()) => reply::redirect(&way.asked.handed_on(&way.visit, "enrol")),
        Err(error) => way.failed(error),
    }
}

/// `GET /enrol`
pub(in crate::routes) async fn get(way: OnTheWay) -> Response<Body> {
    match way.elsewhere(&OURS).await {
        Some(answer) => answer,
        None => show(&way, StatusCode::OK, None).await,
    }
}

/// `POST /enrol`
pub(in crate::routes) async fn post(way: OnTheWay, mut fields: Fields) -> Response<Body> {
    let refuse = StatusCode::UNPROCESSABLE_ENTITY;
    match way.fault(&fields) {
        Err(answer) => return *answer,
        Ok(true) => return show(&way, StatusCode::FORBIDDEN, Some(EnrolProblem::FormTooOld)).await,
        Ok(false) => {}
    }
    if let Some(answer) = way.elsewhere(&OURS).await {
        return answer;
    }
    let typed = fields.take("code");
    let Some(code) = TypedCode::parse(&typed) else {
        let problem = if typed.trim().is_empty() { EnrolProblem::MissingCode } else { EnrolProblem::MalformedCode };
        return show(&way, refuse, Some(problem)).await;
    };
    let outside = &way.site.keeper.outside;
    match Enrolling::pending(outside, &way.pending).confirm(&code).await {
        Ok(()) => {
            info!(request.id = %way.visit.id, user.id = %way.pending.person().user.id, "an authenticator app was registered");
            match enrol::registered(outside, way.pending.clone()).await {
                Ok(onward) => way.goes(onward).await,
                Err(error) => way.unavailable(&error),
            }
        }
        Err(EnrolError::Wrong) => show(&way, refuse, Some(EnrolProblem::WrongCode)).await,
        // It took too long, or was begun anew elsewhere: the page has a fresh secret.
        Err(EnrolError::Expired) => match Enrolling::pending(outside, &way.pending).begin().await {
            Ok(()) => show(&way, refuse, Some(EnrolProblem::Expired)).await,
            Err(error) => way.failed(error),
        },
        Err(error) => way.failed(error),
    }
}

/// `GET /enrol/recovery-codes`
pub(in crate::routes) async fn codes(way: OnTheWay) -> Response<Body> {
    match way.elsewhere(&CODES).await {
        Some(answer) => answer,
        None => show_codes(&way, StatusCode::OK, None).await,
    }
}

/// `GET /enrol/recovery-codes.txt`
pub(in crate::routes) async fn download(way: OnTheWay) -> Response<Body> {
    if let Some(answer) = way.elsewhere(&CODES).await {
        return answer;
    }
    match Enrolling::pending(&way.site.keeper.outside, &way.pending).codes().await {
        Ok(codes) => text_file(&codes),
        Err(error) => way.unavailable(&error),
    }
}

/// `POST /enrol/recovery-codes`: they have been kept.
pub(in crate::routes) async fn finish(way: OnTheWay, fields: Fields) -> Response<Body> {
    match way.fault(&fields) {
        Err(answer) => return *answer,
        Ok(true) => return show_codes(&way, StatusCode::FORBIDDEN, Some(RecoveryCodesProblem::FormTooOld)).await,
        Ok(false) => {}
    }
    if let Some(answer) = way.elsewhere(&CODES).await {
        return answer;
    }
    if fields.get("saved").is_empty() {
        return show_codes(&way, StatusCode::UNPROCESSABLE_ENTITY, Some(RecoveryCodesProblem::NotSaved)).await;
    }
    match enrol::finished(&way.site.keeper.outside, way.pending.clone()).await {
        Ok(onward) => way.goes(onward).await,
        Err(error) => way.unavailable(&error),
    }
}

/// Recovery codes as a file, a line each.
pub(in crate::routes) fn text_file(codes: &[String]) -> Response<Body> {
    let mut response = Response::new(Body::from(codes.join("\r\n") + "\r\n"));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"recovery-codes.txt\""));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn show_start(way: &OnTheWay, status: StatusCode) -> Response<Body> {
    let may_be_later = may_put_off(&way.pending);
    let accepted = match (may_register_app(&way.pending), &way.visit.portal.admission.passkeys) {
        (true, None) => AcceptedFactors::Authenticator,
        (true, Some(_)) => AcceptedFactors::AuthenticatorOrPasskey,
        (false, _) => AcceptedFactors::Passkey,
    };
    way.shows(status, |frame| EnrolStartPage { frame, accepted, may_be_later }.render())
}

async fn show(way: &OnTheWay, status: StatusCode, problem: Option<EnrolProblem>) -> Response<Body> {
    let enrolling = Enrolling::pending(&way.site.keeper.outside, &way.pending);
    match enrolling.shown(&way.visit.portal.look.brand.title).await {
        Ok(shown) => way.shows(status, |frame| {
            EnrolPage { frame, otpauth: shown.uri.to_string(), secret: shown.key.to_string(), problem }.render()
        }),
        Err(error) => way.failed(error),
    }
}

async fn show_codes(way: &OnTheWay, status: StatusCode, problem: Option<RecoveryCodesProblem>) -> Response<Body> {
    match Enrolling::pending(&way.site.keeper.outside, &way.pending).codes().await {
        Ok(codes) => way.shows(status, |frame| {
            let username = way.pending.person().user.username.to_string();
            RecoveryCodesPage { frame, occasion: RecoveryCodesOccasion::Enrolment, username, codes, problem }.render()
        }),
        Err(error) => way.unavailable(&error),
    }
}

impl OnTheWay {
    /// The answer in place of the page.
    fn failed(&self, error: EnrolError) -> Response<Body> {
        match error {
            EnrolError::Busy(busy) => retry_after(self.unavailable(&busy), busy.retry_after.as_secs()),
            EnrolError::Unavailable(error) => self.unavailable(&error),
            EnrolError::Expired | EnrolError::Wrong => reply::redirect(&self.asked.handed_on(&self.visit, "enrol/start")),
            EnrolError::Registered => reply::redirect(&self.asked.handed_on(&self.visit, "code")),
        }
    }
}
