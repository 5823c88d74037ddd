//! The public keys that verify assertions.

use axum::{body::Body, extract::State};
use http::{Response, header};

use super::Site;
use crate::gate::keyring::JWKS_MAX_AGE;

/// `GET /jwks.json`
pub(super) async fn get(State(site): State<Site>) -> Response<Body> {
    let keys = site.keeper.keyring.jwks(site.keeper.outside.clock.now());
    Response::builder()
        .header(header::CONTENT_TYPE, "application/jwk-set+json")
        .header(header::CACHE_CONTROL, format!("public, max-age={}", JWKS_MAX_AGE.as_secs()))
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .body(Body::from(keys))
        .unwrap_or_default()
}
