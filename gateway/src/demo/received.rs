//! What a request says about whoever sent it.

use std::{convert::Infallible, sync::Arc};

use axum::{extract::FromRequestParts, response::Response};
use http::{HeaderMap, request::Parts};
use percent_encoding::percent_decode_str;

use super::{
    site::Site,
    verifier::{Refusal, Verified},
};

/// The header that carries the assertion.
pub(super) const ASSERTION: &str = "x-gatehouse-assertion";
/// Families of headers that speak of people, or of where a request came from.
const FAMILIES: [&str; 3] = ["x-gatehouse-", "remote-", "x-forwarded-"];
/// Shown by name only: what they say lets others in.
const SECRETS: [&str; 2] = ["cookie", "authorization"];

/// A request, read for showing: nothing is refused.
pub(super) struct Received {
    /// The assertion, word for word.
    pub(super) assertion: Option<String>,
    /// Whether it may be believed.
    pub(super) outcome: Result<Verified, Refusal>,
    /// The plain headers about people.
    pub(super) plain: Vec<(String, String)>,
    /// All others.
    pub(super) others: Vec<(String, String)>,
}

/// A request whose assertion may be believed; every other one is refused before its page is asked for.
pub(super) struct SignedIn(pub(super) Verified);

impl Received {
    async fn read(headers: &HeaderMap, site: &Site) -> Self {
        let listed = headers.iter().filter(|(name, _)| name.as_str() != ASSERTION);
        let (plain, others) = listed
            .map(|(name, value)| (name.as_str().to_owned(), shown(name.as_str(), value.as_bytes())))
            .partition(|(name, _)| is_plain(name));
        Self { assertion: assertion(headers).ok(), outcome: verify(headers, site).await, plain, others }
    }
}

/// The names of the headers that speak of people.
pub(super) fn identity_headers(headers: &HeaderMap) -> Vec<&str> {
    headers.keys().map(http::HeaderName::as_str).filter(|name| is_plain(name) && !name.starts_with("x-forwarded-")).collect()
}

/// A plain header's value, which is UTF-8 whatever HTTP says.
pub(super) fn plain_value(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// What percent-encoding in a plain header stands for, where it stands for anything.
pub(super) fn decoded(value: &str) -> Option<String> {
    let text = percent_decode_str(value).decode_utf8().ok()?;
    (text != value).then(|| text.into_owned())
}

fn is_plain(name: &str) -> bool {
    FAMILIES.iter().any(|family| name.starts_with(family))
}

fn shown(name: &str, value: &[u8]) -> String {
    if SECRETS.contains(&name) { "(not shown)".to_owned() } else { String::from_utf8_lossy(value).into_owned() }
}

fn assertion(headers: &HeaderMap) -> Result<String, Refusal> {
    let mut all = headers.get_all(ASSERTION).iter();
    let first = all.next().ok_or(Refusal::Missing)?;
    if all.next().is_some() {
        return Err(Refusal::Several);
    }
    first.to_str().map(str::to_owned).map_err(|_| Refusal::Malformed)
}

async fn verify(headers: &HeaderMap, site: &Site) -> Result<Verified, Refusal> {
    site.verifier.verify(&assertion(headers)?).await
}

impl FromRequestParts<Arc<Site>> for Received {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Infallible> {
        Ok(Self::read(&parts.headers, site).await)
    }
}

impl FromRequestParts<Arc<Site>> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Response> {
        verify(&parts.headers, site).await.map(Self).map_err(|why| site.refuse(&why))
    }
}
