//! The password that a sign-in on its way still owes: after a temporary one, or because an administrator asked for it.

use axum::{Extension, body::Body, extract::State};
use gatehouse_auth_core::{
    flow::choose_password::{Chosen, choose, find},
    pending::{Owed, Pending},
    ports::Stored,
};
use gatehouse_pages::{DemandReason, ErrorKind, NewPasswordOccasion, NewPasswordProblem};
use http::{HeaderMap, Response, StatusCode, header};
use tracing::{error, info};

use super::{
    Site, Visit,
    form::Fields,
    login::{self, Asked},
    new_password::{self, Screen},
    reply,
    visitor_form::{Fault, fault},
};
use crate::gate::cookies::CookieJar;

/// `GET /choose-password`
pub(super) async fn get(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    asked: Asked,
    headers: HeaderMap,
) -> Response<Body> {
    match on_the_way(&site, &visit, &headers).await {
        Ok(Some(pending)) => screen(&site, &visit, &headers, &asked, &pending).show(StatusCode::OK, None, None),
        Ok(None) => over(&visit, &asked),
        Err(error) => unavailable(&visit, &headers, &error),
    }
}

/// `POST /choose-password`
pub(super) async fn post(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    asked: Asked,
    headers: HeaderMap,
    mut fields: Fields,
) -> Response<Body> {
    let found = fault(&site, &visit, &headers, &fields);
    if found == Some(Fault::Foreign) {
        return visit.error(StatusCode::FORBIDDEN, ErrorKind::FormRefused, &headers);
    }
    let pending = match on_the_way(&site, &visit, &headers).await {
        Ok(Some(pending)) => pending,
        Ok(None) => return over(&visit, &asked),
        Err(error) => return unavailable(&visit, &headers, &error),
    };
    let screen = screen(&site, &visit, &headers, &asked, &pending);
    if found.is_some() {
        return screen.show(StatusCode::FORBIDDEN, Some(NewPasswordProblem::FormTooOld), None);
    }
    let typed = match new_password::read(&mut fields) {
        Ok(typed) => typed,
        Err(problem) => return screen.show(StatusCode::UNPROCESSABLE_ENTITY, Some(problem), None),
    };
    match choose(&site.keeper.outside, &visit.portal.admission, pending.clone(), typed.clone()).await {
        Ok(Chosen::Admitted { session, token }) => {
            let user = session.person().user.id;
            info!(request.id = %visit.id, user.id = %user, "a password was chosen at sign-in");
            site.keeper.sessions.revoke(&[gatehouse_auth_core::revocation::Revocation::User(user)]);
            let mut response = login::move_on(&visit, &headers, &asked);
            let cookies = &visit.portal.cookies;
            let mut set = |cookie| response.headers_mut().append(header::SET_COOKIE, cookie);
            set(site.session_cookie(&visit.portal, &session, &token));
            set(cookies.remove(cookies.pending()));
            set(cookies.remove(cookies.form()));
            response
        }
        Ok(Chosen::Over) => over(&visit, &asked),
        Err(error) => screen.refuse(error, typed).await,
    }
}

async fn on_the_way(site: &Site, visit: &Visit, headers: &HeaderMap) -> Stored<Option<Pending>> {
    let (keeper, portal) = (&site.keeper, &visit.portal);
    let cookie = CookieJar::read(headers, portal.cookies.pending());
    let Some(token) = cookie.and_then(|cookie| keeper.pending_mac.open(cookie, portal.name())) else { return Ok(None) };
    find(&keeper.outside, &portal.admission, &token).await
}

fn screen<'a>(site: &'a Site, visit: &'a Visit, headers: &'a HeaderMap, asked: &Asked, pending: &'a Pending) -> Screen<'a> {
    let reason = match pending.owes() {
        Owed::AfterTemporary => DemandReason::Temporary,
        Owed::NewPassword => DemandReason::AskedByAdministrator,
    };
    let to = asked.to.as_deref().and_then(|to| reply::return_address(&visit.portal, to));
    Screen { site, visit, headers, person: pending.person(), occasion: NewPasswordOccasion::Demanded { reason, to } }
}

/// Too late, or done already: sign in.
fn over(visit: &Visit, asked: &Asked) -> Response<Body> {
    let mut response = reply::redirect(&login::address(visit, asked.to.as_deref()));
    let cookies = &visit.portal.cookies;
    response.headers_mut().append(header::SET_COOKIE, cookies.remove(cookies.pending()));
    response
}

fn unavailable(visit: &Visit, headers: &HeaderMap, error: &dyn std::error::Error) -> Response<Body> {
    error!(request.id = %visit.id, %error, "a sign-in on its way waits for the directory");
    visit.error(StatusCode::SERVICE_UNAVAILABLE, ErrorKind::SignInUnavailable, headers)
}
