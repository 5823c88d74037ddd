//! What kind of request it is, which decides what kind of answer helps.

use http::{HeaderMap, Method, header};

/// Who is waiting for the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// A person, for a page.
    Navigation,
    /// A script or an API client, for data.
    Script,
    /// Somebody who wants to open a WebSocket.
    WebSocket,
}

impl Asking {
    /// Judges by Fetch Metadata where the browser sends it, by `Accept` where it does not.
    pub fn of(method: &Method, headers: &HeaderMap) -> Self {
        if is_websocket(headers) {
            return Self::WebSocket;
        }
        if let Some(mode) = headers.get("sec-fetch-mode") {
            return if mode == "navigate" { Self::Navigation } else { Self::Script };
        }
        let accepts_html = headers
            .get_all(header::ACCEPT)
            .iter()
            .any(|value| value.to_str().is_ok_and(|text| text.to_ascii_lowercase().contains("text/html")));
        let is_script = headers.contains_key("x-requested-with") || !matches!(*method, Method::GET | Method::HEAD | Method::POST);
        if accepts_html && !is_script { Self::Navigation } else { Self::Script }
    }
}

/// Whether the request asks to become a WebSocket (RFC 6455 §4.1).
pub fn is_websocket(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::UPGRADE)
        .iter()
        .any(|value| value.to_str().is_ok_and(|text| text.split(',').any(|one| one.trim().eq_ignore_ascii_case("websocket"))))
}
