//! One visit to a page: which portal it belongs to, who is there, and in what language they read.

use std::sync::Arc;

use axum::{Extension, body::Body};
use gatehouse_pages::{ErrorKind, Language};
use http::{HeaderMap, HeaderValue, Response, StatusCode, Uri, header};

use super::reply;
use crate::{
    gate::{client::Client, cookies::CookieJar},
    portal::Portal,
    request_id::RequestId,
};

/// What the proxy found out about a request before it handed it to a page.
#[derive(Clone, Debug)]
pub struct Visit {
    /// At which portal.
    pub portal: Arc<Portal>,
    /// From where.
    pub client: Client,
    /// The request's name.
    pub id: RequestId,
}

impl Visit {
    /// The language to answer in.
    pub fn language(&self, headers: &HeaderMap, chosen: Option<&str>) -> Language {
        language(&self.portal, headers, chosen)
    }

    /// A cookie that remembers a chosen language for a year.
    pub fn remember(&self, language: Language) -> HeaderValue {
        self.portal.cookies.set(self.portal.cookies.language(), language.code(), Some(365 * 24 * 3600))
    }

    /// An error page of this portal.
    pub fn error(&self, status: StatusCode, kind: ErrorKind, headers: &HeaderMap) -> Response<Body> {
        reply::error_page(status, kind, &self.portal, self.id, self.language(headers, None), None)
    }
}

/// The language to answer in: what was just chosen, what was chosen before, what the browser prefers, the portal's.
pub(super) fn language(portal: &Portal, headers: &HeaderMap, chosen: Option<&str>) -> Language {
    let remembered = CookieJar::read(headers, portal.cookies.language());
    Language::negotiate(chosen.or(remembered), accepted(headers), portal.look.language)
}

/// What the browser prefers to read.
pub(super) fn accepted(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok())
}

/// Nothing of ours lives there.
pub(super) async fn not_found(Extension(visit): Extension<Visit>, headers: HeaderMap) -> Response<Body> {
    visit.error(StatusCode::NOT_FOUND, ErrorKind::NotFound, &headers)
}

/// Something of ours lives there, and is not asked that way.
pub(super) async fn method_not_allowed(Extension(visit): Extension<Visit>, _: Uri, headers: HeaderMap) -> Response<Body> {
    visit.error(StatusCode::METHOD_NOT_ALLOWED, ErrorKind::MethodNotAllowed, &headers)
}
