//! Calls as they come in, as server-sent events: a line each second for as long as somebody listens.

use std::{convert::Infallible, time::Duration};

use axum::{
    body::Body,
    response::{IntoResponse as _, Response},
};
use futures_util::stream;
use http::header;
use tokio::time::{MissedTickBehavior, interval};

use super::{received::SignedIn, recordings::RECORDINGS, site::asset};

/// The stream itself.
pub(super) async fn events(_: SignedIn) -> Response {
    let mut seconds = interval(Duration::from_secs(1));
    // A reader that was slow wants the next call, not all those it missed at once.
    seconds.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let calls = RECORDINGS.iter().cycle().enumerate();
    let lines = stream::unfold((seconds, calls), |(mut seconds, mut calls)| async move {
        seconds.tick().await;
        let (number, call) = calls.next()?;
        let line = format!("id: {number}\ndata: call from {} for {}\n\n", call.from, call.agent);
        Some((Ok::<_, Infallible>(line), (seconds, calls)))
    });
    let headers = [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "private, no-store")];
    (headers, Body::from_stream(lines)).into_response()
}

/// The script that shows them on the first page.
pub(super) async fn script() -> Response {
    asset("text/javascript; charset=utf-8", include_str!("live.js"))
}
