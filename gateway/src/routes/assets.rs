//! Stylesheets, the script, pictures: by names that change with their content, so that browsers may keep them for ever.

use axum::{Extension, body::Body, extract::Path};
use gatehouse_pages::{ErrorKind, assets};
use http::{HeaderMap, Response, StatusCode};

use super::{Visit, reply};

/// `GET /assets/{name}`
pub(super) async fn get(Extension(visit): Extension<Visit>, Path(name): Path<String>, headers: HeaderMap) -> Response<Body> {
    let look = &visit.portal.look;
    if look.brand.theme.as_deref().and_then(|url| url.rsplit('/').next()) == Some(name.as_str()) {
        return reply::file("text/css; charset=utf-8", look.theme.clone());
    }
    if let Some((content_type, bytes)) = &look.logo
        && look.brand.logo.rsplit('/').next() == Some(name.as_str())
    {
        return reply::file(content_type, bytes.clone());
    }
    match assets::find(&name) {
        Some(asset) => reply::file(asset.content_type, asset.bytes),
        None => visit.error(StatusCode::NOT_FOUND, ErrorKind::NotFound, &headers),
    }
}
