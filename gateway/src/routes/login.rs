//! The sign-in page.

pub(super) mod passkey;
pub(super) mod screen;

use std::convert::Infallible;

use axum::{
    Extension,
    body::Body,
    extract::{FromRequestParts, State},
};
use gatehouse_auth_core::{
    device::Device,
    flow::sign_in::{Attempt, Outcome, SignInError, sign_in},
    identifier::{EmailAddress, Folded},
    recovery::LinkSecret,
    secret::TypedPassword,
    session::{EndReason, SessionHandle},
};
use gatehouse_pages::{ErrorKind, KeepSignedIn, PauseWarning, SignInField, SignInForm, SignInNotice, SignInPage, SignInProblem};
use http::{HeaderMap, Response, StatusCode, header, request::Parts};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tracing::{error, info};

use self::screen::{Screen, form_of};
use super::{
    Site, Visit,
    done::Done,
    form::{Fields, device, is_from_here, retry_after},
    on_the_way, reply,
};
use crate::{
    gate::{cookies::CookieJar, form_token::Binding, keeper::Visitor},
    portal::Portal,
};

/// From this many failures left on, a person is warned.
const WARN_AT: u32 = 2;
/// Longest identifier that is looked at, in bytes.
pub(super) const LONGEST_IDENTIFIER: usize = 1024;

/// The query of a page for people who are not signed in. What cannot be read is as good as not there: a page that people are sent to must not fail.
#[derive(Default)]
pub(super) struct Asked {
    pub(super) to: Option<String>,
    lost: Option<String>,
    /// The secret of a mailed link.
    pub(super) token: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
        let first = |name: &str| pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone());
        Ok(Self { to: first("to"), lost: first("lost"), token: first("token") })
    }
}

impl Asked {
    /// Where they go in the end.
    pub(super) fn destination(&self, visit: &Visit) -> String {
        self.return_address(visit).unwrap_or_else(|| "/".to_owned())
    }

    /// Another page of ours, which is told where they go in the end.
    pub(super) fn handed_on(&self, visit: &Visit, page: &str) -> String {
        let page = visit.portal.look.brand.path(page);
        match self.return_address(visit) {
            Some(to) => format!("{page}?to={}", utf8_percent_encode(&to, NON_ALPHANUMERIC)),
            None => page,
        }
    }

    /// What was asked for, if that may be.
    pub(super) fn return_address(&self, visit: &Visit) -> Option<String> {
        self.to.as_deref().and_then(|to| reply::return_address(&visit.portal, to))
    }
}

/// Where to sign in, and go on to `to` if that may be.
pub(super) fn address(visit: &Visit, to: Option<&str>) -> String {
    let login = visit.portal.look.brand.path("login");
    match to.and_then(|to| reply::return_address(&visit.portal, to)) {
        Some(to) => format!("{login}?to={}", utf8_percent_encode(&to, NON_ALPHANUMERIC)),
        None => login,
    }
}

/// `GET /` leads to the sign-in page, and from there to the application.
pub(super) async fn home(Extension(visit): Extension<Visit>) -> Response<Body> {
    reply::redirect(&visit.portal.look.brand.path("login"))
}

/// `GET /login`
pub(super) async fn get(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    asked: Asked,
    headers: HeaderMap,
) -> Response<Body> {
    let mut screen = Screen::new(&visit, &headers, &asked);
    let visitor = match site.keeper.visitor(&visit.portal, &headers).await {
        Ok(visitor) => visitor,
        Err(error) => {
            error!(request.id = %visit.id, %error, "a session could not be looked up");
            screen.page.problem = Some(SignInProblem::Unavailable);
            return screen.show(&site, StatusCode::SERVICE_UNAVAILABLE).await;
        }
    };
    match visitor {
        Visitor::SignedIn { .. } => return reply::redirect(&screen.destination()),
        Visitor::Ended(reason) => {
            // The ended cookie stays until the next sign-in replaces it: another language, or a reload, says the same again.
            screen.page.notice = notice(&visit.portal, reason, asked.lost.is_some());
        }
        Visitor::Nobody => {}
    }
    let cookies = &visit.portal.cookies;
    let done = Done::read(&headers, cookies).and_then(Done::sign_in_notice);
    if done.is_some() {
        screen.page.notice = done;
        let mut response = screen.show(&site, StatusCode::OK).await;
        response.headers_mut().append(header::SET_COOKIE, cookies.remove(cookies.notice()));
        return response;
    }
    screen.show(&site, StatusCode::OK).await
}

/// `POST /login`
pub(super) async fn post(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    asked: Asked,
    headers: HeaderMap,
    mut fields: Fields,
) -> Response<Body> {
    let (response, outcome) = judge(&site, &visit, &asked, &headers, &mut fields).await;
    site.metrics.sign_ins.with_label_values(&[visit.portal.name(), outcome]).inc();
    info!(request.id = %visit.id, portal = visit.portal.name(), outcome, "sign-in");
    response
}

/// The answer to a posted form, and its name in metrics.
type Told = (Response<Body>, &'static str);

/// A form of the sign-in page that is ours.
struct Posted<'a> {
    screen: Screen<'a>,
    /// The form's cookie.
    cookie: &'a str,
    /// The session that the browser has already, and will have no more.
    replaces: Option<SessionHandle>,
}

/// Whether the form is ours; `too_old` is what is said of one whose token no longer holds.
async fn receive<'a>(
    screen: Screen<'a>,
    site: &Site,
    headers: &'a HeaderMap,
    csrf: &str,
    too_old: SignInProblem,
) -> Result<Posted<'a>, Box<Told>> {
    let (portal, keeper) = (&screen.visit.portal, &site.keeper);
    if !is_from_here(portal, headers) {
        // Another site's form carries no cookie of ours: answering with a fresh one would break the forms that are open here.
        return Err(Box::new((screen.visit.error(StatusCode::FORBIDDEN, ErrorKind::FormRefused, headers), "foreign-form")));
    }
    let replaces = match keeper.visitor(portal, headers).await {
        Ok(Visitor::SignedIn { entry, .. }) => Some(entry.session().record().handle),
        Ok(Visitor::Nobody | Visitor::Ended(_)) => None,
        Err(error) => return Err(Box::new((screen.unavailable(site, &error).await, "unavailable"))),
    };
    let Some(cookie) = CookieJar::read(headers, portal.cookies.form()) else {
        if replaces.is_some() {
            // Another tab of this browser has signed in meanwhile, which took the form's cookie away.
            return Err(Box::new((screen.move_on(), "signed-in-already")));
        }
        let problem = SignInProblem::CookiesBlocked { host: portal.authority.clone() };
        return Err(Box::new((screen.refuse(site, StatusCode::BAD_REQUEST, problem).await, "no-cookies")));
    };
    if !keeper.forms.is_good(csrf, portal.name(), Binding::Visitor(cookie), keeper.outside.clock.now()) {
        return Err(Box::new((screen.refuse(site, StatusCode::FORBIDDEN, too_old).await, "form-too-old")));
    }
    Ok(Posted { screen, cookie, replaces })
}

async fn judge(site: &Site, visit: &Visit, asked: &Asked, headers: &HeaderMap, fields: &mut Fields) -> Told {
    let portal = &visit.portal;
    let form = form_of(portal.admission.kind);
    let mut screen = Screen::new(visit, headers, asked);
    screen.page.account_id = fields.take(SignInForm::ACCOUNT_ID_FIELD);
    screen.page.identifier = fields.take(form.identifier_field());
    let wants_remembering = !fields.get("remember").is_empty();
    if wants_remembering && screen.page.keep_signed_in == KeepSignedIn::Offered {
        screen.page.keep_signed_in = KeepSignedIn::Ticked;
    }
    let posted = receive(screen, site, headers, fields.get("csrf"), SignInProblem::FormTooOld).await;
    let Posted { screen, replaces, .. } = match posted {
        Ok(posted) => posted,
        Err(told) => return *told,
    };
    let password = fields.take(SignInForm::PASSWORD_FIELD);
    if let Some(problem) = incomplete(&screen.page, form, &password) {
        return (screen.refuse(site, StatusCode::UNPROCESSABLE_ENTITY, problem).await, "incomplete");
    }
    let is_short = screen.page.identifier.len() <= LONGEST_IDENTIFIER && screen.page.account_id.len() <= LONGEST_IDENTIFIER;
    let Some(password) = TypedPassword::new(password).filter(|_| is_short) else {
        // Nobody's name or password is that long, so there is nothing to check.
        return (screen.refuse(site, StatusCode::UNAUTHORIZED, SignInProblem::WrongDetails { warning: None }).await, "refused");
    };
    let attempt = Attempt {
        admission: &portal.admission,
        account: (form == SignInForm::AccountUsername).then(|| Folded::of(&screen.page.account_id)),
        identifier: Folded::of(&screen.page.identifier),
        password,
        wants_remembering,
        network: visit.client.address,
        device: Device { name: device(headers), marks: on_the_way::marks(visit, headers) },
        replaces,
        link: CookieJar::read(headers, portal.cookies.link()).and_then(LinkSecret::parse),
    };
    match sign_in(&site.keeper.outside, attempt).await {
        Ok(outcome) => answer(screen, site, headers, replaces, outcome).await,
        Err(SignInError::Busy(busy)) => {
            let response = screen.refuse(site, StatusCode::SERVICE_UNAVAILABLE, SignInProblem::Busy).await;
            (retry_after(response, busy.retry_after.as_secs()), "busy")
        }
        Err(SignInError::Unavailable(error)) => (screen.unavailable(site, &error).await, "unavailable"),
    }
}

/// How an attempt ended.
async fn answer(screen: Screen<'_>, site: &Site, headers: &HeaderMap, replaces: Option<SessionHandle>, outcome: Outcome) -> Told {
    if let Outcome::Admitted { .. } | Outcome::OnTheWay { .. } = outcome
        && let Err(error) = on_the_way::forget(site, screen.visit, headers).await
    {
        // Whoever was on their way in this browser before must not be found instead of them.
        return (screen.unavailable(site, &error).await, "unavailable");
    }
    match outcome {
        Outcome::Admitted { session, token } => (screen.admit(site, replaces, &session, &token), "admitted"),
        Outcome::OnTheWay { token } => match on_the_way::first_page(site, screen.visit, &token).await {
            Ok(page) => (screen.set_out(site, &token, page), "on-the-way"),
            Err(error) => (screen.unavailable(site, &error).await, "unavailable"),
        },
        Outcome::Refused { left } => refused(screen, site, left).await,
        Outcome::Paused { wait } => {
            let response = screen.refuse(site, StatusCode::TOO_MANY_REQUESTS, SignInProblem::Paused { wait }).await;
            (retry_after(response, wait.as_secs()), "paused")
        }
        Outcome::NetworkPaused { wait } => {
            let response = screen.refuse(site, StatusCode::TOO_MANY_REQUESTS, SignInProblem::NetworkLimited).await;
            (retry_after(response, wait.as_secs()), "network-paused")
        }
    }
}

/// Wrong, however: with a warning when few tries are left, as paused when none is.
async fn refused(screen: Screen<'_>, site: &Site, left: u32) -> Told {
    let pause = site.keeper.outside.limits.typed.pause;
    if left == 0 {
        let response = screen.refuse(site, StatusCode::TOO_MANY_REQUESTS, SignInProblem::Paused { wait: pause }).await;
        return (retry_after(response, pause.as_secs()), "refused");
    }
    let warning = (left <= WARN_AT).then_some(PauseWarning { failures_left: left, pause });
    (screen.refuse(site, StatusCode::UNAUTHORIZED, SignInProblem::WrongDetails { warning }).await, "refused")
}

/// What is missing, or no address where one is asked for.
fn incomplete(page: &SignInPage<'_>, form: SignInForm, password: &str) -> Option<SignInProblem> {
    let mut empty = Vec::new();
    if form == SignInForm::AccountUsername && page.account_id.trim().is_empty() {
        empty.push(SignInField::AccountId);
    }
    if page.identifier.trim().is_empty() {
        empty.push(SignInField::Identifier);
    }
    if password.is_empty() {
        empty.push(SignInField::Password);
    }
    if !empty.is_empty() {
        return Some(SignInProblem::EmptyFields(empty));
    }
    let is_malformed = form == SignInForm::Email && page.identifier.parse::<EmailAddress>().is_err();
    is_malformed.then_some(SignInProblem::MalformedEmail)
}

fn notice(portal: &Portal, reason: EndReason, lost_post: bool) -> Option<SignInNotice> {
    let lifetimes = &portal.admission.lifetimes;
    match reason {
        EndReason::Idle => Some(SignInNotice::SignedOutIdle { after: lifetimes.idle, lost_post }),
        EndReason::Absolute => Some(SignInNotice::SignedOutAbsolute { after: lifetimes.absolute, lost_post }),
        EndReason::NoLongerRemembered => Some(SignInNotice::SignedOutAbsolute { after: lifetimes.remember, lost_post }),
        EndReason::PasswordChanged => Some(SignInNotice::SignedOutPasswordChanged),
        EndReason::ByAdministrator | EndReason::Theft => Some(SignInNotice::SignedOutByAdministrator),
        EndReason::SignedOut | EndReason::Replaced => None,
    }
}
