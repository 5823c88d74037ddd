//! What an application does before it believes an assertion.

use data_encoding::BASE64URL_NOPAD;
use gatehouse_auth_core::assertion::install_provider;
use http::Uri;
use jsonwebtoken::{Algorithm, Validation, errors::ErrorKind};
use serde::Deserialize;
use serde_json::{Map, Value};
use thiserror::Error;

use super::{
    claims::Claims,
    key_set::{KeySet, NoKey},
};

/// The one algorithm that is accepted. What the token says of itself must not choose how it is checked (RFC 8725 §3.1).
const ALGORITHM: &str = "ES256";
/// Keeps tokens of other kinds that the same issuer may sign from passing for this one (RFC 8725 §3.11).
const TYPE: &str = "gatehouse+jwt";
/// The issuer's clock and ours may differ by this many seconds.
const LEEWAY: u64 = 30;

/// Verifies the assertions of one issuer for one application.
pub struct Verifier {
    keys: KeySet,
    validation: Validation,
}

/// An assertion that may be believed.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    /// The key that signed it.
    pub key: String,
    /// What it says.
    pub claims: Claims,
}

/// Why an assertion is not believed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// There is none.
    #[error("the request carries no assertion")]
    Missing,
    /// There are several, and nobody says which one counts.
    #[error("the request carries more than one assertion")]
    Several,
    /// It cannot be read.
    #[error("the assertion is not a signed token")]
    Malformed,
    /// It is signed in some other way, or not at all.
    #[error("the assertion says it is signed with {0}; only ES256 is accepted")]
    Algorithm(String),
    /// It is a token of another kind.
    #[error("the token is not of the type gatehouse+jwt")]
    Type,
    /// It was signed with a key that the issuer does not list.
    #[error("the issuer publishes no such key")]
    UnknownKey,
    /// The issuer's keys cannot be had.
    #[error("the issuer's keys could not be fetched: {0}")]
    KeysUnavailable(String),
    /// It was changed, or signed by somebody else.
    #[error("the signature does not match")]
    Signature,
    /// It is from somebody else.
    #[error("the assertion comes from another issuer")]
    Issuer,
    /// It is meant for another application.
    #[error("the assertion is meant for another application")]
    Audience,
    /// Its time is over.
    #[error("the assertion has expired")]
    Expired,
    /// Its time has not come.
    #[error("the assertion is not valid yet")]
    NotYet,
    /// It does not say what it has to say.
    #[error("the assertion lacks a claim that is needed")]
    Claims,
    /// The plain headers speak of somebody else.
    #[error("the plain headers and the assertion do not name the same person")]
    Disagreement,
}

impl Verifier {
    /// For assertions that `issuer` signs for `audience`, with keys published at `jwks`.
    pub fn new(jwks: Uri, issuer: String, audience: String) -> Self {
        install_provider();
        let mut validation = Validation::new(Algorithm::ES256);
        validation.set_issuer(&[issuer]);
        validation.set_audience(&[audience]);
        validation.set_required_spec_claims(&["iss", "aud", "exp", "nbf"]);
        validation.validate_nbf = true;
        validation.leeway = LEEWAY;
        Self { keys: KeySet::at(jwks), validation }
    }

    /// Believes `assertion`, or says why not.
    pub async fn verify(&self, assertion: &str) -> Result<Verified, Refusal> {
        let header = Header::read(assertion).ok_or(Refusal::Malformed)?;
        if header.alg != ALGORITHM {
            return Err(Refusal::Algorithm(header.alg));
        }
        if header.typ.as_deref() != Some(TYPE) {
            return Err(Refusal::Type);
        }
        // RFC 7515 §4.1.11: an extension that it calls critical and we do not know forbids us to go on.
        if header.crit.is_some() {
            return Err(Refusal::Malformed);
        }
        let kid = header.kid.ok_or(Refusal::UnknownKey)?;
        let key = self.keys.find(&kid).await.map_err(|problem| match problem {
            NoKey::Unknown => Refusal::UnknownKey,
            NoKey::Unavailable(why) => Refusal::KeysUnavailable(why),
        })?;
        let token = jsonwebtoken::decode::<Map<String, Value>>(assertion, &key, &self.validation)
            .map_err(|problem| Refusal::from(problem.kind()))?;
        let claims = Claims::read(token.claims).ok_or(Refusal::Claims)?;
        Ok(Verified { key: kid, claims })
    }
}

impl From<&ErrorKind> for Refusal {
    fn from(kind: &ErrorKind) -> Self {
        match kind {
            ErrorKind::InvalidSignature => Self::Signature,
            ErrorKind::InvalidIssuer => Self::Issuer,
            ErrorKind::InvalidAudience => Self::Audience,
            ErrorKind::ExpiredSignature => Self::Expired,
            ErrorKind::ImmatureSignature => Self::NotYet,
            ErrorKind::MissingRequiredClaim(_) | ErrorKind::InvalidClaimFormat(_) => Self::Claims,
            _ => Self::Malformed,
        }
    }
}

/// The token's own header, of which nothing is believed: it only says which key to try, or why not to try any.
#[derive(Deserialize)]
struct Header {
    alg: String,
    typ: Option<String>,
    kid: Option<String>,
    crit: Option<Value>,
}

impl Header {
    fn read(assertion: &str) -> Option<Self> {
        let (header, _) = assertion.split_once('.')?;
        serde_json::from_slice(&BASE64URL_NOPAD.decode(header.as_bytes()).ok()?).ok()
    }
}

#[cfg(test)]
mod tests;
