//! A new email address, confirmed from its own mailbox. Opening the link changes nothing; the button does.

use axum::{Extension, body::Body, extract::State};
use gatehouse_auth_core::{
    flow::change_email::{Confirmed, confirm},
    recovery::Ending,
};
use gatehouse_pages::{ConfirmEmailPage, ConfirmEmailState, ErrorKind};
use http::{HeaderMap, Response, StatusCode};
use tracing::error;

use super::{
    Site, Visit,
    form::Fields,
    login::Asked,
    mailed_link::{self, Subject},
    reply,
    visitor_form::{Fault, VisitorForm, fault},
};

/// `GET /confirm-email`
pub(super) async fn get(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    asked: Asked,
    headers: HeaderMap,
) -> Response<Body> {
    if let Some(token) = &asked.token {
        return mailed_link::keep(&visit, &headers, token, Subject::Email);
    }
    ask(&site, &visit, &headers).await
}

async fn ask(site: &Site, visit: &Visit, headers: &HeaderMap) -> Response<Body> {
    let link = match mailed_link::good(site, visit, headers, Subject::Email).await {
        Ok(link) => link,
        Err(answer) => return *answer,
    };
    let email = link.recovery.email.map(|email| email.to_string()).unwrap_or_default();
    let form = VisitorForm::of(site, visit, headers);
    let csrf = form.csrf(site, visit);
    let mut response = show(visit, headers, StatusCode::OK, ConfirmEmailState::Ask { email, csrf });
    form.keep(visit, &mut response);
    response
}

/// `POST /confirm-email`
pub(super) async fn post(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
    fields: Fields,
) -> Response<Body> {
    match fault(&site, &visit, &headers, &fields) {
        Some(Fault::Foreign) => return visit.error(StatusCode::FORBIDDEN, ErrorKind::FormRefused, &headers),
        Some(Fault::NoCookies | Fault::TooOld) => return ask(&site, &visit, &headers).await,
        None => {}
    }
    let link = match mailed_link::good(&site, &visit, &headers, Subject::Email).await {
        Ok(link) => link,
        Err(answer) => return *answer,
    };
    let keeper = &site.keeper;
    let network = visit.client.address.to_string();
    match confirm(&keeper.outside, &keeper.admissions, link, &network).await {
        Ok(Confirmed::Done) => {
            let mut response = show(&visit, &headers, StatusCode::OK, ConfirmEmailState::Done);
            mailed_link::forget(&visit, &mut response);
            response
        }
        Ok(Confirmed::AlreadyUsed) => mailed_link::ended(&visit, &headers, Subject::Email, Ending::Used),
        Ok(Confirmed::Taken) => show(&visit, &headers, StatusCode::CONFLICT, ConfirmEmailState::Taken),
        Err(error) => {
            error!(request.id = %visit.id, %error, "an address cannot be confirmed");
            visit.error(StatusCode::SERVICE_UNAVAILABLE, ErrorKind::SignInUnavailable, &headers)
        }
    }
}

fn show(visit: &Visit, headers: &HeaderMap, status: StatusCode, state: ConfirmEmailState) -> Response<Body> {
    let page = ConfirmEmailPage { brand: &visit.portal.look.brand, language: visit.language(headers), state };
    reply::page(&visit.portal, status, page.render())
}
