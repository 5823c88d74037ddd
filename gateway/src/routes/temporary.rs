//! R3's page: its link brings a temporary password by a second mail. Looking at it sends that mail only in the browser that asked for the
//! link; anywhere else a button has to be pressed, which no scanner of mail does by opening the page.

use axum::{Extension, body::Body, extract::State};
use gatehouse_auth_core::{
    flow::temporary_link::{Opening, Said, open},
    secret::SecretDigest,
};
use gatehouse_pages::{ErrorKind, TemporaryPage, TemporaryState};
use http::{HeaderMap, Method, Response, StatusCode};
use tracing::error;

use super::{
    Site, Visit,
    form::Fields,
    login::Asked,
    mailed_link::{self, Subject},
    reply,
    visitor_form::{Fault, VisitorForm, fault},
};
use crate::gate::cookies::CookieJar;

/// `GET /temporary`
pub(super) async fn get(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    method: Method,
    asked: Asked,
    headers: HeaderMap,
) -> Response<Body> {
    if let Some(token) = &asked.token {
        return mailed_link::keep(&visit, &headers, token, Subject::Temporary);
    }
    let shown = CookieJar::read(&headers, visit.portal.cookies.asked()).map(|value| SecretDigest::of(value.as_bytes()));
    // A HEAD looks at nothing, and so sends nothing.
    let shown = shown.filter(|_| method == Method::GET);
    opened(&site, &visit, &headers, Opening::Seen(shown)).await
}

/// `POST /temporary`
pub(super) async fn post(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
    fields: Fields,
) -> Response<Body> {
    match fault(&site, &visit, &headers, &fields) {
        Some(Fault::Foreign) => return visit.error(StatusCode::FORBIDDEN, ErrorKind::FormRefused, &headers),
        // The page comes back with a fresh form, and nothing is sent.
        Some(Fault::NoCookies | Fault::TooOld) => return opened(&site, &visit, &headers, Opening::Seen(None)).await,
        None => {}
    }
    let opening = if fields.get("again").is_empty() { Opening::Pressed } else { Opening::Again };
    opened(&site, &visit, &headers, opening).await
}

async fn opened(site: &Site, visit: &Visit, headers: &HeaderMap, opening: Opening) -> Response<Body> {
    let link = match mailed_link::good(site, visit, headers, Subject::Temporary).await {
        Ok(link) => link,
        Err(answer) => return *answer,
    };
    let said = match open(&site.keeper.outside, &link, opening).await {
        Ok(said) => said,
        Err(error) => {
            error!(request.id = %visit.id, %error, "a temporary password cannot be sent");
            return visit.error(StatusCode::SERVICE_UNAVAILABLE, ErrorKind::SignInUnavailable, headers);
        }
    };
    let form = VisitorForm::of(site, visit, headers);
    let page = TemporaryPage {
        brand: &visit.portal.look.brand,
        language: visit.language(headers),
        csrf: form.csrf(site, visit),
        first_name: Some(link.person.user.first_name().to_owned()).filter(|name| !name.is_empty()),
        life: site.keeper.outside.recovery.temporary_life,
        state: match said {
            Said::Ask => TemporaryState::Ask,
            Said::Sent => TemporaryState::Sent,
            Said::NoMore => TemporaryState::NoMore,
        },
    };
    let mut response = reply::page(&visit.portal, StatusCode::OK, page.render());
    form.keep(visit, &mut response);
    response
}
