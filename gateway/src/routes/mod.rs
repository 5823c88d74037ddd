//! The gateway's own pages: a file a page, and one table from trouble to answer.

mod assets;
mod form;
mod jwks;
mod login;
mod logout;
pub mod problem;
pub mod reply;
mod visit;

use std::sync::Arc;

use axum::{Router, routing::get};

pub use visit::Visit;

use crate::{gate::keeper::Gatekeeper, telemetry::Metrics};

/// What every page may use.
#[derive(Clone)]
pub struct Site {
    /// Who is at the gate.
    pub keeper: Arc<Gatekeeper>,
    /// Counts.
    pub metrics: Arc<Metrics>,
}

/// Every page, by its path under the portal's prefix.
pub fn router(site: Site) -> Router {
    Router::new()
        .route("/", get(login::home))
        .route("/login", get(login::get).post(login::post))
        .route("/logout", get(logout::get).post(logout::post))
        .route("/jwks.json", get(jwks::get))
        .route("/assets/{name}", get(assets::get))
        .fallback(visit::not_found)
        .method_not_allowed_fallback(visit::method_not_allowed)
        .with_state(site)
}
