//! One visit to a page: which portal it belongs to, who is there, and in what language they read.

use std::{sync::Arc, time::Duration};

use axum::{Extension, body::Body, extract::Request, middleware::Next};
use gatehouse_pages::{ErrorKind, Language};
use http::{HeaderMap, Response, StatusCode, Uri, header};

use super::{form::retry_after, reply};
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
    /// The language that was just chosen.
    pub chosen: Option<Language>,
}

impl Visit {
    /// The language to answer in.
    pub fn language(&self, headers: &HeaderMap) -> Language {
        self.chosen.unwrap_or_else(|| language(&self.portal, headers))
    }

    /// An error page of this portal.
    pub fn error(&self, status: StatusCode, kind: ErrorKind, headers: &HeaderMap) -> Response<Body> {
        reply::error_page(status, kind, &self.portal, self.id, self.language(headers), None)
    }

    /// The answer where this was tried too often.
    pub(super) fn too_often(&self, wait: Duration, headers: &HeaderMap) -> Response<Body> {
        retry_after(self.error(StatusCode::TOO_MANY_REQUESTS, ErrorKind::TooManyRequests, headers), wait.as_secs())
    }
}

/// Takes the language that a page's own link has chosen (`?lang=`), and remembers it for a year.
pub(super) async fn choose_language(mut request: Request, next: Next) -> Response<Body> {
    let query: Vec<(String, String)> =
        request.uri().query().and_then(|query| serde_urlencoded::from_str(query).ok()).unwrap_or_default();
    let chosen: Option<Language> = query.iter().find(|(name, _)| name == "lang").and_then(|(_, code)| code.parse().ok());
    let Some((language, visit)) = chosen.zip(request.extensions_mut().get_mut::<Visit>()) else {
        return next.run(request).await;
    };
    visit.chosen = Some(language);
    let cookies = visit.portal.cookies.clone();
    let mut response = next.run(request).await;
    let cookie = cookies.set(cookies.language(), language.code(), Some(365 * 24 * 3600));
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// The language to answer in: what was chosen before, what the browser prefers, the portal's.
pub(super) fn language(portal: &Portal, headers: &HeaderMap) -> Language {
    let remembered = CookieJar::read(headers, portal.cookies.language());
    Language::negotiate(remembered, accepted(headers), portal.look.language)
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
