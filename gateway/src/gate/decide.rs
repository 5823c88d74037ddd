//! The decision: forward, send to sign in, or refuse. Pure, so that every case of it can be tested.

use gatehouse_auth_core::session::{Authenticated, Session};
use http::{HeaderMap, Method, header};

use super::{
    asking::Asking,
    client::Client,
    rule::{Access, Demands},
};
use crate::portal::Portal;

/// What a request asks, in normal form.
#[derive(Debug)]
pub struct Asked<'a> {
    /// By what method.
    pub method: &'a Method,
    /// For what path.
    pub path: &'a str,
    /// From where.
    pub client: Client,
    /// What kind of answer helps.
    pub asking: Asking,
    /// The request's headers, of which `Origin` matters.
    pub headers: &'a HeaderMap,
}

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It goes to the upstream.
    Forward(Exposure),
    /// A person is sent to the sign-in page.
    SignIn,
    /// Somebody who is signed in is sent to give a second factor, or to register one.
    SecondFactor,
    /// It is answered here, with the reason.
    Refuse(Refusal),
}

/// Who may see what comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exposure {
    /// Anyone: the path is open.
    Open,
    /// Only who asked.
    Protected,
}

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody is signed in, and whoever asks cannot use a sign-in page.
    NotSignedIn,
    /// A second factor is missing, and whoever asks cannot use a page for it.
    NoSecondFactor,
    /// A rule closes the path, or asks for more than this person is.
    Forbidden,
    /// A page of another site wants a WebSocket with this person's cookies.
    ForeignOrigin,
}

/// Decides. `visitor` is who is signed in, if anyone is.
pub fn decide(portal: &Portal, asked: &Asked<'_>, visitor: Option<&Session<Authenticated>>) -> Decision {
    let exposure = match portal.rules.access(asked.path, asked.method, asked.client.address) {
        Access::Anyone => Exposure::Open,
        Access::Deny => return Decision::Refuse(Refusal::Forbidden),
        Access::SignedIn(demands) => match signed_in(demands, asked, visitor) {
            Ok(()) => Exposure::Protected,
            Err(decision) => return decision,
        },
    };
    if asked.asking == Asking::WebSocket && !is_own_origin(portal, asked.headers) {
        return Decision::Refuse(Refusal::ForeignOrigin);
    }
    Decision::Forward(exposure)
}

fn signed_in(demands: &Demands, asked: &Asked<'_>, visitor: Option<&Session<Authenticated>>) -> Result<(), Decision> {
    match (visitor, asked.asking) {
        // Whoever may not see it is not asked for more first.
        (Some(session), _) if !demands.are_met_by(&session.person().user, asked.client.address) => {
            Err(Decision::Refuse(Refusal::Forbidden))
        }
        (Some(session), asking) if demands.second_factor && session.record().second.is_none() => Err(match asking {
            Asking::Navigation => Decision::SecondFactor,
            Asking::Script | Asking::WebSocket => Decision::Refuse(Refusal::NoSecondFactor),
        }),
        (Some(_), _) => Ok(()),
        (None, Asking::Navigation) => Err(Decision::SignIn),
        (None, Asking::Script | Asking::WebSocket) => Err(Decision::Refuse(Refusal::NotSignedIn)),
    }
}

/// Whether a WebSocket is asked for by a page of this portal, or of one that it lists (RFC 6455 §10.2). Browsers always say; what says
/// nothing is no browser and carries nobody's cookies unasked.
fn is_own_origin(portal: &Portal, headers: &HeaderMap) -> bool {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    match (origins.next(), origins.next()) {
        (None, _) => true,
        (Some(origin), None) => origin.to_str().is_ok_and(|origin| portal.is_own_origin(origin)),
        (Some(_), Some(_)) => false,
    }
}
