//! A passkey in place of username and password.

use axum::{Extension, body::Body, extract::State};
use gatehouse_auth_core::{
    device::Device,
    flow::{
        passkey_sign_in::{Attempt, sign_in},
        sign_in::Outcome,
    },
    mfa::passkey::Bond,
};
use gatehouse_pages::{ErrorKind, PasskeyProblem, SignInProblem};
use http::{HeaderMap, Response, StatusCode};
use tracing::info;

use super::{Asked, Screen};
use crate::{
    gate::{cookies::CookieJar, form_token::Binding, keeper::Visitor},
    routes::{
        Site, Visit,
        form::{Fields, device, is_from_here, retry_after},
        on_the_way, visit,
    },
};

/// `POST /login/passkey`: `credential` is what the browser answered. Where no passkey signs anybody in, there is no such page.
pub(in crate::routes) async fn post(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    asked: Asked,
    headers: HeaderMap,
    fields: Fields,
) -> Response<Body> {
    if visit.portal.admission.passkey_sign_in().is_none() {
        return visit::not_found(Extension(visit), headers).await;
    }
    let (response, outcome) = judge(&site, &visit, &asked, &headers, &fields).await;
    site.metrics.sign_ins.with_label_values(&[visit.portal.name(), outcome]).inc();
    info!(request.id = %visit.id, portal = visit.portal.name(), outcome, "sign-in by passkey");
    response
}

/// The answer to a posted form, and its name in metrics.
async fn judge(
    site: &Site,
    visit: &Visit,
    asked: &Asked,
    headers: &HeaderMap,
    fields: &Fields,
) -> (Response<Body>, &'static str) {
    let (portal, keeper) = (&visit.portal, &site.keeper);
    if !is_from_here(portal, headers) {
        return (visit.error(StatusCode::FORBIDDEN, ErrorKind::FormRefused, headers), "foreign-form");
    }
    let screen = Screen::new(visit, headers, asked);
    let visitor = match keeper.visitor(portal, headers).await {
        Ok(visitor) => visitor,
        Err(error) => return (screen.unavailable(site, &error).await, "unavailable"),
    };
    let Some(cookie) = CookieJar::read(headers, portal.cookies.form()) else {
        if matches!(visitor, Visitor::SignedIn { .. }) {
            // Another tab of this browser has signed in meanwhile, which took the form's cookie away.
            return (screen.move_on(), "signed-in-already");
        }
        let problem = SignInProblem::CookiesBlocked { host: portal.authority.clone() };
        return (screen.refuse(site, StatusCode::BAD_REQUEST, problem).await, "no-cookies");
    };
    let refuse = |problem| SignInProblem::Passkey(problem);
    if !keeper.forms.is_good(fields.get("csrf"), portal.name(), Binding::Visitor(cookie), keeper.outside.clock.now()) {
        let response = screen.refuse(site, StatusCode::FORBIDDEN, refuse(PasskeyProblem::FormTooOld)).await;
        return (response, "form-too-old");
    }
    let answer = fields.get("credential");
    if answer.is_empty() {
        let response = screen.refuse(site, StatusCode::UNPROCESSABLE_ENTITY, refuse(PasskeyProblem::Cancelled)).await;
        return (response, "incomplete");
    }
    let replaces = match visitor {
        Visitor::SignedIn { entry, .. } => Some(entry),
        Visitor::Nobody | Visitor::Ended(_) => None,
    };
    let attempt = Attempt {
        admission: &portal.admission,
        bond: Bond::to_sign_in(portal.name(), cookie),
        answer,
        network: visit.client.address,
        device: Device { name: device(headers), marks: on_the_way::marks(visit, headers) },
        replaces: replaces.as_deref().map(|entry| entry.session().record().handle),
    };
    let outcome = sign_in(&keeper.outside, attempt).await;
    if let Ok(Outcome::Admitted { .. } | Outcome::OnTheWay { .. }) = outcome
        && let Err(error) = on_the_way::forget(site, visit, headers).await
    {
        return (screen.unavailable(site, &error).await, "unavailable");
    }
    match outcome {
        Ok(Outcome::Admitted { session, token }) => (screen.admit(site, replaces, &session, &token), "admitted"),
        Ok(Outcome::OnTheWay { token }) => match on_the_way::first_page(site, visit, &token).await {
            Ok(page) => (screen.set_out(site, &token, page), "on-the-way"),
            Err(error) => (screen.unavailable(site, &error).await, "unavailable"),
        },
        Ok(Outcome::Refused { .. }) => {
            (screen.refuse(site, StatusCode::UNAUTHORIZED, refuse(PasskeyProblem::Refused)).await, "refused")
        }
        Ok(Outcome::Paused { wait } | Outcome::NetworkPaused { wait }) => {
            let response = screen.refuse(site, StatusCode::TOO_MANY_REQUESTS, SignInProblem::NetworkLimited).await;
            (retry_after(response, wait.as_secs()), "network-paused")
        }
        Err(error) => (screen.unavailable(site, &error).await, "unavailable"),
    }
}
