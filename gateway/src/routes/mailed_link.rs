//! A link that was mailed, as a browser comes with it: the secret leaves the address bar at first sight, and what the link is good for is
//! asked again with every page.

use std::time::Duration;

use axum::body::Body;
use gatehouse_auth_core::{
    flow::link::{GoodLink, Link, look},
    recovery::{Ending, Kind, LinkSecret},
};
use gatehouse_pages::{ErrorKind, LinkProblem, LinkProblemPage, LinkSubject};
use http::{HeaderMap, Response, StatusCode, header};
use tracing::error;

use super::{Site, Visit, reply};
use crate::gate::cookies::CookieJar;

/// The secret waits in the browser for so long.
const KEPT: Duration = Duration::from_mins(15);

/// What a link's page would change.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// A password, through a link that was asked for, sent or approved.
    Password,
    /// A password, by a temporary one.
    Temporary,
    /// An email address.
    Email,
}

impl Subject {
    fn page(self) -> &'static str {
        match self {
            Self::Password => "reset",
            Self::Temporary => "temporary",
            Self::Email => "confirm-email",
        }
    }

    fn is_of(self, kind: Kind) -> bool {
        match self {
            Self::Password => matches!(kind, Kind::Link | Kind::Sent | Kind::Approval),
            Self::Temporary => kind == Kind::TemporaryLink,
            Self::Email => kind == Kind::EmailChange,
        }
    }
}

/// Moves a link's secret into a cookie, and the browser on to the page's address without it. The cookie is `Lax`: a stricter one would not
/// come with the request that follows a click in another site's mail.
pub(super) fn keep(visit: &Visit, headers: &HeaderMap, token: &str, subject: Subject) -> Response<Body> {
    if LinkSecret::parse(token).is_none() {
        return problem(visit, headers, subject, LinkProblem::Unknown, StatusCode::NOT_FOUND);
    }
    let cookies = &visit.portal.cookies;
    let mut response = reply::redirect(&visit.portal.look.brand.path(subject.page()));
    response.headers_mut().append(header::SET_COOKIE, cookies.set(cookies.link(), token, Some(KEPT.as_secs())));
    response
}

/// Lets the browser forget the secret.
pub(super) fn forget(visit: &Visit, response: &mut Response<Body>) {
    let cookies = &visit.portal.cookies;
    response.headers_mut().append(header::SET_COOKIE, cookies.remove(cookies.link()));
}

/// The link that the browser came with, if it can be used here; otherwise the page that says why not.
pub(super) async fn good(
    site: &Site,
    visit: &Visit,
    headers: &HeaderMap,
    subject: Subject,
) -> Result<GoodLink, Box<Response<Body>>> {
    let refuse = |kind, status| Err(Box::new(problem(visit, headers, subject, kind, status)));
    let secret = CookieJar::read(headers, visit.portal.cookies.link()).and_then(LinkSecret::parse);
    let Some(secret) = secret else { return refuse(LinkProblem::Unknown, StatusCode::NOT_FOUND) };
    let outside = &site.keeper.outside;
    match look(outside, &visit.portal.admission, &secret, visit.client.address).await {
        Ok(Link::Good(link)) if subject.is_of(link.recovery.kind) => Ok(*link),
        Ok(Link::Good(_) | Link::Unknown) => refuse(LinkProblem::Unknown, StatusCode::NOT_FOUND),
        Ok(Link::Expired(kind)) => {
            let life = match kind {
                Kind::Sent | Kind::Approval | Kind::EmailChange => outside.recovery.request_life,
                Kind::Link | Kind::Temporary | Kind::TemporaryLink => outside.recovery.link_life,
            };
            refuse(LinkProblem::Expired { life, was_approved: kind == Kind::Approval }, StatusCode::GONE)
        }
        Ok(Link::Ended(ending)) => Err(Box::new(ended(visit, headers, subject, ending))),
        Ok(Link::Paused) => Err(Box::new(visit.too_often(outside.recovery.network.pause, headers))),
        Err(error) => {
            error!(request.id = %visit.id, %error, "a link could not be looked up");
            Err(Box::new(visit.error(StatusCode::SERVICE_UNAVAILABLE, ErrorKind::SignInUnavailable, headers)))
        }
    }
}

/// The page of a link that has ended.
pub(super) fn ended(visit: &Visit, headers: &HeaderMap, subject: Subject, ending: Ending) -> Response<Body> {
    let kind = match ending {
        Ending::Used => LinkProblem::Used,
        Ending::Replaced => LinkProblem::Replaced,
        Ending::Declined | Ending::TakenBack => LinkProblem::Declined,
        Ending::PasswordChanged | Ending::EmailChanged | Ending::Disabled => LinkProblem::Ended,
    };
    problem(visit, headers, subject, kind, StatusCode::GONE)
}

fn problem(visit: &Visit, headers: &HeaderMap, subject: Subject, problem: LinkProblem, status: StatusCode) -> Response<Body> {
    let brand = &visit.portal.look.brand;
    let page = LinkProblemPage {
        brand,
        language: visit.language(headers),
        subject: match subject {
            Subject::Password | Subject::Temporary => LinkSubject::Password,
            Subject::Email => LinkSubject::EmailAddress,
        },
        forgot: visit.portal.admission.recovery.map(|_| brand.path("forgot")),
        problem,
    };
    reply::page(&visit.portal, status, page.render())
}
