//! One request's walk through pingora's phases; each phase is a line or two that name what happens in it.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use bytes::Bytes;
use http::{StatusCode, header};
use pingora::{
    Error, ErrorSource, ErrorType, Result,
    http::{RequestHeader, ResponseHeader},
    proxy::{FailToProxy, ProxyHttp, Session},
    upstreams::peer::HttpPeer,
};
use tracing::{debug, warn};

use super::{Bridge, Upstreams, bridge, lease::Lease, rewrite, walk::Walk};
use crate::{
    gate::{asking::Asking, keeper::Gatekeeper},
    request_id::RequestIds,
    routes::{problem::Problem, reply},
    telemetry::Metrics,
};

/// What pingora calls.
pub struct Phases {
    /// Judges.
    pub keeper: Arc<Gatekeeper>,
    /// Answers with pages.
    pub bridge: Bridge,
    /// Each portal's upstream, by the portal's index.
    pub upstreams: Arc<Vec<Upstreams>>,
    /// Counts.
    pub metrics: Arc<Metrics>,
    /// Names requests.
    pub requests: RequestIds,
}

/// The media type of answers that stay open in silence (server-sent events).
const EVENT_STREAM: &[u8] = b"text/event-stream";

#[async_trait]
impl ProxyHttp for Phases {
    type CTX = Walk;

    fn new_ctx(&self) -> Walk {
        Walk::begin(self.requests.next())
    }

    /// The head is complete.
    async fn early_request_filter(&self, session: &mut Session, _: &mut Walk) -> Result<()> {
        Lease::request_began();
        session.set_write_timeout(Some(Duration::from_mins(1)));
        Ok(())
    }

    /// Judged, and answered here unless it may pass.
    async fn request_filter(&self, session: &mut Session, walk: &mut Walk) -> Result<bool> {
        if let Some(problem) = self.judge(session, walk).await? {
            self.answer(session, walk, problem).await?;
            return Ok(true);
        }
        if let Some(portal) = &walk.portal {
            self.metrics.decisions.with_label_values(&[portal.name(), "forward"]).inc();
        }
        if walk.asking == Asking::WebSocket
            && let Some(signed_in) = &walk.signed_in
        {
            Lease::depends_on(signed_in.entry.ended().clone());
        }
        if session.req_header().headers.contains_key(header::EXPECT) && !session.is_body_done() {
            // Answered here: an upstream that never does would cost the client a second.
            session.write_continue_response().await?;
        }
        Ok(false)
    }

    async fn upstream_peer(&self, _: &mut Session, walk: &mut Walk) -> Result<Box<HttpPeer>> {
        let upstreams = walk.portal.as_ref().and_then(|portal| self.upstreams.get(portal.index));
        let picked = upstreams.and_then(|upstreams| upstreams.pick(&walk.tried));
        let (index, mut peer) = picked.ok_or_else(|| Error::new_up(ErrorType::ConnectNoRoute))?;
        walk.picked = Some(index);
        walk.asked_upstream = Some(Instant::now());
        if walk.asking == Asking::WebSocket {
            // Silence is nothing unusual there.
            peer.options.read_timeout = None;
        }
        Ok(peer)
    }

    /// The last thing before the wire: who is signed in, and nothing else that claims to say so.
    async fn upstream_request_filter(&self, _: &mut Session, head: &mut RequestHeader, walk: &mut Walk) -> Result<()> {
        let portal = walk.portal.clone().ok_or_else(|| Error::new_in(ErrorType::InternalError))?;
        rewrite::request(walk, &portal, head)
    }

    async fn request_body_filter(&self, _: &mut Session, _: &mut Option<Bytes>, _: bool, walk: &mut Walk) -> Result<()> {
        refuse_if_ended(walk)?;
        if let (Asking::WebSocket, Some(signed_in)) = (walk.asking, &walk.signed_in) {
            signed_in.entry.touch(self.keeper.outside.clock.now());
        }
        Ok(())
    }

    async fn response_filter(&self, _: &mut Session, head: &mut ResponseHeader, walk: &mut Walk) -> Result<()> {
        if let Some(asked) = walk.asked_upstream {
            self.metrics.upstream_seconds.observe(asked.elapsed().as_secs_f64());
        }
        let is_stream = head.headers.get(header::CONTENT_TYPE).is_some_and(|value| {
            value.as_bytes().get(..EVENT_STREAM.len()).is_some_and(|start| start.eq_ignore_ascii_case(EVENT_STREAM))
        });
        if let (true, Some(signed_in)) = (is_stream, &walk.signed_in) {
            Lease::depends_on(signed_in.entry.ended().clone());
        }
        rewrite::response(walk, head)
    }

    fn response_body_filter(&self, _: &mut Session, _: &mut Option<Bytes>, _: bool, walk: &mut Walk) -> Result<Option<Duration>> {
        refuse_if_ended(walk)?;
        Ok(None)
    }

    /// Another address may answer where this one does not.
    fn fail_to_connect(&self, _: &mut Session, _: &HttpPeer, walk: &mut Walk, mut error: Box<Error>) -> Box<Error> {
        if let Some(upstreams) = walk.portal.as_ref().and_then(|portal| self.upstreams.get(portal.index)) {
            if let Some(index) = walk.picked {
                upstreams.refused(index);
                walk.tried.push(index);
            }
            error.set_retry(walk.tried.len() < upstreams.len());
        }
        error
    }

    /// The upstream is down, slow or broken, or the client went away.
    async fn fail_to_proxy(&self, session: &mut Session, error: &Error, walk: &mut Walk) -> FailToProxy {
        let status = match (error.esource(), error.etype()) {
            (_, ErrorType::HTTPStatus(code)) => *code,
            (ErrorSource::Upstream, ErrorType::ReadTimedout | ErrorType::WriteTimedout | ErrorType::ConnectTimedout) => 504,
            (ErrorSource::Upstream, _) => 502,
            (ErrorSource::Downstream, ErrorType::WriteError | ErrorType::ReadError | ErrorType::ConnectionClosed) => 0,
            (ErrorSource::Downstream, ErrorType::ReadTimedout) => 408,
            (ErrorSource::Downstream, _) => 400,
            (ErrorSource::Internal | ErrorSource::Unset, _) => 500,
        };
        if let (502 | 504, Some(portal)) = (status, &walk.portal) {
            let reason = if status == 504 { "timeout" } else { "broken" };
            self.metrics.upstream_failures.with_label_values(&[portal.name(), reason]).inc();
            warn!(request.id = %walk.id, portal = portal.name(), error = %error.etype().as_str(), "the upstream did not answer");
        }
        if status > 0 && session.response_written().is_none() {
            session.set_keepalive(None);
            let problem = Problem::from_status(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
            if let Err(error) = self.answer(session, walk, problem).await {
                debug!(request.id = %walk.id, error = %error.etype().as_str(), "nobody waits for the answer any more");
            }
        }
        FailToProxy { error_code: status, can_reuse_downstream: false }
    }

    async fn logging(&self, session: &mut Session, _: Option<&Error>, walk: &mut Walk) {
        let status = session.response_written().map_or(0, |head| head.status.as_u16());
        debug!(
            request.id = %walk.id,
            portal = walk.portal.as_ref().map_or("", |portal| portal.name()),
            method = %session.req_header().method,
            path = walk.wire.split('?').next().unwrap_or_default(),
            status,
            micros = u64::try_from(walk.began.elapsed().as_micros()).unwrap_or(u64::MAX),
            "request"
        );
        Lease::request_ended();
    }

    /// pingora's own log lines name the request by this, and by nothing that could be a secret.
    fn request_summary(&self, _: &Session, walk: &Walk) -> String {
        format!("request {}", walk.id)
    }
}

impl Phases {
    async fn answer(&self, session: &mut Session, walk: &Walk, problem: Problem) -> Result<()> {
        let label = problem.label();
        match &walk.portal {
            Some(portal) => self.metrics.decisions.with_label_values(&[portal.name(), label]).inc(),
            None => self.metrics.refused.with_label_values(&[label]).inc(),
        }
        let head = session.req_header();
        let request = reply::Request {
            portal: walk.portal.as_deref(),
            asking: walk.asking,
            id: walk.id,
            headers: &head.headers,
            wire: &walk.wire,
            is_repeatable: matches!(head.method, http::Method::GET | http::Method::HEAD),
        };
        if let Some(mut response) = reply::response(&problem, request) {
            if let Some(cookie) = &walk.new_cookie {
                response.headers_mut().append(header::SET_COOKIE, cookie.clone());
            }
            bridge::answer(session, response).await?;
        }
        Ok(())
    }
}

/// Cuts what is under way for somebody whose right to it was taken back.
fn refuse_if_ended(walk: &Walk) -> Result<()> {
    match &walk.signed_in {
        Some(signed_in) if signed_in.entry.ended().is_cancelled() => {
            Err(Error::explain(ErrorType::HTTPStatus(401), "the session ended"))
        }
        Some(_) | None => Ok(()),
    }
}
