//! "Call Record Web Portal": recordings to search and listen to. It believes the assertion alone.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    response::{IntoResponse as _, Response},
    routing::get,
};
use http::{HeaderMap, Method, StatusCode, header};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    byte_range::ByteRange,
    identity_page, live,
    received::{ASSERTION, SignedIn, identity_headers},
    recordings::Recording,
    site::{Page, Site, icon, style},
    table::Table,
    verifier::Verifier,
    wav,
};

const TITLE: &str = "Call Record Web Portal";
const MENU: &[(&str, &str)] = &[("/", "Recordings"), ("/public/status", "Service status")];

/// The application, for a gateway whose own pages are under `prefix`.
pub fn router(verifier: Arc<Verifier>, prefix: &str) -> Router {
    Router::new()
        .route("/", get(list))
        .route("/recordings/{file}", get(recording))
        .route("/live", get(live::events))
        .route("/identity", get(identity_page::page))
        .route("/identity.json", get(identity_page::json))
        .route("/public/status", get(status))
        .route("/assets/style.css", get(style))
        .route("/assets/icon.svg", get(icon))
        .route("/assets/live.js", get(live::script))
        .fallback(nothing)
        .with_state(Arc::new(Site::new(TITLE, "calls", MENU, verifier, prefix)))
}

#[derive(Deserialize)]
struct Search {
    #[serde(default)]
    q: String,
}

async fn list(State(site): State<Arc<Site>>, SignedIn(verified): SignedIn, Query(search): Query<Search>) -> Response {
    let found = Recording::search(&search.q);
    let content = html! {
        form.search action="/" role="search" {
            label for="q" { "Search by date, number or agent" }
            div.field {
                input id="q" name="q" type="search" value=(search.q) autocomplete="off";
                button { "Search" }
            }
        }
        p role="status" {
            (found.len()) @if found.len() == 1 { " recording" } @else { " recordings" }
            @if !search.q.trim().is_empty() { " for “" (search.q) "”. " a href="/" { "Show all" } }
        }
        @if !found.is_empty() { (table(&found)) }
        section.live aria-labelledby="live-heading" {
            h2 id="live-heading" { "Now" }
            button id="live-button" type="button" aria-pressed="false" hidden { "Watch incoming calls" }
            noscript { p { "Incoming calls are shown here where scripts are allowed." } }
            ul id="live-calls" {}
        }
        script src="/assets/live.js" defer {}
    };
    let name = Some(verified.claims.person.name.as_str());
    site.reply(StatusCode::OK, &Page { name, place: "/", heading: "Recordings", content })
}

fn table(found: &[&Recording]) -> Markup {
    let row = |recording: &&Recording| {
        let label = format!("Recording of {} from {}", recording.began, recording.from);
        vec![
            html! { time datetime=(recording.began) { (recording.began) } },
            html! { (recording.from) },
            html! { (recording.to) },
            html! { (recording.agent) },
            html! { (recording.duration()) },
            html! { audio controls preload="none" aria-label=(label) src={ "/recordings/" (recording.id) ".wav" } {} },
        ]
    };
    let columns = &["Date", "From", "To", "Agent", "Duration", "Listen"];
    Table { caption: "Recordings, latest first", columns, rows: found.iter().map(row).collect() }.render()
}

async fn recording(
    State(site): State<Arc<Site>>,
    SignedIn(verified): SignedIn,
    method: Method,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    let found = file.strip_suffix(".wav").and_then(|id| Recording::find(id.parse().ok()?));
    let Some(found) = found else { return site.nothing_here(&verified.claims.person.name) };
    let sound = wav::recording(found.id, found.seconds);
    let tag = format!("\"{}-{}\"", found.id, sound.len());
    // RFC 9110 §14.2: only GET has ranges, and not of something that has changed since.
    let is_same = headers.get(header::IF_RANGE).is_none_or(|known| known.as_bytes() == tag.as_bytes());
    let asked = headers.get(header::RANGE).filter(|_| method == Method::GET && is_same);
    let length = sound.len();
    let common = [
        (header::CONTENT_TYPE, "audio/wav".to_owned()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
        (header::ETAG, tag),
    ];
    match ByteRange::read(asked, length) {
        ByteRange::Whole => (common, sound).into_response(),
        ByteRange::Part { first, last } => {
            let part = sound.get(first..=last).unwrap_or_default().to_vec();
            let place = [(header::CONTENT_RANGE, format!("bytes {first}-{last}/{length}"))];
            (StatusCode::PARTIAL_CONTENT, common, place, part).into_response()
        }
        ByteRange::Unsatisfiable => {
            (StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, format!("bytes */{length}"))]).into_response()
        }
    }
}

/// Open to everybody: it says which identity headers came with the request, and there should be none.
async fn status(headers: HeaderMap) -> Json<Value> {
    Json(json!({
        "application": TITLE,
        "status": "ok",
        "assertion_received": headers.contains_key(ASSERTION),
        "identity_headers_received": identity_headers(&headers),
    }))
}

async fn nothing(State(site): State<Arc<Site>>, SignedIn(verified): SignedIn) -> Response {
    site.nothing_here(&verified.claims.person.name)
}

#[cfg(test)]
mod tests;
