//! The pages on which somebody on their way gives a second factor, or registers one: `code` · `enrol`.

pub(super) mod code;
pub(super) mod enrol;

use axum::body::Body;
use gatehouse_auth_core::mfa::Factors;
use gatehouse_pages::{Markup, MfaFrame, MfaStanding, OwnFactors};
use http::{Response, StatusCode};

use super::{on_the_way::OnTheWay, reply, visitor_form::VisitorForm};

impl OnTheWay {
    /// A page of these, with its surroundings.
    fn shows(&self, status: StatusCode, page: impl FnOnce(MfaFrame<'_>) -> Markup) -> Response<Body> {
        let (site, visit) = (&self.site, &self.visit);
        let form = VisitorForm::of(site, visit, &self.headers);
        let to = self.asked.to.as_deref().and_then(|to| reply::return_address(&visit.portal, to));
        let frame = MfaFrame {
            brand: &visit.portal.look.brand,
            language: visit.language(&self.headers),
            csrf: form.csrf(site, visit),
            destination: to.is_some().then(|| visit.portal.authority.clone()),
            standing: MfaStanding::SigningIn { to },
        };
        let mut response = reply::page(&visit.portal, status, page(frame));
        form.keep(visit, &mut response);
        response
    }
}

fn own(factors: &Factors) -> OwnFactors {
    OwnFactors { has_authenticator: factors.totp.is_some(), has_passkey: false, has_recovery_codes: factors.codes_left() > 0 }
}
