//! From pingora to axum and back, in this process: no second socket, no second parser.

use std::{panic::AssertUnwindSafe, time::Duration};

use axum::{Router, body::Body};
use bytes::Bytes;
use futures_util::{FutureExt as _, stream};
use http::{Method, Response, StatusCode, Version, header};
use http_body::{Body as _, Frame};
use http_body_util::{BodyExt as _, StreamBody};
use pingora::{Error, ErrorType::InternalError, Result, http::ResponseHeader, proxy::Session};
use tokio::{sync::mpsc, time::timeout};
use tower::ServiceExt as _;

/// Longest body of a form.
const LONGEST_BODY: usize = 64 * 1024;
/// A form is sent within this.
const BODY_DEADLINE: Duration = Duration::from_secs(10);
/// A page is made within this, a password checked included.
const PAGE_DEADLINE: Duration = Duration::from_secs(30);

/// The bridge to the pages.
pub struct Bridge {
    router: Router,
}

impl Bridge {
    /// To this router.
    pub fn new(router: Router) -> Self {
        Self { router }
    }

    /// Lets the router answer; `request` is the session's head as the router is to see it. A body that comes too slowly, is too long or
    /// breaks off cancels the handler: it never acts on part of one.
    pub async fn serve(&self, session: &mut Session, request: http::request::Parts) -> Result<StatusCode> {
        let announced = request.headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
        if announced.is_some_and(|length| length > LONGEST_BODY) {
            return refuse(session, StatusCode::PAYLOAD_TOO_LARGE).await;
        }
        if request.headers.contains_key(header::EXPECT) && !session.is_body_done() {
            session.write_continue_response().await?;
        }
        let (sender, receiver) = mpsc::channel::<Result<Frame<Bytes>, std::convert::Infallible>>(2);
        let frames = stream::unfold(receiver, |mut receiver| async move { receiver.recv().await.map(|frame| (frame, receiver)) });
        let body = if session.is_body_empty() { Body::empty() } else { Body::new(StreamBody::new(frames)) };
        let call = async {
            let page = self.router.clone().oneshot(http::Request::from_parts(request, body));
            // A page that panics is a page that failed: the process, and everyone else's requests, go on.
            match timeout(PAGE_DEADLINE, AssertUnwindSafe(page).catch_unwind()).await {
                Ok(Ok(Ok(answer))) => Ok(answer),
                Ok(Ok(Err(never))) => match never {},
                Ok(Err(_)) => Err(StatusCode::INTERNAL_SERVER_ERROR),
                Err(_) => Err(StatusCode::SERVICE_UNAVAILABLE),
            }
        };
        let pump = async { timeout(BODY_DEADLINE, pump(session, sender)).await.unwrap_or(Err(StatusCode::REQUEST_TIMEOUT)) };
        match tokio::try_join!(pump, call) {
            Ok(((), response)) => answer(session, response).await,
            Err(status) => refuse(session, status).await,
        }
    }
}

async fn pump(
    session: &mut Session,
    sender: mpsc::Sender<Result<Frame<Bytes>, std::convert::Infallible>>,
) -> Result<(), StatusCode> {
    let mut seen = 0;
    while let Some(chunk) = session.read_request_body().await.map_err(|_| StatusCode::BAD_REQUEST)? {
        seen += chunk.len();
        if seen > LONGEST_BODY {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        // The handler may not want it; then it is read and forgotten, so that the connection can go on.
        let _ = sender.send(Ok(Frame::data(chunk))).await;
    }
    Ok(())
}

/// Writes an answer that was made here.
pub(super) async fn answer(session: &mut Session, response: Response<Body>) -> Result<StatusCode> {
    let (is_head, is_http_11) = (session.req_header().method == Method::HEAD, session.req_header().version == Version::HTTP_11);
    let (parts, mut body) = response.into_parts();
    let mut head = ResponseHeader::build(parts.status, Some(parts.headers.len() + 1))?;
    for (name, value) in &parts.headers {
        head.append_header(name.clone(), value.clone())?;
    }
    let is_bodiless = is_head || matches!(parts.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    if parts.status == StatusCode::NO_CONTENT {
        head.remove_header(&header::CONTENT_LENGTH);
    } else if !parts.headers.contains_key(header::CONTENT_LENGTH) {
        match body.size_hint().exact() {
            Some(length) => head.insert_header(header::CONTENT_LENGTH, length.to_string())?,
            None if is_http_11 => head.insert_header(header::TRANSFER_ENCODING, "chunked")?,
            None => {}
        }
    }
    session.write_response_header(Box::new(head), is_bodiless).await?;
    if !is_bodiless {
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| Error::because(InternalError, "a page broke off", error))?;
            if let Ok(data) = frame.into_data() {
                session.write_response_body(Some(data), false).await?;
            }
        }
        session.write_response_body(None, true).await?;
    }
    Ok(parts.status)
}

/// Answers a request whose body is not to be read to its end, and closes.
async fn refuse(session: &mut Session, status: StatusCode) -> Result<StatusCode> {
    session.set_keepalive(None);
    let text = status.canonical_reason().unwrap_or_default();
    let response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, "text/plain; charset=utf-8")
        .header(header::CACHE_CONTROL, "no-store")
        .body(Body::from(text))
        .map_err(|error| Error::because(InternalError, "a plain answer", error))?;
    let status = answer(session, response).await?;
    linger(session).await;
    Ok(status)
}

/// Reads on for a moment, so that a reset does not overtake the answer.
async fn linger(session: &mut Session) {
    let rest = async {
        let mut seen = 0;
        while let Ok(Some(chunk)) = session.read_request_body().await {
            seen += chunk.len();
            if seen > 16 * LONGEST_BODY {
                break;
            }
        }
    };
    let _ = timeout(Duration::from_millis(500), rest).await;
}
