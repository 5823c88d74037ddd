//! Signing out.

use axum::{Extension, body::Body, extract::State};
use gatehouse_auth_core::{flow::end_session, revocation::Revocation};
use gatehouse_pages::{ErrorKind, SignOutPage, SignedOutPage};
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use tracing::{error, info};

use super::{
    Site, Visit,
    form::{Fields, is_from_here},
    on_the_way, reply,
};
use crate::gate::{form_token::Binding, keeper::Visitor};

/// `GET /logout` asks.
pub(super) async fn get(State(site): State<Site>, Extension(visit): Extension<Visit>, headers: HeaderMap) -> Response<Body> {
    let language = visit.language(&headers);
    match site.keeper.visitor(&visit.portal, &headers).await {
        Ok(Visitor::SignedIn { entry, .. }) => {
            let handle = entry.session().record().handle.to_string();
            let csrf = site.keeper.forms.make(visit.portal.name(), Binding::Session(&handle), site.keeper.outside.clock.now());
            let page = SignOutPage { brand: &visit.portal.look.brand, language, csrf, home: "/".to_owned() };
            reply::page(&visit.portal, StatusCode::OK, page.render())
        }
        Ok(Visitor::Nobody | Visitor::Ended(_)) => {
            reply::page(&visit.portal, StatusCode::OK, SignedOutPage { brand: &visit.portal.look.brand, language }.render())
        }
        Err(error) => {
            error!(request.id = %visit.id, %error, "a session could not be looked up");
            visit.error(StatusCode::SERVICE_UNAVAILABLE, ErrorKind::SignInUnavailable, &headers)
        }
    }
}

/// `POST /logout` does it.
pub(super) async fn post(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
    fields: Fields,
) -> Response<Body> {
    if !is_from_here(&visit.portal, &headers) {
        // Another site's form carries no cookie of ours, so nobody seems to be signed in: it must not take the cookie away either.
        return visit.error(StatusCode::FORBIDDEN, ErrorKind::FormRefused, &headers);
    }
    let keeper = &site.keeper;
    match keeper.visitor(&visit.portal, &headers).await {
        Ok(Visitor::SignedIn { entry, .. }) => {
            let handle = entry.session().record().handle;
            let binding = handle.to_string();
            let now = keeper.outside.clock.now();
            let is_ours = keeper.forms.is_good(fields.get("csrf"), visit.portal.name(), Binding::Session(&binding), now);
            if !is_ours {
                return visit.error(StatusCode::FORBIDDEN, ErrorKind::FormRefused, &headers);
            }
            if let Err(error) = end_session::sign_out(&keeper.outside, entry.session()).await {
                error!(request.id = %visit.id, %error, "a session could not be ended");
                return visit.error(StatusCode::SERVICE_UNAVAILABLE, ErrorKind::SignInUnavailable, &headers);
            }
            // The news comes round by itself; here it is known already.
            keeper.sessions.revoke(&[Revocation::Session(handle)]);
            info!(request.id = %visit.id, portal = visit.portal.name(), user.id = %entry.session().person().user.id, "signed out");
        }
        Ok(Visitor::Nobody | Visitor::Ended(_)) => {}
        Err(error) => {
            error!(request.id = %visit.id, %error, "a session could not be looked up");
            return visit.error(StatusCode::SERVICE_UNAVAILABLE, ErrorKind::SignInUnavailable, &headers);
        }
    }
    if let Err(error) = on_the_way::forget(&site, &visit, &headers).await {
        error!(request.id = %visit.id, %error, "a sign-in on its way could not be ended");
        return visit.error(StatusCode::SERVICE_UNAVAILABLE, ErrorKind::SignInUnavailable, &headers);
    }
    let page = SignedOutPage { brand: &visit.portal.look.brand, language: visit.language(&headers) };
    let mut response = reply::page(&visit.portal, StatusCode::OK, page.render());
    let cookies = &visit.portal.cookies;
    response.headers_mut().append(header::SET_COOKIE, cookies.remove(cookies.session()));
    response.headers_mut().append(header::SET_COOKIE, cookies.remove(cookies.pending()));
    response.headers_mut().insert("Clear-Site-Data", HeaderValue::from_static("\"cache\""));
    response
}
