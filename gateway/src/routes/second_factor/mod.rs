//! The pages on which somebody on their way gives a second factor, `code` · `passkey`, or registers one, `enrol` · `new_passkey`.

pub(super) mod code;
pub(super) mod enrol;
pub(super) mod new_passkey;
pub(super) mod passkey;

use axum::body::Body;
use gatehouse_auth_core::{
    flow::{
        give_code::{self, CodeError},
        on_the_way::Onward,
    },
    mfa::Demand,
    ports::Stored,
};
use gatehouse_pages::{Markup, MfaFrame, MfaStanding, OwnFactors};
use http::{Response, StatusCode};
use tracing::info;

use super::{form::retry_after, on_the_way::OnTheWay, reply, visitor_form::VisitorForm};

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
            standing: if self.pending.is_again() {
                MfaStanding::SignedIn { back: self.back(), to }
            } else {
                MfaStanding::SigningIn { to }
            },
        };
        let mut response = reply::page(&visit.portal, status, page(frame));
        form.keep(visit, &mut response);
        response
    }
}

impl OnTheWay {
    /// Where somebody goes who came from a session and thinks better of it: the page of ours they came from, or the application.
    fn back(&self) -> String {
        let portal = &self.visit.portal;
        let to = self.asked.return_address(&self.visit).unwrap_or_default();
        if portal.own_path(&to).is_some() { to } else { "/".to_owned() }
    }
}

/// Where somebody belongs who has a factor to give.
const GIVING: [&str; 4] = ["code", "code/ready", "code/passkey", "code/recovery"];

impl OnTheWay {
    /// What they can give, if it is for them to give one, and if `is_theirs`; the way to where they belong otherwise.
    async fn gives(&self, is_theirs: impl Fn(OwnFactors) -> bool) -> Result<OwnFactors, Box<Response<Body>>> {
        if let Some(answer) = self.elsewhere(&GIVING).await {
            return Err(Box::new(answer));
        }
        match self.own().await {
            Ok(own) if is_theirs(own) => Ok(own),
            Ok(_) => Err(Box::new(self.elsewhere(&[]).await.unwrap_or_else(|| self.over()))),
            Err(error) => Err(Box::new(self.unavailable(&error))),
        }
    }

    /// What they can give here. Where only a passkey is enough and they have one, that is all there is.
    async fn own(&self) -> Stored<OwnFactors> {
        let factors = give_code::factors(&self.site.keeper.outside, &self.pending).await?;
        let party = self.visit.portal.admission.passkeys.as_ref();
        let has_passkey = party.is_some_and(|party| factors.passkeys_at(party.id()).next().is_some());
        let is_passkey_owed = has_passkey && give_code::demand(&self.pending) == Demand::PhishingResistant;
        Ok(OwnFactors {
            has_authenticator: factors.totp.is_some() && !is_passkey_owed,
            has_passkey,
            has_recovery_codes: factors.codes_left() > 0 && !is_passkey_owed,
        })
    }

    async fn takes(&self, what: &str, onward: Onward) -> Response<Body> {
        info!(request.id = %self.visit.id, user.id = %self.pending.person().user.id, what, "a second factor was given");
        self.goes(onward).await
    }

    /// The answer in place of the page.
    fn refused(&self, error: CodeError) -> Response<Body> {
        match error {
            CodeError::Busy(busy) => retry_after(self.unavailable(&busy), busy.retry_after.as_secs()),
            CodeError::Unavailable(error) => self.unavailable(&error),
            // Five wrong ones: from the beginning, where it is said why.
            CodeError::Over | CodeError::Wrong | CodeError::Used | CodeError::Paused { .. } => self.begins_anew(),
        }
    }
}
