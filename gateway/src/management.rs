//! What operators and their machines ask: is it alive, is it ready, what does it count. Never on the proxy's listeners.

use std::{convert::Infallible, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use http_body_util::Full;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tracing::warn;

use crate::{gate::keeper::Gatekeeper, telemetry::Metrics};

/// What the management address answers with.
#[derive(Clone)]
pub struct Management {
    /// Keys and sessions.
    pub keeper: Arc<Gatekeeper>,
    /// Counts.
    pub metrics: Arc<Metrics>,
    /// Whether sessions are answered for, where they are kept elsewhere.
    pub is_state_up: Arc<dyn Fn() -> bool + Send + Sync>,
    /// Cancelled when the gateway begins to stop: it is then no longer ready.
    pub stopping: CancellationToken,
}

impl Management {
    /// Serves until `stop`.
    pub async fn serve(self, listener: TcpListener, stop: CancellationToken) {
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                () = stop.cancelled() => return,
            };
            let Ok((socket, _)) = accepted else {
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            };
            let (management, stop) = (self.clone(), stop.clone());
            tokio::spawn(async move {
                let service = service_fn(move |request| {
                    let answer = management.answer(&request);
                    async move { Ok::<_, Infallible>(answer) }
                });
                let connection = http1::Builder::new()
                    .timer(TokioTimer::new())
                    .header_read_timeout(Duration::from_secs(10))
                    .serve_connection(TokioIo::new(socket), service);
                tokio::select! {
                    ended = connection => if let Err(error) = ended { warn!(%error, "a management connection broke") },
                    () = stop.cancelled() => {}
                }
            });
        }
    }

    fn answer(&self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return text(StatusCode::METHOD_NOT_ALLOWED, "use GET\n");
        }
        match request.uri().path() {
            "/healthz" => text(StatusCode::OK, "alive\n"),
            "/readyz" => match self.is_not_ready() {
                None if !(self.is_state_up)() => {
                    text(StatusCode::OK, "ready, but Redis does not answer: whoever is not known here is not let in meanwhile\n")
                }
                None => text(StatusCode::OK, "ready\n"),
                Some(why) => text(StatusCode::SERVICE_UNAVAILABLE, why),
            },
            "/metrics" => {
                self.metrics.sessions_cached.set(i64::try_from(self.keeper.sessions.len()).unwrap_or(i64::MAX));
                self.metrics.state_up.set(i64::from((self.is_state_up)()));
                self.metrics.news_sequence.set(self.keeper.sessions.latest_heard());
                self.metrics.news_fresh.set(i64::from(self.keeper.sessions.is_believed()));
                with(StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8", self.metrics.to_text())
            }
            "/jwks.json" => {
                with(StatusCode::OK, "application/jwk-set+json", self.keeper.keyring.jwks(self.keeper.outside.clock.now()))
            }
            _ => text(StatusCode::NOT_FOUND, "/healthz /readyz /metrics /jwks.json\n"),
        }
    }

    fn is_not_ready(&self) -> Option<&'static str> {
        if self.stopping.is_cancelled() {
            return Some("stopping\n");
        }
        if !self.keeper.sessions.is_believed() {
            return Some("the directory does not answer\n");
        }
        (!self.keeper.keyring.can_sign(self.keeper.outside.clock.now())).then_some("no signing key is current\n")
    }
}

fn text(status: StatusCode, body: &'static str) -> Response<Full<Bytes>> {
    with(status, "text/plain; charset=utf-8", body)
}

fn with(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body.into()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, http::HeaderValue::from_static(content_type));
    response.headers_mut().insert(header::CACHE_CONTROL, http::HeaderValue::from_static("no-store"));
    response
}
