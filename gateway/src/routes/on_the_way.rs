//! Somebody on their way: their password was right, and something is owed. Which page comes next, and how it ends.

use axum::{body::Body, extract::FromRequestParts};
use gatehouse_auth_core::{
    device::Marks,
    flow::{
        give_code,
        next_factor::{Next, Way, next},
        on_the_way::{self, Onward},
        step_up,
    },
    letter::Origin,
    pending::{Owed, PENDING_LIFE, Pending},
    ports::{StoreError, Stored},
    session::{Authenticated, Session},
    token::SessionToken,
};
use gatehouse_pages::ErrorKind;
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header, request::Parts};
use tracing::{error, info};

use super::{
    Site, Visit,
    done::Done,
    form::{Fields, device},
    login::{self, Asked, screen::Screen},
    reply,
    visitor_form::{Fault, fault},
};
use crate::gate::{cookies::CookieJar, keeper::Visitor, session_cache::Entry};

/// They, and the request they are at.
pub(super) struct OnTheWay {
    pub(super) site: Site,
    pub(super) visit: Visit,
    pub(super) headers: HeaderMap,
    pub(super) asked: Asked,
    pub(super) pending: Pending,
}

impl FromRequestParts<Site> for OnTheWay {
    type Rejection = Response<Body>;

    /// Whoever is not on their way is sent to where it begins.
    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response<Body>> {
        let Some(visit) = parts.extensions.get::<Visit>().cloned() else {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            return Err(response);
        };
        let Ok(asked) = Asked::from_request_parts(parts, site).await;
        let headers = parts.headers.clone();
        match find(site, &visit, &headers).await {
            Ok(Some(pending)) => Ok(Self { site: site.clone(), visit, headers, asked, pending }),
            Ok(None) if asks_for_more(parts) => Err(begin(site, &visit, &headers, &asked).await),
            Ok(None) => Err(over(&visit, &asked, &headers)),
            Err(error) => Err(unavailable(&visit, &headers, &error)),
        }
    }
}

/// Whether it is a page of the second factor, to which whoever is signed in may be sent.
fn asks_for_more(parts: &Parts) -> bool {
    let first = parts.uri.path().trim_start_matches('/').split('/').next().unwrap_or_default();
    parts.method == Method::GET && matches!(first, "code" | "enrol")
}

/// Whoever is on their way with the cookie of this browser.
pub(super) async fn find(site: &Site, visit: &Visit, headers: &HeaderMap) -> Stored<Option<Pending>> {
    match token(site, visit, headers) {
        Some(token) => on_the_way::find(&site.keeper.outside, &visit.portal.admission, &token).await,
        None => Ok(None),
    }
}

fn token(site: &Site, visit: &Visit, headers: &HeaderMap) -> Option<SessionToken> {
    let portal = &visit.portal;
    let cookie = CookieJar::read(headers, portal.cookies.pending())?;
    site.keeper.pending_mac.open(cookie, portal.name())
}

/// Nobody is on their way in this browser any more.
pub(super) async fn forget(site: &Site, visit: &Visit, headers: &HeaderMap) -> Stored<()> {
    match token(site, visit, headers) {
        Some(token) => site.keeper.outside.sessions.abandon(&token.key()).await,
        None => Ok(()),
    }
}

/// A page of these was asked for by somebody who is not on their way. Whoever is signed in with less than is asked for sets out from there.
async fn begin(site: &Site, visit: &Visit, headers: &HeaderMap, asked: &Asked) -> Response<Body> {
    match site.keeper.visitor(&visit.portal, headers).await {
        Ok(Visitor::SignedIn { entry, .. }) if entry.session().record().second.is_none() => {
            match set_out_again(site, visit, headers, asked, &entry).await {
                Ok(response) => response,
                Err(error) => unavailable(visit, headers, &error),
            }
        }
        Ok(Visitor::SignedIn { .. }) => reply::redirect(&asked.destination(visit)),
        Ok(Visitor::Nobody | Visitor::Ended(_)) => over(visit, asked, headers),
        Err(error) => unavailable(visit, headers, &error),
    }
}

/// To what is missing: the factor they have, or a new registration, before which the password is asked for unless it was proved lately
/// (ASVS 7.5.1).
async fn set_out_again(site: &Site, visit: &Visit, headers: &HeaderMap, asked: &Asked, entry: &Entry) -> Stored<Response<Body>> {
    let (outside, me) = (&site.keeper.outside, entry.session());
    let has_factor = outside.directory.factors(me.person().user.id).await?.is_any();
    if !has_factor && !step_up::is_fresh(outside, me).await? {
        return Ok(reply::redirect(&asked.handed_on(visit, "account/mfa/set-up")));
    }
    sets_out(site, visit, headers, asked, me).await
}

/// On their way again, from a session.
pub(super) async fn sets_out(
    site: &Site,
    visit: &Visit,
    headers: &HeaderMap,
    asked: &Asked,
    me: &Session<Authenticated>,
) -> Stored<Response<Body>> {
    let outside = &site.keeper.outside;
    let is_known = marks(visit, headers).has(&me.person().user, &outside.master);
    let origin = Origin { network: visit.client.address.to_string(), device: device(headers) };
    let token = on_the_way::set_out_again(outside, me, origin, is_known).await?;
    let page = first_page(site, visit, &token).await?;
    let mut response = reply::redirect(&asked.handed_on(visit, page));
    response.headers_mut().append(header::SET_COOKIE, pending_cookie(site, visit, &token));
    Ok(response)
}

/// The page to which somebody is sent who has just set out.
pub(super) async fn first_page(site: &Site, visit: &Visit, token: &SessionToken) -> Stored<&'static str> {
    match on_the_way::find(&site.keeper.outside, &visit.portal.admission, token).await? {
        Some(pending) => page(site, visit, &pending).await,
        None => Ok("login"),
    }
}

/// The cookie by which this browser is known as theirs.
pub(super) fn known_device_cookie(site: &Site, visit: &Visit, marks: &Marks, session: &Session<Authenticated>) -> HeaderValue {
    let cookies = &visit.portal.cookies;
    let marks = marks.with(&session.person().user, &site.keeper.outside.master);
    cookies.set(cookies.device(), &marks.to_text(), Some(KNOWN_FOR))
}

/// The cookie of a sign-in on its way.
pub(super) fn pending_cookie(site: &Site, visit: &Visit, token: &SessionToken) -> HeaderValue {
    let cookies = &visit.portal.cookies;
    let value = site.keeper.pending_mac.seal(token, visit.portal.name());
    cookies.set(cookies.pending(), &value, Some(PENDING_LIFE.as_secs()))
}

/// Who has signed in with this browser before.
pub(super) fn marks(visit: &Visit, headers: &HeaderMap) -> Marks {
    CookieJar::read(headers, visit.portal.cookies.device()).map(Marks::parse).unwrap_or_default()
}

/// A browser that is new for somebody shows first what they will need.
fn second_factor_page(next: Next, is_known_device: bool) -> &'static str {
    match (next, is_known_device) {
        (Next::Register(_), _) => "enrol/start",
        (Next::Give(Way::RecoveryCode), _) => "code/recovery",
        (Next::Give(Way::Code | Way::Passkey), false) => "code/ready",
        (Next::Give(Way::Code), true) => "code",
        (Next::Give(Way::Passkey), true) => "code/passkey",
    }
}

/// Years: a browser that is used now and then stays known.
const KNOWN_FOR: u64 = 400 * 24 * 3600;

impl OnTheWay {
    /// Goes on as the flow says.
    pub(super) async fn goes(&self, onward: Onward) -> Response<Body> {
        match onward {
            Onward::Admitted { session, token } => self.arrives(&session, &token),
            Onward::Owes(_) => match find(&self.site, &self.visit, &self.headers).await {
                // As it stands now: what was given is written down.
                Ok(Some(pending)) => match page(&self.site, &self.visit, &pending).await {
                    Ok(page) => reply::redirect(&self.asked.handed_on(&self.visit, page)),
                    Err(error) => self.unavailable(&error),
                },
                Ok(None) => self.over(),
                Err(error) => self.unavailable(&error),
            },
            Onward::Over => self.over(),
        }
    }

    /// Where somebody belongs who asked for a page that is not theirs now; `None` when it is.
    pub(super) async fn elsewhere(&self, pages: &[&str]) -> Option<Response<Body>> {
        match page(&self.site, &self.visit, &self.pending).await {
            Ok(page) if pages.contains(&page) => None,
            Ok(page) => Some(reply::redirect(&self.asked.handed_on(&self.visit, page))),
            Err(error) => Some(self.unavailable(&error)),
        }
    }

    /// What is wrong with a form of theirs; another site's is answered already.
    pub(super) fn fault(&self, fields: &Fields) -> Result<bool, Box<Response<Body>>> {
        match fault(&self.site, &self.visit, &self.headers, fields) {
            Some(Fault::Foreign) => Err(Box::new(self.visit.error(StatusCode::FORBIDDEN, ErrorKind::FormRefused, &self.headers))),
            found => Ok(found.is_some()),
        }
    }

    fn arrives(&self, session: &Session<Authenticated>, token: &SessionToken) -> Response<Body> {
        let user = session.person().user.id;
        info!(request.id = %self.visit.id, user.id = %user, "a sign-in on its way has arrived");
        Screen::new(&self.visit, &self.headers, &self.asked).admit(&self.site, self.pending.replaces(), session, token)
    }

    pub(super) fn over(&self) -> Response<Body> {
        over(&self.visit, &self.asked, &self.headers)
    }

    /// Too many wrong codes: from the beginning, where it is said why.
    pub(super) fn begins_anew(&self) -> Response<Body> {
        leaves(&self.visit, &self.asked, &Done::TooManyCodes)
    }

    pub(super) fn unavailable(&self, error: &dyn std::error::Error) -> Response<Body> {
        unavailable(&self.visit, &self.headers, error)
    }
}

/// The page on which somebody gives what they owe next.
async fn page(site: &Site, visit: &Visit, pending: &Pending) -> Stored<&'static str> {
    Ok(match pending.owes() {
        Some(Owed::SecondFactor) => {
            let factors = give_code::factors(&site.keeper.outside, pending).await?;
            let next = next(pending, &factors, visit.portal.admission.passkeys.as_ref());
            second_factor_page(next, pending.is_on_known_device())
        }
        Some(Owed::RecoveryCodes) => "enrol/recovery-codes",
        Some(Owed::AfterTemporary | Owed::NewPassword) => "choose-password",
        None => return Err(StoreError::message("somebody is on their way and owes nothing")),
    })
}

/// Too late, or done already: sign in.
fn over(visit: &Visit, asked: &Asked, headers: &HeaderMap) -> Response<Body> {
    if CookieJar::read(headers, visit.portal.cookies.pending()).is_some() {
        return leaves(visit, asked, &Done::SignInTookTooLong);
    }
    reply::redirect(&login::address(visit, asked.to.as_deref()))
}

fn leaves(visit: &Visit, asked: &Asked, why: &Done) -> Response<Body> {
    let mut response = reply::redirect(&login::address(visit, asked.to.as_deref()));
    let cookies = &visit.portal.cookies;
    let mut set = |cookie| response.headers_mut().append(header::SET_COOKIE, cookie);
    set(cookies.remove(cookies.pending()));
    set(why.cookie(cookies));
    response
}

fn unavailable(visit: &Visit, headers: &HeaderMap, error: &dyn std::error::Error) -> Response<Body> {
    error!(request.id = %visit.id, %error, "a sign-in on its way waits for the directory");
    visit.error(StatusCode::SERVICE_UNAVAILABLE, ErrorKind::SignInUnavailable, headers)
}
