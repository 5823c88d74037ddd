//! Who is at the gate: from a cookie to a person, through the cache or the stores.

use std::sync::Arc;

use gatehouse_auth_core::{
    assertion::Claims,
    flow::{
        Outside,
        resolve::{Resolved, resolve},
        rotate_session::Shown,
    },
    portal::Admission,
    ports::{StoreError, Stored},
    secret::SecretDigest,
    session::{Authenticated, EndReason, RETIRED_GRACE, Session},
    time::Timestamp,
    token::{SessionToken, TokenMac},
};
use http::{HeaderMap, HeaderValue};
use ipnet::IpNet;

use super::{
    cookies::CookieJar,
    form_token::FormTokens,
    identity_headers,
    keyring::{Keyring, KeyringError},
    session_cache::{Entry, SessionCache, Unwritten},
};
use crate::portal::{Portal, Portals};

/// A session is asked of the store again this often when something is taken back while it answers.
const ASK_AGAIN: usize = 8;

/// Whoever sent a request.
pub enum Visitor {
    /// Nobody known: no cookie, a forged one, or one of which nothing is left.
    Nobody,
    /// Somebody signed in.
    SignedIn {
        /// Their session as this process knows it.
        entry: Arc<Entry>,
        /// Which of the session's ids their cookie is.
        shown: Shown,
    },
    /// Somebody whose session ended.
    Ended(EndReason),
}

/// Everything that judging a request needs, shared by the proxy and the pages.
pub struct Gatekeeper {
    /// The portals, by host.
    pub portals: Portals,
    /// The terms of signing in at each of them.
    pub admissions: Vec<Admission>,
    /// Stores, hashing, time and chance.
    pub outside: Outside,
    /// Opens session cookies.
    pub mac: TokenMac,
    /// Opens the cookies of sign-ins on their way.
    pub pending_mac: TokenMac,
    /// Makes and checks form tokens.
    pub forms: FormTokens,
    /// Signs assertions.
    pub keyring: Keyring,
    /// The sessions this process has seen.
    pub sessions: SessionCache,
    /// The networks whose forwarding headers are believed.
    pub trusted_proxies: Vec<IpNet>,
}

impl Gatekeeper {
    /// Who sent these headers to `portal`. An error means that it cannot be known now, which is no reason to let anyone pass.
    pub async fn visitor(&self, portal: &Portal, headers: &HeaderMap) -> Stored<Visitor> {
        let Some(cookie) = CookieJar::read(headers, portal.cookies.session()) else { return Ok(Visitor::Nobody) };
        let digest = SecretDigest::of(cookie.as_bytes());
        let now = self.outside.clock.now();
        if let Some(entry) = self.sessions.find(&digest, now).filter(|entry| entry.session().record().portal == portal.name()) {
            entry.touch(now);
            let shown = entry.shown();
            return Ok(Visitor::SignedIn { entry, shown });
        }
        let Some(token) = self.mac.open(cookie, portal.name()) else { return Ok(Visitor::Nobody) };
        for _ in 0..ASK_AGAIN {
            if let Some(visitor) = self.ask(portal, &token, digest, now).await? {
                return Ok(visitor);
            }
        }
        Err(StoreError::message("rights are taken back faster than they can be looked up"))
    }

    /// Writes down when sessions were last used.
    pub async fn write_use(&self, which: Unwritten) -> Stored<()> {
        let seen = self.sessions.unwritten(which);
        if !seen.is_empty() {
            self.outside.sessions.touch(&seen).await?;
            self.sessions.wrote(&seen);
        }
        Ok(())
    }

    /// Asks the stores; `None` when something was taken back meanwhile, so that the answer may not be so any more.
    async fn ask(&self, portal: &Portal, token: &SessionToken, digest: SecretDigest, now: Timestamp) -> Stored<Option<Visitor>> {
        let asked = self.sessions.asking(self.outside.directory.latest_revocation().await?);
        Ok(match resolve(&self.outside, &portal.admission, token).await? {
            Resolved::Unknown => Some(Visitor::Nobody),
            Resolved::Ended(reason) => Some(Visitor::Ended(reason)),
            Resolved::Live { session, shown } => {
                let retired = session.record().retired.filter(|_| shown == Shown::Retired);
                let good_until = retired.map(|retired| retired.at.after(RETIRED_GRACE));
                let plain = identity_headers::plain(portal.identity.profile, &session);
                let entry = Entry::new(session, portal.admission.lifetimes, plain, shown, good_until);
                entry.touch(now);
                self.sessions.keep(digest, entry, asked).map(|entry| Visitor::SignedIn { entry, shown })
            }
        })
    }

    /// The assertion that speaks for the session to the portal's upstream, at most a minute old.
    pub fn assertion(&self, portal: &Portal, entry: &Entry, now: Timestamp) -> Result<HeaderValue, KeyringError> {
        entry.assertion(now, portal.identity.lifetime, || {
            let claims = self.claims(portal, entry.session(), now);
            let assertion = self.keyring.sign(claims, now)?;
            Ok(HeaderValue::try_from(assertion).expect("a JWT is plain ASCII"))
        })
    }

    fn claims(&self, portal: &Portal, session: &Session<Authenticated>, now: Timestamp) -> Claims {
        Claims::of(session, &portal.url, portal.identity.lifetime, now, &*self.outside.entropy)
    }
}
