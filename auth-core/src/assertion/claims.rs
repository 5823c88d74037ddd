//! What an assertion says.

use std::{collections::BTreeSet, time::Duration};

use data_encoding::BASE64URL_NOPAD;
use serde::Serialize;
use uuid::Uuid;

use crate::{
    entropy::Entropy,
    permission::Role,
    secret::SecretDigest,
    session::{Authenticated, Custody, ProvedWith, SecondFactor, Session},
    time::Timestamp,
};

/// No assertion is longer than this many bytes: upstreams refuse header lines from 8 KiB on, some all headers together.
pub const LONGEST: usize = 4096;

/// Verifiers' clocks may be behind ours by this much: `nbf` lies that far back.
const SKEW: i64 = 5;

/// The claims of one assertion (RFC 7519).
#[derive(Clone, Debug, Serialize)]
pub struct Claims {
    iss: String,
    aud: String,
    sub: String,
    sid: String,
    jti: Uuid,
    iat: i64,
    nbf: i64,
    exp: i64,
    auth_time: i64,
    /// How they authenticated (RFC 8176).
    amr: Vec<&'static str>,
    acr: &'static str,
    account: String,
    level: &'static str,
    name: String,
    username: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    /// Whether the person has proved that the mailbox is theirs. No flow has asked for that yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    email_verified: Option<bool>,
    roles: BTreeSet<Role>,
    /// Some roles did not fit and are left out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    roles_truncated: bool,
}

impl Claims {
    /// What to say of `session` to the portal's upstream, from `now` on for `lifetime`.
    pub fn of(session: &Session<Authenticated>, issuer: &str, lifetime: Duration, now: Timestamp, entropy: &dyn Entropy) -> Self {
        let (person, record) = (session.person(), session.record());
        let seconds = now.as_secs();
        Self {
            iss: issuer.to_owned(),
            aud: record.portal.clone(),
            sub: person.user.id.to_string(),
            sid: public_session_id(session),
            jti: entropy.uuid(),
            iat: seconds,
            nbf: seconds - SKEW,
            exp: now.after(lifetime).as_secs(),
            auth_time: record.began_at.as_secs(),
            amr: amr(record.proved_with, record.second),
            acr: if record.second.is_some() { "urn:gatehouse:aal2" } else { "urn:gatehouse:aal1" },
            account: person.account.key.to_string(),
            level: person.user.level.as_str(),
            name: person.user.name.clone(),
            username: person.user.username.to_string(),
            email: person.user.email.as_ref().map(ToString::to_string),
            email_verified: person.user.email.as_ref().map(|_| false),
            roles: person.user.roles.clone(),
            roles_truncated: false,
        }
    }

    /// The same without one role, and saying so; `None` when there is none left to leave out.
    pub(super) fn with_fewer_roles(mut self) -> Option<Self> {
        self.roles.pop_last()?;
        self.roles_truncated = true;
        Some(self)
    }
}

/// How somebody signed in, in the words of RFC 8176. It has no word for a recovery code; and of a passkey that found out who touched it, it
/// could only say how, which no passkey tells: `mfa` says that there were two factors in it.
fn amr(with: ProvedWith, second: Option<SecondFactor>) -> Vec<&'static str> {
    let first: &[&str] = match with {
        ProvedWith::Password | ProvedWith::TemporaryPassword => &["pwd"],
        ProvedWith::Passkey => &[],
    };
    let second: &[&str] = match second {
        None => &[],
        Some(SecondFactor::Totp) => &["otp", "mfa"],
        Some(SecondFactor::RecoveryCode) => &["mfa"],
        Some(SecondFactor::Passkey(Custody::DeviceBound)) => &["hwk", "user", "mfa"],
        Some(SecondFactor::Passkey(Custody::Synchronised)) => &["swk", "user", "mfa"],
    };
    [first, second].concat()
}

/// A session's name for upstreams: a hash, so that what they log leads back to no record here.
pub fn public_session_id(session: &Session<Authenticated>) -> String {
    let digest = SecretDigest::of(session.record().handle.to_string().as_bytes());
    BASE64URL_NOPAD.encode(digest.as_bytes().split_at(16).0)
}
