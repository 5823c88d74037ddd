//! A link that was mailed, as a browser comes with it: the secret leaves the address bar at first sight, and what the link is good for is
//! asked again with every page.

use std::time::Duration;

use axum::body::Body;
use gatehouse_auth_core::{
    flow::link::{GoodLink, Link, look},
    recovery::{Ending, Kind, LinkSecret},
};
use gatehouse_pages::{AskAgain, ErrorKind, LinkProblem, LinkProblemPage};
use http::{HeaderMap, Response, StatusCode, header};
use tracing::error;

use super::{Site, Visit, form::retry_after, reply};
use crate::gate::cookies::CookieJar;

/// The secret waits in the browser for so long.
const KEPT: Duration = Duration::from_mins(15);

/// Moves a link's secret into a cookie, and the browser on to the page's address without it. The cookie is `Lax`: a stricter one would not
/// come with the request that follows a click in another site's mail.
pub(super) fn keep(visit: &Visit, headers: &HeaderMap, token: &str, page: &str) -> Response<Body> {
    if LinkSecret::parse(token).is_none() {
        return problem(visit, headers, LinkProblem::Unknown, StatusCode::NOT_FOUND);
    }
    let cookies = &visit.portal.cookies;
    let mut response = reply::redirect(&visit.portal.look.brand.path(page));
    response.headers_mut().append(header::SET_COOKIE, cookies.set(cookies.link(), token, Some(KEPT.as_secs())));
    response
}

/// Lets the browser forget the secret.
pub(super) fn forget(visit: &Visit, response: &mut Response<Body>) {
    let cookies = &visit.portal.cookies;
    response.headers_mut().append(header::SET_COOKIE, cookies.remove(cookies.link()));
}

/// The link that the browser came with, if it can be used and is of one of these kinds; otherwise the page that says why not.
pub(super) async fn good(site: &Site, visit: &Visit, headers: &HeaderMap, kinds: &[Kind]) -> Result<GoodLink, Response<Body>> {
    let secret = CookieJar::read(headers, visit.portal.cookies.link()).and_then(LinkSecret::parse);
    let Some(secret) = secret else { return Err(problem(visit, headers, LinkProblem::Unknown, StatusCode::NOT_FOUND)) };
    let outside = &site.keeper.outside;
    match look(outside, &visit.portal.admission, &secret, visit.client.address).await {
        Ok(Link::Good(link)) if kinds.contains(&link.recovery.kind) => Ok(*link),
        Ok(Link::Good(_) | Link::Unknown) => Err(problem(visit, headers, LinkProblem::Unknown, StatusCode::NOT_FOUND)),
        Ok(Link::Expired(kind)) => {
            let terms = &outside.recovery;
            let (life, ask) = match kind {
                Kind::Approval => (terms.request_life, AskAgain::Administrator(forgot(visit))),
                Kind::EmailChange => (terms.request_life, AskAgain::Forgot(visit.portal.look.brand.path("account"))),
                Kind::Link | Kind::Temporary | Kind::TemporaryLink => (terms.link_life, AskAgain::Forgot(forgot(visit))),
            };
            Err(problem(visit, headers, LinkProblem::Expired { life, ask }, StatusCode::GONE))
        }
        Ok(Link::Ended(ending)) => Err(ended(visit, headers, ending)),
        Ok(Link::Paused) => {
            let wait = outside.recovery.network.pause.as_secs();
            Err(retry_after(visit.error(StatusCode::TOO_MANY_REQUESTS, ErrorKind::TooManyRequests, headers), wait))
        }
        Err(error) => {
            error!(request.id = %visit.id, %error, "a link could not be looked up");
            Err(visit.error(StatusCode::SERVICE_UNAVAILABLE, ErrorKind::SignInUnavailable, headers))
        }
    }
}

/// The page of a link that has ended.
pub(super) fn ended(visit: &Visit, headers: &HeaderMap, ending: Ending) -> Response<Body> {
    let kind = match ending {
        Ending::Used => LinkProblem::Used,
        Ending::Replaced => LinkProblem::Replaced,
        Ending::Declined | Ending::TakenBack => LinkProblem::Declined,
        Ending::PasswordChanged | Ending::Disabled => LinkProblem::Ended,
    };
    problem(visit, headers, kind, StatusCode::GONE)
}

fn forgot(visit: &Visit) -> String {
    visit.portal.look.brand.path("forgot")
}

fn problem(visit: &Visit, headers: &HeaderMap, problem: LinkProblem, status: StatusCode) -> Response<Body> {
    let page = LinkProblemPage { brand: &visit.portal.look.brand, language: visit.language(headers), problem };
    reply::page(&visit.portal, status, page.render())
}
