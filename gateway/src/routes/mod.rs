//! The gateway's own pages: a file a page, and one table from trouble to answer.

mod assets;
mod audit;
mod choose_password;
mod company_settings;
mod confirm_email;
mod done;
mod forgot;
mod form;
mod frame;
mod jwks;
mod login;
mod logout;
mod mailed_link;
mod mfa_policy;
mod new_password;
mod on_the_way;
mod operator;
mod own_account;
mod person;
pub mod problem;
pub mod reply;
mod requests;
mod reset;
mod second_factor;
mod signed;
mod strength;
mod table;
mod temporary;
mod users;
mod visit;
mod visitor_form;

use std::sync::Arc;

use axum::{
    Router,
    middleware::from_fn,
    routing::{get, post},
};
use gatehouse_auth_core::{
    session::{Authenticated, Keep, Session},
    token::SessionToken,
};
use http::HeaderValue;

use second_factor::{code, enrol, new_passkey, passkey};
pub use signed::Access;
pub use table::rights;
pub use visit::Visit;

use crate::{gate::keeper::Gatekeeper, portal::Portal, telemetry::Metrics};

/// What every page may use.
#[derive(Clone)]
pub struct Site {
    /// Who is at the gate.
    pub keeper: Arc<Gatekeeper>,
    /// Counts.
    pub metrics: Arc<Metrics>,
}

impl Site {
    /// The cookie of a new session.
    fn session_cookie(&self, portal: &Portal, session: &Session<Authenticated>, token: &SessionToken) -> HeaderValue {
        let age = match session.record().keep {
            Keep::Remembered => Some(portal.admission.lifetimes.remember.as_secs()),
            Keep::UntilClosed => None,
        };
        portal.cookies.set(portal.cookies.session(), &self.keeper.mac.seal(token, portal.name()), age)
    }
}

/// Every page, by its path under the portal's prefix.
pub fn router(site: Site) -> Router {
    Router::new()
        .route("/", get(login::home))
        .route("/login", get(login::get).post(login::post))
        .route("/login/passkey", post(login::passkey::post))
        .route("/logout", get(logout::get).post(logout::post))
        .route("/forgot", get(forgot::get).post(forgot::post))
        .route("/forgot/sent", get(forgot::sent))
        .route("/reset", get(reset::get).post(reset::post))
        .route("/temporary", get(temporary::get).post(temporary::post))
        .route("/choose-password", get(choose_password::get).post(choose_password::post))
        .route("/code", get(code::get).post(code::post))
        .route("/code/ready", get(code::ready))
        .route("/code/passkey", get(passkey::get).post(passkey::post))
        .route("/code/recovery", get(code::get_recovery).post(code::post_recovery))
        .route("/enrol", get(enrol::get).post(enrol::post))
        .route("/enrol/start", get(enrol::start).post(enrol::begin))
        .route("/enrol/passkey", get(new_passkey::get).post(new_passkey::post))
        .route("/enrol/recovery-codes", get(enrol::codes).post(enrol::finish))
        .route("/enrol/recovery-codes.txt", get(enrol::download))
        .route("/confirm-email", get(confirm_email::get).post(confirm_email::post))
        .route("/password-check", post(strength::post))
        .merge(table::router(&site))
        .route("/jwks.json", get(jwks::get))
        .route("/assets/{name}", get(assets::get))
        .fallback(visit::not_found)
        .method_not_allowed_fallback(visit::method_not_allowed)
        .layer(from_fn(visit::choose_language))
        .with_state(site)
}
