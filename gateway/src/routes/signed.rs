//! The pages of people who are signed in, and the one place where it is checked who may see them.

use std::{net::IpAddr, sync::Arc};

use axum::{
    body::Body,
    extract::{FromRequest, FromRequestParts, Request, State},
    middleware::Next,
};
use gatehouse_auth_core::{
    account::AccountKind,
    letter::Origin,
    ports::StoreError,
    session::{Authenticated, Session},
    user::User,
};
use gatehouse_pages::ErrorKind;
use http::{HeaderMap, Method, Response, StatusCode, request::Parts};
use tracing::{debug, error};

use super::{
    Site, Visit,
    form::{Fields, device, is_from_here},
    problem::{Problem, WayBack},
    reply,
};
use crate::gate::{asking::Asking, decide::Refusal, form_token::Binding, keeper::Visitor, session_cache::Entry};

/// Who may see a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody who is signed in.
    SignedIn,
    /// Those who hold this role.
    Role(&'static str),
    /// Operators who hold this role, at a portal that serves their console. For everybody else there is no such page.
    Operator(&'static str),
}

impl Access {
    /// Whether `user` may.
    pub fn is_for(self, user: &User, kind: AccountKind, serves_operators: bool) -> bool {
        match self {
            Self::SignedIn => true,
            Self::Role(role) => user.holds(role),
            Self::Operator(role) => kind == AccountKind::Operator && serves_operators && user.holds(role),
        }
    }
}

/// Somebody who is signed in and may see the page they asked for.
#[derive(Clone)]
pub(super) struct Signed {
    pub(super) site: Site,
    pub(super) visit: Visit,
    pub(super) headers: Arc<HeaderMap>,
    entry: Arc<Entry>,
}

impl Signed {
    /// Their session.
    pub(super) fn session(&self) -> &Session<Authenticated> {
        self.entry.session()
    }

    /// Who they are.
    pub(super) fn user(&self) -> &User {
        &self.session().person().user
    }

    /// From where they act.
    pub(super) fn origin(&self) -> Origin {
        let address: IpAddr = self.visit.client.address;
        Origin { network: address.to_string(), device: device(&self.headers) }
    }

    /// A token for a form of theirs.
    pub(super) fn csrf(&self) -> String {
        let handle = self.session().record().handle.to_string();
        let keeper = &self.site.keeper;
        keeper.forms.make(self.visit.portal.name(), Binding::Session(&handle), keeper.outside.clock.now())
    }

    /// Whether they may see pages of this kind.
    pub(super) fn may(&self, access: Access) -> bool {
        let person = self.session().person();
        access.is_for(&person.user, person.account.kind, self.visit.portal.admission.serves_operators)
    }

    /// There is no such thing for them.
    pub(super) fn not_found(&self) -> Response<Body> {
        self.visit.error(StatusCode::NOT_FOUND, ErrorKind::NotFound, &self.headers)
    }

    /// A store did not answer.
    pub(super) fn unavailable(&self, error: &StoreError) -> Response<Body> {
        error!(request.id = %self.visit.id, %error, "a page waits for the directory");
        self.visit.error(StatusCode::SERVICE_UNAVAILABLE, ErrorKind::SignInUnavailable, &self.headers)
    }

    /// On to another page of ours.
    pub(super) fn goes_to(&self, page: &str) -> Response<Body> {
        reply::redirect(&self.visit.portal.look.brand.path(page))
    }

    fn is_own_form(&self, fields: &Fields) -> bool {
        let handle = self.session().record().handle.to_string();
        let keeper = &self.site.keeper;
        let now = keeper.outside.clock.now();
        keeper.forms.is_good(fields.get("csrf"), self.visit.portal.name(), Binding::Session(&handle), now)
    }
}

impl<S: Sync> FromRequestParts<S> for Signed {
    type Rejection = StatusCode;

    /// Only pages behind [`guard`] can ask for one; any other is answered with 500 and not shown.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        parts.extensions.get::<Self>().cloned().ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// A form that somebody who is signed in sent from one of our own pages.
pub(super) struct SignedForm(pub(super) Signed, pub(super) Fields);

impl FromRequest<Site> for SignedForm {
    type Rejection = Response<Body>;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Response<Body>> {
        let Some(signed) = request.extensions().get::<Signed>().cloned() else {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            return Err(response);
        };
        let fields = Fields::from_request(request, site).await?;
        if !signed.is_own_form(&fields) {
            return Err(signed.visit.error(StatusCode::FORBIDDEN, ErrorKind::FormRefused, &signed.headers));
        }
        Ok(Self(signed, fields))
    }
}

/// Lets through whoever is signed in and may; everybody else is answered here.
pub(super) async fn guard(State((site, access)): State<(Site, Access)>, mut request: Request, next: Next) -> Response<Body> {
    let Some(visit) = request.extensions().get::<Visit>().cloned() else {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        return response;
    };
    let headers = Arc::new(request.headers().clone());
    let portal = visit.portal.clone();
    if request.method() != Method::GET && request.method() != Method::HEAD && !is_from_here(&portal, &headers) {
        return visit.error(StatusCode::FORBIDDEN, ErrorKind::FormRefused, &headers);
    }
    let path = request.uri().path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    let wire = format!("{}{path}", portal.prefix);
    let asked = reply::Request {
        portal: Some(&portal),
        asking: Asking::of(request.method(), &headers),
        id: visit.id,
        headers: &headers,
        wire: &wire,
        is_repeatable: request.method() == Method::GET,
    };
    let answer = |problem: Problem| reply::response(&problem, asked).unwrap_or_default();
    let entry = match site.keeper.visitor(&portal, &headers).await {
        Ok(Visitor::SignedIn { entry, .. }) => entry,
        Ok(Visitor::Nobody | Visitor::Ended(_)) => {
            let lost_post = request.method() != Method::GET && request.method() != Method::HEAD;
            // A form's content is lost; its page comes back.
            return answer(match asked.asking {
                Asking::Navigation => Problem::SignIn { to: WayBack { to: wire.clone(), lost_post } },
                Asking::Script | Asking::WebSocket => Problem::Refused { refusal: Refusal::NotSignedIn, username: None },
            });
        }
        Err(error) => {
            error!(request.id = %visit.id, %error, "a session could not be looked up");
            return answer(Problem::Unavailable);
        }
    };
    let person = entry.session().person();
    if !access.is_for(&person.user, person.account.kind, portal.admission.serves_operators) {
        debug!(request.id = %visit.id, user.id = %person.user.id, ?access, "refused a page");
        if matches!(access, Access::Operator(_)) {
            return visit.error(StatusCode::NOT_FOUND, ErrorKind::NotFound, &headers);
        }
        let username = Some(person.user.username.to_string());
        return answer(Problem::Refused { refusal: Refusal::Forbidden, username });
    }
    let signed = Signed { site, visit, headers, entry };
    request.extensions_mut().insert(signed);
    next.run(request).await
}
