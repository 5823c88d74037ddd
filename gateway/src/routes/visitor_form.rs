//! A form for somebody who is not signed in, bound to this browser by a cookie of its own.

use axum::body::Body;
use http::{HeaderMap, Response, header};

use super::{
    Site, Visit,
    form::{Fields, fresh_form_cookie, is_from_here},
};
use crate::gate::{cookies::CookieJar, form_token::Binding};

/// What the form of one browser is bound to.
pub(super) struct VisitorForm {
    cookie: String,
    is_fresh: bool,
}

impl VisitorForm {
    /// The cookie that the browser has, or a new one.
    pub(super) fn of(site: &Site, visit: &Visit, headers: &HeaderMap) -> Self {
        match CookieJar::read(headers, visit.portal.cookies.form()) {
            Some(cookie) => Self { cookie: cookie.to_owned(), is_fresh: false },
            None => Self { cookie: fresh_form_cookie(&*site.keeper.outside.entropy), is_fresh: true },
        }
    }

    /// The form's token.
    pub(super) fn csrf(&self, site: &Site, visit: &Visit) -> String {
        let now = site.keeper.outside.clock.now();
        site.keeper.forms.make(visit.portal.name(), Binding::Visitor(&self.cookie), now)
    }

    /// Gives the browser its cookie with the page, if it had none.
    pub(super) fn keep(&self, visit: &Visit, response: &mut Response<Body>) {
        let cookies = &visit.portal.cookies;
        if self.is_fresh {
            response.headers_mut().append(header::SET_COOKIE, cookies.set(cookies.form(), &self.cookie, None));
        }
    }
}

/// What is wrong with a form that came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Another site sent it. It carries no cookie of ours: answering with a fresh one would break the forms that are open here.
    Foreign,
    /// The browser sent no cookie.
    NoCookies,
    /// Its token is not ours, or not fresh.
    TooOld,
}

/// Whether one of our own pages sent the form, to this browser, not long ago.
pub(super) fn fault(site: &Site, visit: &Visit, headers: &HeaderMap, fields: &Fields) -> Option<Fault> {
    if !is_from_here(&visit.portal, headers) {
        return Some(Fault::Foreign);
    }
    let Some(cookie) = CookieJar::read(headers, visit.portal.cookies.form()) else { return Some(Fault::NoCookies) };
    let now = site.keeper.outside.clock.now();
    let is_good = site.keeper.forms.is_good(fields.get("csrf"), visit.portal.name(), Binding::Visitor(cookie), now);
    (!is_good).then_some(Fault::TooOld)
}
