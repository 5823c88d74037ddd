//! The judgement of one request: in its one normal form, by the gate, for whoever sent it.

use std::sync::Arc;

use gatehouse_auth_core::{
    flow::rotate_session::{self, Shown},
    revocation::Revocation,
};
use http::header;
use pingora::{Error, ErrorType, Result, http::RequestHeader, proxy::Session};
use tracing::{debug, error};

use super::{
    Phases, strict,
    walk::{SignedIn, Walk},
};
use crate::{
    gate::{
        asking::Asking,
        client::Client,
        decide::{Asked, Decision, decide},
        host::Host,
        keeper::Visitor,
        session_cache::Entry,
        target::Target,
    },
    portal::Portal,
    routes::{
        Visit,
        problem::{Malformed, Problem},
        reply,
    },
};

impl Phases {
    /// Judges the request; `Ok(None)` lets it go on to the upstream, anything else is its answer.
    pub(super) async fn judge(&self, session: &mut Session, walk: &mut Walk) -> Result<Option<Problem>> {
        let head = session.req_header();
        let raw =
            session.as_downstream().as_http1().map(pingora::protocols::http::v1::server::HttpSession::get_headers_raw_bytes);
        if let Err(fault) = strict::judge(raw.as_deref().unwrap_or_default(), &head.method, head.version, &head.headers) {
            debug!(request.id = %walk.id, ?fault, "refused a head");
            return Ok(Some(Problem::Malformed(fault.into())));
        }
        walk.client = Client::of(
            session.client_addr().and_then(|peer| peer.as_inet().copied()),
            &head.headers,
            &self.keeper.trusted_proxies,
        );
        walk.asking = Asking::of(&head.method, &head.headers);
        let host = head.headers.get(header::HOST).and_then(|value| Host::parse(value.as_bytes()));
        let Some(host) = host else { return Ok(Some(Problem::Malformed(Malformed::Host))) };
        let Some(portal) = self.keeper.portals.at(&host).cloned() else {
            walk.wire = String::from_utf8_lossy(head.raw_path()).into_owned();
            return Ok(Some(Problem::NoPortal));
        };
        walk.host = host.to_wire();
        walk.portal = Some(portal.clone());
        let target = match Target::parse(head.raw_path(), portal.encoded_slash) {
            Ok(target) => target,
            Err(error) => {
                debug!(request.id = %walk.id, %error, "refused a target");
                return Ok(Some(Problem::Malformed(Malformed::Target)));
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
        if portal.is_own_to_somebody(target.path()) {
            debug!(request.id = %walk.id, "refused a path that somebody may take for the gateway's own");
            return Ok(Some(Problem::Malformed(Malformed::Target)));
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
            Decision::SignIn => {
                return Ok(Some(Problem::SignIn { to: reply::way_back(&portal, &head.method, &head.headers, &walk.wire) }));
            }
            Decision::SecondFactor => {
                return Ok(Some(Problem::SecondFactor { to: reply::way_back(&portal, &head.method, &head.headers, &walk.wire) }));
            }
            Decision::Refuse(refusal) => {
                let username = entry.map(|entry| entry.session().person().user.username.to_string());
                return Ok(Some(Problem::Refused { refusal, username }));
            }
        }
        if let Visitor::SignedIn { entry, shown } = visitor
            && let Some(problem) = self.speak_for(walk, &portal, entry, shown).await
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
        parts.extensions.insert(Visit { portal: portal.clone(), client: walk.client, id: walk.id, chosen: None });
        let status = self.bridge.serve(session, parts).await?;
        Ok(Problem::Answered(status))
    }

    /// Signs for the person, and gives a remembered session its new id when that is due.
    async fn speak_for(&self, walk: &mut Walk, portal: &Portal, entry: Arc<Entry>, shown: Shown) -> Option<Problem> {
        let now = self.keeper.outside.clock.now();
        let assertion = match self.keeper.assertion(portal, &entry, now) {
            Ok(assertion) => assertion,
            Err(error) => {
                error!(request.id = %walk.id, %error, "an assertion could not be signed");
                return Some(Problem::Unavailable);
            }
        };
        let record = entry.session().record();
        if walk.asking == Asking::Navigation && rotate_session::is_due(record, shown, now) {
            match rotate_session::rotate(&self.keeper.outside, record, shown).await {
                Ok(Some(token)) => {
                    // The news comes round by itself; here it is known already.
                    self.keeper.sessions.revoke(&[Revocation::Rotated(record.handle)]);
                    let remembered = portal.admission.lifetimes.remember.saturating_sub(now.since(record.began_at));
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
}

/// Whether the request carries one of our own access tokens, which never reach an upstream. None has been issued, so each is a bad one.
fn has_access_token(head: &RequestHeader) -> bool {
    head.headers.get_all(header::AUTHORIZATION).iter().any(|value| {
        let value = value.as_bytes();
        let scheme = value.iter().position(u8::is_ascii_whitespace).unwrap_or(value.len());
        let (scheme, token) = value.split_at(scheme);
        scheme.eq_ignore_ascii_case(b"bearer") && token.trim_ascii_start().starts_with(b"gth_")
    })
}
