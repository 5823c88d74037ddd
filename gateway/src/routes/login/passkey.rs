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
use gatehouse_pages::{PasskeyProblem, SignInProblem};
use http::{HeaderMap, Response, StatusCode};
use tracing::info;

use super::{Asked, Posted, Screen, Told, answer, receive};
use crate::routes::{
    Site, Visit,
    form::{Fields, device},
    on_the_way, visit,
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

async fn judge(site: &Site, visit: &Visit, asked: &Asked, headers: &HeaderMap, fields: &Fields) -> Told {
    let portal = &visit.portal;
    let too_old = SignInProblem::Passkey(PasskeyProblem::FormTooOld);
    let posted = receive(Screen::new(visit, headers, asked), site, headers, fields.get("csrf"), too_old).await;
    let Posted { screen, cookie, replaces } = match posted {
        Ok(posted) => posted,
        Err(told) => return *told,
    };
    let given = fields.get("credential");
    if given.is_empty() {
        let problem = SignInProblem::Passkey(PasskeyProblem::Cancelled);
        return (screen.refuse(site, StatusCode::UNPROCESSABLE_ENTITY, problem).await, "incomplete");
    }
    let attempt = Attempt {
        admission: &portal.admission,
        bond: Bond::to_sign_in(portal.name(), cookie),
        answer: given,
        network: visit.client.address,
        device: Device { name: device(headers), marks: on_the_way::marks(visit, headers) },
        replaces,
    };
    match sign_in(&site.keeper.outside, attempt).await {
        // However many are left: a passkey is not guessed, and nobody is warned.
        Ok(Outcome::Refused { .. }) => {
            let problem = SignInProblem::Passkey(PasskeyProblem::Refused);
            (screen.refuse(site, StatusCode::UNAUTHORIZED, problem).await, "refused")
        }
        Ok(outcome) => answer(screen, site, headers, replaces, outcome).await,
        Err(error) => (screen.unavailable(site, &error).await, "unavailable"),
    }
}
