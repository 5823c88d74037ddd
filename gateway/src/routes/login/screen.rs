//! The sign-in page as one visitor sees it.

use axum::body::Body;
use gatehouse_auth_core::{
    device::Marks,
    flow::passkey_sign_in,
    mfa::passkey::Bond,
    portal::SignInKind,
    revocation::Revocation,
    session::{Authenticated, ProvedWith, Session, SessionHandle},
    token::SessionToken,
};
use gatehouse_pages::{
    ForgotLink, KeepSignedIn, MovingOnPage, ReminderPage, SignInForm, SignInPage, SignInPasskey, SignInProblem,
};
use http::{HeaderMap, Response, StatusCode, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tracing::error;

use super::Asked;
use crate::{
    gate::{cookies::CookieJar, form_token::Binding},
    routes::{
        Site, Visit, forgot,
        form::fresh_form_cookie,
        on_the_way::{known_device_cookie, marks, pending_cookie},
        reply,
    },
};

/// The sign-in page as one visitor sees it.
pub(in crate::routes) struct Screen<'a> {
    pub(super) visit: &'a Visit,
    pub(super) page: SignInPage<'a>,
    form_cookie: Option<&'a str>,
    marks: Marks,
}

impl<'a> Screen<'a> {
    pub(in crate::routes) fn new(visit: &'a Visit, headers: &'a HeaderMap, asked: &Asked) -> Self {
        let portal = &visit.portal;
        let to = asked.to.as_deref().and_then(|to| reply::return_address(portal, to));
        let keep = if portal.admission.offers_remember { KeepSignedIn::Offered } else { KeepSignedIn::Absent };
        let page = SignInPage {
            passkey: None,
            brand: &portal.look.brand,
            language: visit.language(headers),
            form: form_of(portal.admission.kind),
            csrf: String::new(),
            account_id: String::new(),
            identifier: String::new(),
            keep_signed_in: keep,
            destination: to.is_some().then(|| portal.authority.clone()),
            to,
            problem: None,
            notice: None,
            forgot: portal
                .admission
                .recovery
                .map(|flow| ForgotLink { address: portal.look.brand.path("forgot"), flow: forgot::shown(flow) }),
        };
        let form_cookie = CookieJar::read(headers, portal.cookies.form());
        Self { visit, page, form_cookie, marks: marks(visit, headers) }
    }

    pub(super) fn destination(&self) -> String {
        self.page.to.clone().unwrap_or_else(|| "/".to_owned())
    }

    pub(super) async fn refuse(mut self, site: &Site, status: StatusCode, problem: SignInProblem) -> Response<Body> {
        self.page.problem = Some(problem);
        self.show(site, status).await
    }

    pub(super) async fn unavailable(self, site: &Site, error: &(dyn std::error::Error + Sync)) -> Response<Body> {
        error!(request.id = %self.visit.id, %error, "nobody can sign in");
        self.refuse(site, StatusCode::SERVICE_UNAVAILABLE, SignInProblem::Unavailable).await
    }

    /// Shows the page with a fresh token, and the cookie that it is bound to.
    pub(super) async fn show(mut self, site: &Site, status: StatusCode) -> Response<Body> {
        let (portal, now) = (&self.visit.portal, site.keeper.outside.clock.now());
        let fresh = self.form_cookie.is_none().then(|| fresh_form_cookie(&*site.keeper.outside.entropy));
        let bound = self.form_cookie.or(fresh.as_deref()).unwrap_or_default();
        self.page.csrf = site.keeper.forms.make(portal.name(), Binding::Visitor(bound), now);
        self.page.passkey = self.passkey(site, bound).await;
        let mut response = reply::page(portal, status, self.page.render());
        let mut set = |cookie| response.headers_mut().append(header::SET_COOKIE, cookie);
        if let Some(fresh) = &fresh {
            set(portal.cookies.set(portal.cookies.form(), fresh, None));
        }
        response
    }

    /// The question about a passkey, where one signs people in. Without it the rest of the page is as good as ever.
    async fn passkey(&self, site: &Site, cookie: &str) -> Option<SignInPasskey> {
        let portal = &self.visit.portal;
        let bond = Bond::to_sign_in(portal.name(), cookie);
        match passkey_sign_in::begin(&site.keeper.outside, &portal.admission, &bond).await {
            Ok(options) => options.map(|options| SignInPasskey { options }),
            Err(error) => {
                error!(request.id = %self.visit.id, %error, "nobody can be asked for a passkey");
                None
            }
        }
    }

    /// Moves on to where the person wanted to go: by a page, since a redirect would be bound to this form's own site by the content
    /// security policy, and an application may redirect elsewhere.
    pub(super) fn move_on(&self) -> Response<Body> {
        let portal = &self.visit.portal;
        let page = MovingOnPage {
            brand: &portal.look.brand,
            language: self.page.language,
            to: self.destination(),
            destination: Some(portal.authority.clone()),
        };
        reply::page(portal, StatusCode::OK, page.render())
    }

    /// Moves on by the page that recommends a password of one's own.
    fn remind(&self) -> Response<Body> {
        let portal = &self.visit.portal;
        let page = ReminderPage {
            brand: &portal.look.brand,
            language: self.page.language,
            to: self.destination(),
            destination: Some(portal.authority.clone()),
        };
        reply::page(portal, StatusCode::OK, page.render())
    }

    /// Moves on with the new session. The news of the one that is `replaced` comes round by itself; the page that they go on to shows it
    /// already.
    pub(in crate::routes) fn admit(
        self,
        site: &Site,
        replaced: Option<SessionHandle>,
        session: &Session<Authenticated>,
        token: &SessionToken,
    ) -> Response<Body> {
        let portal = &self.visit.portal;
        if let Some(replaced) = replaced {
            site.keeper.sessions.revoke(&[Revocation::Session(replaced)]);
        }
        let mut response = match session.record().proved_with {
            ProvedWith::Password | ProvedWith::Passkey => self.move_on(),
            ProvedWith::TemporaryPassword => self.remind(),
        };
        let mut set = |cookie| response.headers_mut().append(header::SET_COOKIE, cookie);
        set(site.session_cookie(portal, session, token));
        set(known_device_cookie(site, self.visit, &self.marks, session));
        set(portal.cookies.remove(portal.cookies.pending()));
        // The next form is bound to the session, and a token from before the sign-in is good for nothing.
        set(portal.cookies.remove(portal.cookies.form()));
        response
    }

    /// Moves on to what is still owed.
    pub(super) fn set_out(&self, site: &Site, token: &SessionToken, page: &str) -> Response<Body> {
        let page = self.visit.portal.look.brand.path(page);
        let address = match &self.page.to {
            Some(to) => format!("{page}?to={}", utf8_percent_encode(to, NON_ALPHANUMERIC)),
            None => page,
        };
        let mut response = reply::redirect(&address);
        response.headers_mut().append(header::SET_COOKIE, pending_cookie(site, self.visit, token));
        response
    }
}

/// The fields of a portal's form.
pub(super) fn form_of(kind: SignInKind) -> SignInForm {
    match kind {
        SignInKind::Username => SignInForm::Username,
        SignInKind::Email => SignInForm::Email,
        SignInKind::UsernameOrEmail => SignInForm::UsernameOrEmail,
        SignInKind::AccountUsername => SignInForm::AccountUsername,
    }
}
