//! A forgotten password: what is asked for depends on the portal, what is answered on nothing.

use axum::{Extension, body::Body, extract::State};
use gatehouse_auth_core::{
    flow::forgot::{Forgotten, Outcome, forgot},
    identifier::{EmailAddress, Folded},
    portal::SignInKind,
    ports::Stored,
    recovery::RecoveryFlow as OwnFlow,
    secret::SecretDigest,
};
use gatehouse_pages::{ErrorKind, ForgotField, ForgotForm, ForgotPage, ForgotProblem, RecoveryFlow, SentPage};
use http::{HeaderMap, Response, StatusCode, header};
use tracing::{error, info};

use super::{
    Site, Visit,
    form::{Fields, device, fresh_form_cookie, retry_after},
    login::LONGEST_IDENTIFIER,
    reply,
    visit::not_found,
    visitor_form::{Fault, VisitorForm, fault},
};
use crate::portal::Portal;

/// How long the browser that asked is known by its cookie: as long as any link lives.
const ASKED: u64 = 24 * 3600;

/// What a portal asks people who forgot their password.
pub(super) fn form_of(portal: &Portal, flow: OwnFlow) -> ForgotForm {
    match flow {
        OwnFlow::EmailedPassword | OwnFlow::Link => ForgotForm::Email,
        OwnFlow::LinkThenTemporary => ForgotForm::AccountIdAndUsername,
        OwnFlow::AdminApproval if portal.admission.kind == SignInKind::AccountUsername => ForgotForm::AccountIdAndUsername,
        OwnFlow::AdminApproval => ForgotForm::UsernameOrEmail,
    }
}

/// The portal's flow, as its pages name it by itself.
pub(super) fn shown(flow: OwnFlow) -> RecoveryFlow {
    match flow {
        OwnFlow::EmailedPassword => RecoveryFlow::EmailedPassword,
        OwnFlow::Link => RecoveryFlow::Link,
        OwnFlow::LinkThenTemporary => RecoveryFlow::LinkThenTemporary,
        OwnFlow::AdminApproval => RecoveryFlow::AdminApproval { is_encrypted: false },
    }
}

/// The flow as the pages of recovery word it: where accounts differ, for all of them.
async fn worded(site: &Site, portal: &Portal, flow: OwnFlow) -> Stored<RecoveryFlow> {
    let overrides = site.keeper.outside.directory.recovery_overrides(&portal.admission.admitted).await?;
    Ok(if overrides.iter().all(|other| *other == flow) { shown(flow) } else { RecoveryFlow::Mixed })
}

/// The page as one visitor sees it.
struct Screen<'a> {
    site: &'a Site,
    visit: &'a Visit,
    form: VisitorForm,
    page: ForgotPage<'a>,
}

impl<'a> Screen<'a> {
    async fn new(site: &'a Site, visit: &'a Visit, headers: &HeaderMap, flow: OwnFlow) -> Stored<Self> {
        let portal = &visit.portal;
        let form = VisitorForm::of(site, visit, headers);
        let language = visit.language(headers);
        let page = ForgotPage {
            brand: &portal.look.brand,
            language,
            csrf: form.csrf(site, visit),
            flow: worded(site, portal, flow).await?,
            form: form_of(portal, flow),
            account_id: String::new(),
            identifier: String::new(),
            problem: None,
        };
        Ok(Self { site, visit, form, page })
    }

    fn show(self, status: StatusCode, problem: Option<ForgotProblem>) -> Response<Body> {
        let page = ForgotPage { problem, ..self.page };
        let mut response = reply::page(&self.visit.portal, status, page.render());
        self.form.keep(self.visit, &mut response);
        response
    }
}

/// `GET /forgot`
pub(super) async fn get(State(site): State<Site>, Extension(visit): Extension<Visit>, headers: HeaderMap) -> Response<Body> {
    let Some(flow) = visit.portal.admission.recovery else { return not_found(Extension(visit), headers).await };
    match Screen::new(&site, &visit, &headers, flow).await {
        Ok(screen) => screen.show(StatusCode::OK, None),
        Err(error) => unavailable(&visit, &headers, &error),
    }
}

/// `POST /forgot`
pub(super) async fn post(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
    mut fields: Fields,
) -> Response<Body> {
    let Some(flow) = visit.portal.admission.recovery else { return not_found(Extension(visit), headers).await };
    let found = fault(&site, &visit, &headers, &fields);
    if found == Some(Fault::Foreign) {
        return visit.error(StatusCode::FORBIDDEN, ErrorKind::FormRefused, &headers);
    }
    let mut screen = match Screen::new(&site, &visit, &headers, flow).await {
        Ok(screen) => screen,
        Err(error) => return unavailable(&visit, &headers, &error),
    };
    screen.page.account_id = fields.take("account_id");
    screen.page.identifier = fields.take(screen.page.form.identifier_field());
    match found {
        Some(Fault::NoCookies) => {
            let host = visit.portal.authority.clone();
            return screen.show(StatusCode::BAD_REQUEST, Some(ForgotProblem::CookiesBlocked { host }));
        }
        Some(Fault::TooOld | Fault::Foreign) => return screen.show(StatusCode::FORBIDDEN, Some(ForgotProblem::FormTooOld)),
        None => {}
    }
    if let Some(problem) = incomplete(&screen.page) {
        return screen.show(StatusCode::UNPROCESSABLE_ENTITY, Some(problem));
    }
    take_on(screen, &headers).await
}

/// What is missing, or no address where one is asked for.
fn incomplete(page: &ForgotPage<'_>) -> Option<ForgotProblem> {
    let mut empty = Vec::new();
    if page.form == ForgotForm::AccountIdAndUsername && page.account_id.trim().is_empty() {
        empty.push(ForgotField::AccountId);
    }
    if page.identifier.trim().is_empty() {
        empty.push(ForgotField::Identifier);
    }
    if !empty.is_empty() {
        return Some(ForgotProblem::EmptyFields(empty));
    }
    let is_malformed = page.form == ForgotForm::Email && page.identifier.parse::<EmailAddress>().is_err();
    is_malformed.then_some(ForgotProblem::MalformedEmail)
}

async fn take_on(screen: Screen<'_>, headers: &HeaderMap) -> Response<Body> {
    let (site, visit) = (screen.site, screen.visit);
    let outside = &site.keeper.outside;
    let sent = reply::redirect(&visit.portal.look.brand.path("forgot/sent"));
    if screen.page.identifier.len() > LONGEST_IDENTIFIER || screen.page.account_id.len() > LONGEST_IDENTIFIER {
        // Nobody's is that long.
        return sent;
    }
    let browser = fresh_form_cookie(&*outside.entropy);
    let has_account = screen.page.form == ForgotForm::AccountIdAndUsername;
    let forgotten = Forgotten {
        admission: &visit.portal.admission,
        account: has_account.then(|| Folded::of(&screen.page.account_id)),
        identifier: Folded::of(&screen.page.identifier),
        network: visit.client.address,
        device: device(headers),
        browser: SecretDigest::of(browser.as_bytes()),
    };
    match forgot(outside, forgotten).await {
        Ok(Outcome::Queued) => {
            info!(request.id = %visit.id, portal = visit.portal.name(), "a recovery was asked for");
            let mut response = sent;
            let cookies = &visit.portal.cookies;
            response.headers_mut().append(header::SET_COOKIE, cookies.set(cookies.asked(), &browser, Some(ASKED)));
            response
        }
        Ok(Outcome::Paused { wait }) => {
            let response = screen.show(StatusCode::TOO_MANY_REQUESTS, Some(ForgotProblem::Throttled { wait }));
            retry_after(response, wait.as_secs())
        }
        Err(error) => {
            error!(request.id = %visit.id, %error, "a recovery cannot be taken on");
            screen.show(StatusCode::SERVICE_UNAVAILABLE, Some(ForgotProblem::Unavailable))
        }
    }
}

/// `GET /forgot/sent`
pub(super) async fn sent(State(site): State<Site>, Extension(visit): Extension<Visit>, headers: HeaderMap) -> Response<Body> {
    let Some(flow) = visit.portal.admission.recovery else { return not_found(Extension(visit), headers).await };
    let worded = match worded(&site, &visit.portal, flow).await {
        Ok(worded) => worded,
        Err(error) => return unavailable(&visit, &headers, &error),
    };
    let terms = &site.keeper.outside.recovery;
    let language = visit.language(&headers);
    let page = SentPage {
        brand: &visit.portal.look.brand,
        language,
        flow: worded,
        form: form_of(&visit.portal, flow),
        life: match flow {
            OwnFlow::EmailedPassword => terms.temporary_life,
            OwnFlow::Link | OwnFlow::LinkThenTemporary => terms.link_life,
            OwnFlow::AdminApproval => terms.request_life,
        },
    };
    reply::page(&visit.portal, StatusCode::OK, page.render())
}

fn unavailable(visit: &Visit, headers: &HeaderMap, error: &dyn std::error::Error) -> Response<Body> {
    error!(request.id = %visit.id, %error, "a page of recovery waits for the directory");
    visit.error(StatusCode::SERVICE_UNAVAILABLE, ErrorKind::SignInUnavailable, headers)
}
