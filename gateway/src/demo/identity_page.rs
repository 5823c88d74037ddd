//! "Who am I": everything that an application was told about whoever is signed in. It explains refusals, so it refuses nobody.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json,
    extract::State,
    response::{IntoResponse as _, Response},
};
use http::{StatusCode, header};
use maud::{Markup, html};
use serde_json::{Value, json};

use super::{
    received::{Received, decoded},
    site::{Page, Site},
    table::Table,
};

/// Claims that count seconds since 1970, which nobody reads.
const TIMES: [&str; 4] = ["iat", "nbf", "exp", "auth_time"];
/// Enough of an assertion to recognise it by, at either end.
const SHOWN: usize = 36;

/// The page.
pub(super) async fn page(State(site): State<Arc<Site>>, received: Received) -> Response {
    let name = received.outcome.as_ref().ok().map(|verified| verified.claims.person.name.as_str());
    let content = html! {
        p { "This is what the application received with your request, and what it made of it." }
        (badge(&received))
        @if let Ok(verified) = &received.outcome {
            h2 { "What the assertion says" }
            (claims(&verified.claims.all))
        }
        h2 { "Plain headers" }
        @if received.plain.is_empty() { p { "None." } } @else { (headers("Plain headers about you and your request", &received.plain)) }
        h2 { "The assertion itself" }
        @match &received.assertion {
            Some(assertion) => p { code { (shortened(assertion)) } " (" (assertion.len()) " bytes)" },
            None => p { "None." },
        }
        details {
            summary { "Every other header" }
            (headers("Every other header", &received.others))
        }
    };
    site.reply(StatusCode::OK, &Page { name, place: "/identity", heading: "Who am I", content })
}

/// The same for programs.
pub(super) async fn json(received: Received) -> Response {
    let mut headers = BTreeMap::<_, Vec<_>>::new();
    for (name, value) in received.plain.iter().chain(&received.others) {
        headers.entry(name).or_default().push(value);
    }
    let (verified, why) = match &received.outcome {
        Ok(verified) => (json!({ "key": verified.key, "claims": verified.claims.all }), Value::Null),
        Err(refusal) => (Value::Null, json!(refusal.to_string())),
    };
    let answer = json!({ "verified": verified, "why_not": why, "assertion": received.assertion, "headers": headers });
    ([(header::CACHE_CONTROL, "private, no-store")], Json(answer)).into_response()
}

fn badge(received: &Received) -> Markup {
    html! {
        @match &received.outcome {
            Ok(verified) => p.badge.good role="status" { strong { "Verified" } ": ES256, key " code { (verified.key) } },
            Err(why) => p.badge.bad role="status" { strong { "Not verified" } ": " (why) },
        }
    }
}

fn claims(all: &serde_json::Map<String, Value>) -> Markup {
    let rows = all.iter().map(|(name, value)| vec![html! { code { (name) } }, claim(name, value)]).collect();
    Table { caption: "Claims of the verified assertion", columns: &["Claim", "Value"], rows }.render()
}

fn claim(name: &str, value: &Value) -> Markup {
    match value {
        Value::String(text) => html! { (text) },
        Value::Array(items) => html! { (items.iter().map(plain_text).collect::<Vec<_>>().join(", ")) },
        Value::Number(number) if TIMES.contains(&name) => html! {
            (number) @if let Some(seconds) = number.as_i64() { " " span.aside { (time_of_day(seconds)) } }
        },
        other => html! { (other) },
    }
}

fn plain_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn time_of_day(seconds: i64) -> String {
    let second = seconds.rem_euclid(86_400);
    format!("{:02}:{:02}:{:02} UTC", second / 3_600, second / 60 % 60, second % 60)
}

fn headers(caption: &'static str, list: &[(String, String)]) -> Markup {
    let value = |value: &str| html! { (value) @if let Some(text) = decoded(value) { " " span.aside { "decoded: " (text) } } };
    let rows = list.iter().map(|(name, text)| vec![html! { code { (name) } }, value(text)]).collect();
    Table { caption, columns: &["Header", "Value"], rows }.render()
}

fn shortened(assertion: &str) -> String {
    match (assertion.get(..SHOWN), assertion.len().checked_sub(SHOWN).and_then(|from| assertion.get(from..))) {
        (Some(start), Some(end)) if assertion.len() > 2 * SHOWN => format!("{start}…{end}"),
        _ => assertion.to_owned(),
    }
}
