//! One request's walk through pingora's phases; each phase is a line or two that name what happens in it.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use bytes::Bytes;
use gatehouse_auth_core::flow::rotate_session;
use http::{HeaderValue, StatusCode, header};
use pingora::{
    Error, ErrorSource, ErrorType, Result,
    http::{RequestHeader, ResponseHeader},
    proxy::{FailToProxy, ProxyHttp, Session},
    upstreams::peer::HttpPeer,
};
use tracing::{debug, error, warn};

use super::{Bridge, Upstreams, bridge, lease::Lease, rewrite, strict};
use crate::{
    gate::{
        asking::Asking,
        client::Client,
        decide::{Asked, Decision, Exposure, decide},
        host::Host,
        keeper::{Gatekeeper, Visitor},
        session_cache::Entry,
        target::Target,
    },
    portal::Portal,
    request_id::RequestId,
    routes::{
        Visit,
        reply::{self, Problem},
    },
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
}

/// One request on its way.
pub struct Walk {
    pub(super) id: RequestId,
    began: Instant,
    portal: Option<Arc<Portal>>,
    pub(super) host: String,
    pub(super) wire: String,
    pub(super) client: Client,
    asking: Asking,
    pub(super) signed_in: Option<SignedIn>,
    pub(super) exposure: Exposure,
    pub(super) new_cookie: Option<HeaderValue>,
    tried: Vec<usize>,
    asked_upstream: Option<Instant>,
}

/// For whom the gate speaks on this request.
pub(super) struct SignedIn {
    pub(super) entry: Arc<Entry>,
    pub(super) assertion: HeaderValue,
}

impl Phases {
    /// Judges the request; `Ok(None)` lets it go on to the upstream, anything else is its answer.
    async fn judge(&self, session: &mut Session, walk: &mut Walk) -> Result<Option<Problem>> {
        let head = session.req_header();
        let raw = session.as_downstream().as_http1().map(pingora::protocols::http::v1::server::HttpSession::get_headers_raw_bytes);
        if let Err(fault) = strict::judge(raw.as_deref().unwrap_or_default(), &head.method, head.version, &head.headers) {
            debug!(request.id = %walk.id, ?fault, "refused a head");
            return Ok(Some(Problem::Malformed(fault.into())));
        }
        walk.client = Client::of(session.client_addr().and_then(|peer| peer.as_inet().copied()), &head.headers, &self.keeper.trusted_proxies);
        walk.asking = Asking::of(&head.method, &head.headers);
        walk.wire = String::from_utf8_lossy(head.raw_path()).into_owned();
        let host = head.headers.get(header::HOST).and_then(|value| Host::parse(value.as_bytes()));
        let Some(host) = host else { return Ok(Some(Problem::Malformed(reply::Malformed::Host))) };
        let Some(portal) = self.keeper.portals.at(&host).cloned() else { return Ok(Some(Problem::NoPortal)) };
        walk.host = host.to_wire();
        walk.portal = Some(portal.clone());
        let target = match Target::parse(head.raw_path(), portal.encoded_slash) {
            Ok(target) => target,
            Err(error) => {
                debug!(request.id = %walk.id, %error, "refused a target");
                return Ok(Some(Problem::Malformed(reply::Malformed::Target)));
            }
        };
        walk.wire = target.to_wire().into_owned();
        if let Some(own) = portal.own_path(target.path()) {
            let path = match target.query() {
                Some(query) => format!("{own}?{query}"),
                None => own.to_owned(),
            };
            return self.serve(session, walk, &portal, &path).await.map(Some);
        }
        if has_access_token(head) {
            return Ok(Some(Problem::BadToken));
        }
        let visitor = match self.keeper.visitor(&portal, &head.headers).await {
            Ok(visitor) => visitor,
            Err(error) => {
                error!(request.id = %walk.id, %error, "a session could not be looked up");
                return Ok(Some(Problem::Unavailable));
            }
        };
        let entry = match &visitor {
            Visitor::SignedIn { entry, .. } => Some(entry),
            Visitor::Nobody | Visitor::Ended(_) => None,
        };
        let asked =
            Asked { method: &head.method, path: target.path(), client: walk.client, asking: walk.asking, headers: &head.headers };
        match decide(&portal, &asked, entry.map(|entry| entry.session())) {
            Decision::Forward(exposure) => walk.exposure = exposure,
            Decision::SignIn => return Ok(Some(Problem::SignIn { to: reply::way_back(&portal, &head.method, &head.headers, &walk.wire) })),
            Decision::Refuse(refusal) => {
                let username = entry.map(|entry| entry.session().person().user.username.to_string());
                return Ok(Some(Problem::Refused { refusal, username }));
            }
        }
        if let Visitor::SignedIn { entry, current } = visitor
            && let Some(problem) = self.speak_for(walk, &portal, entry, current).await
        {
            return Ok(Some(problem));
        }
        Ok(None)
    }

    /// Hands the request to the gateway's own pages. The answer is written by the bridge.
    async fn serve(&self, session: &mut Session, walk: &Walk, portal: &Arc<Portal>, path: &str) -> Result<Problem> {
        let mut parts = session.req_header().as_owned_parts();
        let uri = path.parse().map_err(|error| Error::because(ErrorType::InvalidHTTPHeader, "a page's address", error))?;
        parts.uri = uri;
        parts.extensions.insert(Visit {
            portal: portal.clone(),
            client: walk.client,
            id: walk.id,
        });
        let status = self.bridge.serve(session, parts).await?;
        Ok(Problem::Answered(status))
    }

    /// Signs for the person, and gives a remembered session its new id when that is due.
    async fn speak_for(&self, walk: &mut Walk, portal: &Portal, entry: Arc<Entry>, current: bool) -> Option<Problem> {
        let now = self.keeper.outside.clock.now();
        let assertion = match self.keeper.assertion(portal, &entry, now) {
            Ok(assertion) => assertion,
            Err(error) => {
                error!(request.id = %walk.id, %error, "an assertion could not be signed");
                return Some(Problem::Unavailable);
            }
        };
        if current && walk.asking == Asking::Navigation && entry.session().record().owes_rotation(now) {
            match rotate_session::rotate(&self.keeper.outside, entry.session()).await {
                Ok(Some(token)) => {
                    let remembered = portal.admission.lifetimes.remember.saturating_sub(now.since(entry.session().record().began_at));
                    let value = self.keeper.mac.seal(&token, portal.name());
                    walk.new_cookie = Some(portal.cookies.set(portal.cookies.session(), &value, Some(remembered.as_secs())));
                }
                Ok(None) => {}
                Err(error) => {
                    error!(request.id = %walk.id, %error, "a session could not be given its new id");
                    return Some(Problem::Unavailable);
                }
            }
        }
        walk.signed_in = Some(SignedIn { entry, assertion });
        None
    }

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
            accept_language: head.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()),
            wire: &walk.wire,
            is_repeatable: matches!(head.method, http::Method::GET | http::Method::HEAD),
        };
        if let Some(response) = reply::response(&problem, request) {
            bridge::answer(session, response).await?;
        }
        Ok(())
    }
}

/// Whether the request carries one of our own access tokens, which never reach an upstream. None has been issued, so each is a bad one.
fn has_access_token(head: &RequestHeader) -> bool {
    head.headers.get_all(header::AUTHORIZATION).iter().any(|value| {
        let value = value.as_bytes();
        value.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"bearer "))
            && value.get(7..).is_some_and(|token| token.trim_ascii_start().starts_with(b"gth_"))
    })
}

#[async_trait]
impl ProxyHttp for Phases {
    type CTX = Walk;

    fn new_ctx(&self) -> Walk {
        Walk {
            id: RequestId::random(&*self.keeper.outside.entropy),
            began: Instant::now(),
            portal: None,
            host: String::new(),
            wire: String::new(),
            client: Client { address: std::net::IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED), via: None, is_https: None },
            asking: Asking::Script,
            signed_in: None,
            exposure: Exposure::Protected,
            new_cookie: None,
            tried: Vec::new(),
            asked_upstream: None,
        }
    }

    /// The head is complete.
    async fn early_request_filter(&self, session: &mut Session, _: &mut Walk) -> Result<()> {
        Lease::request_began();
        session.set_write_timeout(Some(Duration::from_secs(60)));
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
        walk.tried.push(index);
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
        self.refuse_if_ended(walk)?;
        if let (Asking::WebSocket, Some(signed_in)) = (walk.asking, &walk.signed_in) {
            signed_in.entry.touch(self.keeper.outside.clock.now());
        }
        Ok(())
    }

    async fn response_filter(&self, _: &mut Session, head: &mut ResponseHeader, walk: &mut Walk) -> Result<()> {
        if let Some(asked) = walk.asked_upstream {
            self.metrics.upstream_seconds.observe(asked.elapsed().as_secs_f64());
        }
        let is_stream = head.headers.get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/event-stream"));
        if let (true, Some(signed_in)) = (is_stream, &walk.signed_in) {
            Lease::depends_on(signed_in.entry.ended().clone());
        }
        rewrite::response(walk, head)
    }

    fn response_body_filter(&self, _: &mut Session, _: &mut Option<Bytes>, _: bool, walk: &mut Walk) -> Result<Option<Duration>> {
        self.refuse_if_ended(walk)?;
        Ok(None)
    }

    /// Another address may answer where this one does not.
    fn fail_to_connect(&self, _: &mut Session, _: &HttpPeer, walk: &mut Walk, mut error: Box<Error>) -> Box<Error> {
        if let Some(upstreams) = walk.portal.as_ref().and_then(|portal| self.upstreams.get(portal.index)) {
            if let Some(index) = walk.tried.last() {
                upstreams.refused(*index);
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
    /// Cuts what is under way for somebody whose right to it was taken back.
    fn refuse_if_ended(&self, walk: &Walk) -> Result<()> {
        match &walk.signed_in {
            Some(signed_in) if signed_in.entry.ended().is_cancelled() => {
                Err(Error::explain(ErrorType::HTTPStatus(401), "the session ended"))
            }
            Some(_) | None => Ok(()),
        }
    }
}
