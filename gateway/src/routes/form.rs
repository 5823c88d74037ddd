//! What every form shares: fields that are read once, and the proof that it was one of our own pages that sent them.

use std::{collections::HashMap, convert::Infallible};

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, FromRequestParts, Request},
    response::IntoResponse as _,
};
use data_encoding::BASE64URL_NOPAD;
use gatehouse_auth_core::ports::Entropy;
use gatehouse_pages::ErrorKind;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header, request::Parts};
use serde::de::DeserializeOwned;

use super::Visit;
use crate::portal::Portal;

/// The fields of a posted form.
pub(super) struct Fields(HashMap<String, String>);

impl Fields {
    /// The field `name`, or nothing.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// The name of every field.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The field `name`, taken out.
    pub(super) fn take(&mut self, name: &str) -> String {
        self.0.remove(name).unwrap_or_default()
    }

    /// The field `name`, taken out, as what an organisation can be called: one line without outer space.
    pub(super) fn take_organisation(&mut self) -> String {
        let line: String = self.take("name").chars().filter(|c| !c.is_control()).collect();
        line.trim().chars().take(LONGEST_NAME).collect()
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Response<Body>;

    /// Reads a urlencoded form. A field that comes twice is a contradiction, and refused (ASVS 15.3.7).
    async fn from_request(request: Request, state: &S) -> Result<Self, Response<Body>> {
        let (visit, headers) = (request.extensions().get::<Visit>().cloned(), request.headers().clone());
        let refuse = |status: StatusCode| match &visit {
            Some(visit) => visit.error(status, ErrorKind::BadRequest, &headers),
            None => status.into_response(),
        };
        let is_form = headers.get(header::CONTENT_TYPE).is_some_and(|value| {
            value.to_str().is_ok_and(|text| {
                text.split(';').next().is_some_and(|media| media.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
            })
        });
        if !is_form {
            return Err(refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let body = Bytes::from_request(request, state).await.map_err(|_| refuse(StatusCode::BAD_REQUEST))?;
        let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(&body).map_err(|_| refuse(StatusCode::BAD_REQUEST))?;
        let mut fields = HashMap::new();
        for (name, value) in pairs {
            if fields.insert(name, value).is_some() {
                return Err(refuse(StatusCode::BAD_REQUEST));
            }
        }
        Ok(Self(fields))
    }
}

/// Whether the browser says, by Fetch Metadata or `Origin`, that a page of this portal sent the form. One that says neither is judged by
/// the form's token alone.
pub(super) fn is_from_here(portal: &Portal, headers: &HeaderMap) -> bool {
    let is_site = headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin" || site == "none");
    let is_origin = headers.get(header::ORIGIN).is_none_or(|origin| {
        // The Host that the browser used has been found among the portal's own names already.
        let own = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let text = origin.to_str().unwrap_or_default();
        let authority = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        portal.url.eq_ignore_ascii_case(text) || authority.is_some_and(|authority| authority.eq_ignore_ascii_case(own))
    });
    is_site && is_origin
}

/// The query of a page, as far as it can be understood: a page that is linked to does not fail over a word in its address.
pub(super) struct Asked<T>(pub(super) T);

impl<T: DeserializeOwned + Default, S: Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(serde_urlencoded::from_str(parts.uri.query().unwrap_or_default()).unwrap_or_default()))
    }
}

/// Longest name of a person or an organisation, in characters.
pub(super) const LONGEST_NAME: usize = 200;

/// The browser, as it names itself.
pub(super) fn device(headers: &HeaderMap) -> String {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    agent.chars().take(256).collect()
}

/// With the moment from which on trying again makes sense.
pub(super) fn retry_after(mut response: Response<Body>, seconds: u64) -> Response<Body> {
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
    response
}

/// A fresh value for the form cookie of a visitor.
pub(super) fn fresh_form_cookie(entropy: &dyn Entropy) -> String {
    let mut bytes = [0; 16];
    entropy.fill(&mut bytes);
    BASE64URL_NOPAD.encode(&bytes)
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use proptest::prelude::*;

    use super::*;

    fn read(body: Vec<u8>) -> Result<Fields, StatusCode> {
        let request = Request::post("/_auth/forgot").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = request.body(Body::from(body)).expect("a request");
        let read = Fields::from_request(request, &()).now_or_never().expect("all of it is there");
        read.map_err(|answer| answer.status())
    }

    #[test]
    fn a_field_that_comes_twice_is_refused_however_it_is_written() {
        for twice in ["email=a&email=b", "email=a&x=1&%65mail=a", "email&email", "a+b=1&a%20b=1"] {
            assert_eq!(read(twice.into()).err(), Some(StatusCode::BAD_REQUEST), "{twice}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_posted_is_read_or_refused(body in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Err(status) = read(body) {
                prop_assert_eq!(status, StatusCode::BAD_REQUEST);
            }
        }

        #[test]
        fn a_form_is_read_as_it_was_filled_in(fields in prop::collection::btree_map("(?s).{0,12}", "(?s).{0,40}", 0..8)) {
            let body = serde_urlencoded::to_string(&fields).expect("a form");
            let mut read = read(body.into_bytes()).expect("it is one");
            prop_assert_eq!(read.names().count(), fields.len());
            for (name, value) in fields {
                prop_assert_eq!(read.take(&name), value);
            }
        }
    }
}
