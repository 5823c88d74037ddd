//! A new password through a mailed link. Looking consumes nothing; saving does, once, and signs nobody in.

use axum::{Extension, body::Body, extract::State};
use gatehouse_auth_core::{
    flow::link::{GoodLink, Redeemed, choose_password},
    letter::Origin,
    recovery::Ending,
};
use gatehouse_pages::{ErrorKind, NewPasswordOccasion, NewPasswordProblem};
use http::{HeaderMap, Response, StatusCode, header};
use tracing::info;

use super::{
    Site, Visit,
    done::Done,
    form::{Fields, device},
    login::Asked,
    mailed_link::{self, Subject},
    new_password::{self, Screen},
    reply,
    visitor_form::{Fault, fault},
};

/// `GET /reset`
pub(super) async fn get(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    asked: Asked,
    headers: HeaderMap,
) -> Response<Body> {
    if let Some(token) = &asked.token {
        return mailed_link::keep(&visit, &headers, token, Subject::Password);
    }
    match mailed_link::good(&site, &visit, &headers, Subject::Password).await {
        Ok(link) => screen(&site, &visit, &headers, &link).show(StatusCode::OK, None, None),
        Err(answer) => *answer,
    }
}

/// `POST /reset`
pub(super) async fn post(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
    mut fields: Fields,
) -> Response<Body> {
    let found = fault(&site, &visit, &headers, &fields);
    if found == Some(Fault::Foreign) {
        return visit.error(StatusCode::FORBIDDEN, ErrorKind::FormRefused, &headers);
    }
    let link = match mailed_link::good(&site, &visit, &headers, Subject::Password).await {
        Ok(link) => link,
        Err(answer) => return *answer,
    };
    let screen = screen(&site, &visit, &headers, &link);
    if found.is_some() {
        return screen.show(StatusCode::FORBIDDEN, Some(NewPasswordProblem::FormTooOld), None);
    }
    let typed = match new_password::read(&mut fields) {
        Ok(typed) => typed,
        Err(problem) => return screen.show(StatusCode::UNPROCESSABLE_ENTITY, Some(problem), None),
    };
    let origin = Origin { network: visit.client.address.to_string(), device: device(&headers) };
    let user = link.person.user.id;
    match choose_password(&site.keeper.outside, &visit.portal.admission, &link, typed.clone(), origin).await {
        Ok(Redeemed::Done) => {
            info!(request.id = %visit.id, user.id = %user, "a password was chosen through a link");
            // The news comes round by itself; here it is known already.
            site.keeper.sessions.revoke(&[gatehouse_auth_core::revocation::Revocation::User(user)]);
            let mut response = reply::redirect(&visit.portal.look.brand.path("login"));
            let cookies = &visit.portal.cookies;
            // The link stays with the browser for its minutes: a pause of sign-in is nothing to whoever has just chosen a password.
            response.headers_mut().append(header::SET_COOKIE, Done::PasswordChosen.cookie(cookies));
            response
        }
        Ok(Redeemed::AlreadyUsed) => mailed_link::ended(&visit, &headers, Subject::Password, Ending::Used),
        Err(error) => screen.refuse(error, typed).await,
    }
}

fn screen<'a>(site: &'a Site, visit: &'a Visit, headers: &'a HeaderMap, link: &'a GoodLink) -> Screen<'a> {
    let expires_in = link.expires_at.since(site.keeper.outside.clock.now());
    Screen { site, visit, headers, person: &link.person, occasion: NewPasswordOccasion::Link { expires_in } }
}
