//! What the CRM shows, and to whom.

use axum::body::Body;
use http::{HeaderValue, Request, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::json;
use tower::ServiceExt as _;

use super::super::{
    issuer::Issuer,
    received::{ASSERTION, identity_headers},
};

/// The answer to a request with an assertion for `henryj`, if any, and these plain headers.
async fn ask(path: &str, is_signed_in: bool, plain: &[(&str, &str)]) -> (StatusCode, String) {
    let issuer = Issuer::start().await;
    let mut request = Request::get(path);
    if is_signed_in {
        request = request.header(ASSERTION, issuer.sign(&json!({})));
    }
    for (name, value) in plain {
        request = request.header(*name, HeaderValue::from_bytes(value.as_bytes()).expect("a value"));
    }
    let request = request.body(Body::empty()).expect("a request");
    let response = super::router(issuer.verifier(), "/_auth").oneshot(request).await.unwrap_or_else(|never| match never {});
    let status = response.status();
    let body = response.into_body().collect().await.expect("a body").to_bytes();
    (status, String::from_utf8_lossy(&body).into_owned())
}

const HENRY: [(&str, &str); 3] = [("remote-user", "henryj"), ("remote-name", "Henry Jäckson"), ("remote-groups", "a, b")];
const PAGES: [&str; 5] = ["/", "/contacts/11", "/deals", "/admin", "/nowhere"];

#[tokio::test]
async fn plain_headers_alone_open_nothing() {
    for path in PAGES {
        let (status, page) = ask(path, false, &HENRY).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
        assert!(page.contains("carries no assertion"), "{page}");
    }
}

#[tokio::test]
async fn plain_headers_must_bear_the_assertion_out() {
    for plain in [vec![("remote-user", "root")], vec![], vec![("remote-user", "henryj"), ("remote-user", "root")]] {
        for path in PAGES {
            let (status, page) = ask(path, true, &plain).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
            assert!(page.contains("do not name the same person"), "{page}");
        }
    }
}

#[tokio::test]
async fn the_name_is_the_plain_headers() {
    let (status, page) = ask("/", true, &HENRY).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Signed in as <strong>Henry Jäckson</strong>") && page.contains("Bashir Khan"), "{page}");
}

#[tokio::test]
async fn contacts_deals_and_administration_are_there() {
    for (path, expected) in [("/contacts/12", "Fleet renewal"), ("/deals", "Pennine Freight"), ("/admin", "a, b")] {
        let (status, page) = ask(path, true, &HENRY).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(page.contains(expected), "{page}");
    }
    assert_eq!(ask("/contacts/99", true, &HENRY).await.0, StatusCode::NOT_FOUND);
}

#[test]
fn forwarding_headers_are_no_identity() {
    let request = Request::get("/").header("x-forwarded-for", "192.0.2.1").header("remote-user", "root").body(());
    assert_eq!(identity_headers(request.expect("a request").headers()), ["remote-user"]);
}
