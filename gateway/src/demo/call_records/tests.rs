//! What the call records show, and to whom.

use axum::{Router, body::Body};
use http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::super::{issuer::Issuer, received::ASSERTION};

struct Visitor {
    app: Router,
    assertion: String,
    _issuer: Issuer,
}

impl Visitor {
    async fn new() -> Self {
        let issuer = Issuer::start().await;
        Self { app: super::router(issuer.verifier(), "/_auth/"), assertion: issuer.sign(&json!({})), _issuer: issuer }
    }

    async fn ask(&self, path: &str, headers: &[(header::HeaderName, &str)]) -> Response<Body> {
        let request = headers.iter().fold(Request::get(path), |request, (name, value)| request.header(name, *value));
        let request = request.body(Body::empty()).expect("a request");
        self.app.clone().oneshot(request).await.unwrap_or_else(|never| match never {})
    }

    async fn ask_signed_in(&self, path: &str, more: &[(header::HeaderName, &str)]) -> Response<Body> {
        let assertion = header::HeaderName::from_static(ASSERTION);
        let headers = [&[(assertion, self.assertion.as_str())], more].concat();
        self.ask(path, &headers).await
    }
}

async fn text(response: Response<Body>) -> String {
    let bytes = response.into_body().collect().await.expect("a body").to_bytes();
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[tokio::test]
async fn without_an_assertion_nothing_protected_is_shown() {
    let visitor = Visitor::new().await;
    for path in ["/", "/?q=x", "/recordings/4101.wav", "/recordings/1.wav", "/live", "/nowhere"] {
        let plain = [(header::HeaderName::from_static("x-gatehouse-user"), "henryj")];
        let response = visitor.ask(path, &plain).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{path}");
        let page = text(response).await;
        assert!(page.contains("carries no assertion") && !page.contains("Signed in as"), "{page}");
    }
}

#[tokio::test]
async fn two_assertions_are_as_bad_as_none() {
    let visitor = Visitor::new().await;
    let again = [(header::HeaderName::from_static(ASSERTION), visitor.assertion.as_str())];
    assert_eq!(visitor.ask_signed_in("/", &again).await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn whoever_is_signed_in_sees_their_name_and_the_recordings() {
    let visitor = Visitor::new().await;
    let response = visitor.ask_signed_in("/", &[]).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers().get(header::CACHE_CONTROL).and_then(|value| value.to_str().ok()), Some("private, no-store"));
    let page = text(response).await;
    assert!(page.contains("Henry Jäckson") && page.contains("href=\"/_auth/logout\"") && page.contains("8 recordings"), "{page}");
}

#[tokio::test]
async fn a_search_finds_what_has_all_its_words() {
    let visitor = Visitor::new().await;
    let page = text(visitor.ask_signed_in("/?q=priya+2026-11-20", &[]).await).await;
    assert!(page.contains("2 recordings") && page.contains("4108.wav") && page.contains("4106.wav"), "{page}");
    let page = text(visitor.ask_signed_in("/?q=%3Cscript%3E", &[]).await).await;
    assert!(page.contains("0 recordings") && page.contains("“&lt;script&gt;”"), "{page}");
}

#[tokio::test]
async fn seeking_in_a_recording_works() {
    let visitor = Visitor::new().await;
    let seek = |range| visitor.ask_signed_in("/recordings/4102.wav", range);
    let whole = seek(&[]).await;
    assert_eq!((whole.status(), place(&whole)), (StatusCode::OK, None));
    let whole = whole.into_body().collect().await.expect("a body").to_bytes();
    assert_eq!(whole.len(), 80_044);

    let part = seek(&[(header::RANGE, "bytes=1000-1999")]).await;
    assert_eq!((part.status(), place(&part).as_deref()), (StatusCode::PARTIAL_CONTENT, Some("bytes 1000-1999/80044")));
    let part = part.into_body().collect().await.expect("a body").to_bytes();
    assert_eq!(whole.get(1000..2000), Some(part.as_ref()));

    let beyond = seek(&[(header::RANGE, "bytes=80044-")]).await;
    assert_eq!((beyond.status(), place(&beyond).as_deref()), (StatusCode::RANGE_NOT_SATISFIABLE, Some("bytes */80044")));
    let changed = seek(&[(header::RANGE, "bytes=0-1"), (header::IF_RANGE, "\"other\"")]).await;
    assert_eq!(changed.status(), StatusCode::OK);
    let same = seek(&[(header::RANGE, "bytes=0-1"), (header::IF_RANGE, "\"4102-80044\"")]).await;
    assert_eq!(same.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(visitor.ask_signed_in("/recordings/1.wav", &[]).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_identity_page_says_what_came_and_what_it_is_worth() {
    let visitor = Visitor::new().await;
    let plain = [(header::HeaderName::from_static("x-gatehouse-name"), "J%C3%A4ckson"), (header::COOKIE, "a=secret")];
    let page = text(visitor.ask_signed_in("/identity", &plain).await).await;
    assert!(page.contains("<strong>Verified</strong>: ES256, key") && page.contains("decoded: Jäckson"), "{page}");
    assert!(!page.contains("secret") && !page.contains(&visitor.assertion), "{page}");
    let page = text(visitor.ask("/identity", &plain).await).await;
    assert!(page.contains("<strong>Not verified</strong>: the request carries no assertion"), "{page}");
    let answer: Value = serde_json::from_str(&text(visitor.ask_signed_in("/identity.json", &plain).await).await).expect("JSON");
    assert_eq!(answer.pointer("/verified/claims/username"), Some(&json!("henryj")));
    assert_eq!(answer.pointer("/headers/x-gatehouse-name/0"), Some(&json!("J%C3%A4ckson")));
}

#[tokio::test]
async fn the_open_page_says_whether_an_identity_came() {
    let visitor = Visitor::new().await;
    let answer: Value = serde_json::from_str(&text(visitor.ask("/public/status", &[]).await).await).expect("JSON");
    assert_eq!(answer.get("assertion_received"), Some(&json!(false)));
    assert_eq!(answer.get("identity_headers_received"), Some(&json!([])));
}

#[tokio::test]
async fn live_calls_come_as_events() {
    let visitor = Visitor::new().await;
    let mut response = visitor.ask_signed_in("/live", &[]).await;
    assert_eq!(response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()), Some("text/event-stream"));
    let first = response.body_mut().frame().await.expect("a frame").expect("no error").into_data().expect("data");
    let first = String::from_utf8_lossy(&first);
    assert!(first.contains("data: call from ") && first.ends_with("\n\n"), "{first}");
}

fn place(response: &Response<Body>) -> Option<String> {
    response.headers().get(header::CONTENT_RANGE).and_then(|value| value.to_str().ok()).map(str::to_owned)
}
