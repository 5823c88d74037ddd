//! A portal as the gateway uses it: compiled once from the configuration, immutable, found by host.

use std::{collections::HashMap, sync::Arc, time::Duration};

use gatehouse_auth_core::portal::Admission;
use thiserror::Error;

use crate::gate::{
    cookies::CookieJar,
    host::Host,
    identity_headers::Profile,
    rule::{Rules, folded},
    target::EncodedSlash,
};

/// How a portal's upstream is told who is signed in.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Which plain headers.
    pub profile: Profile,
    /// How long an assertion is good.
    pub lifetime: Duration,
    /// The header the assertion travels in.
    pub assertion_header: String,
}

/// One portal.
#[derive(Debug)]
pub struct Portal {
    /// Its place among the portals.
    pub index: usize,
    /// Its origin, without a final slash: what assertions call `iss`.
    pub url: String,
    /// Whether its origin is https.
    pub is_https: bool,
    /// Its name and port as people see them.
    pub authority: String,
    /// Where the gateway's own pages live, without a final slash.
    pub prefix: String,
    /// The terms of signing in.
    pub admission: Admission,
    /// Which paths are open, which need what, which are closed.
    pub rules: Rules,
    /// How its cookies are called and kept.
    pub cookies: CookieJar,
    /// What an encoded slash means to its upstream.
    pub encoded_slash: EncodedSlash,
    /// Origins that may open WebSockets here, its own among them.
    pub origins: Vec<String>,
    /// How its upstream is told who is signed in.
    pub identity: Identity,
    /// How its pages look.
    pub look: Look,
}

/// How a portal's pages look and in which language they start.
#[derive(Debug)]
pub struct Look {
    /// What its pages need to know of it.
    pub brand: gatehouse_pages::Brand,
    /// The language of people who have not said which.
    pub language: gatehouse_pages::Language,
    /// The colour of its buttons and links.
    pub accent: gatehouse_pages::theme::Colour,
    /// Its theme, a stylesheet.
    pub theme: String,
    /// Its logo: media type and bytes.
    pub logo: Option<(&'static str, Vec<u8>)>,
}

impl Portal {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.admission.portal
    }

    /// Whether a page of `origin` may open WebSockets here.
    pub fn is_own_origin(&self, origin: &str) -> bool {
        self.origins.iter().any(|own| own.eq_ignore_ascii_case(origin))
    }

    /// What remains of `path` under the prefix, beginning with a slash; `None` for the upstream's paths. The prefix is recognised in
    /// any case, so that no spelling of it reaches an upstream.
    pub fn own_path<'a>(&self, path: &'a str) -> Option<&'a str> {
        let (head, rest) = path.split_at_checked(self.prefix.len())?;
        let is_own = head.eq_ignore_ascii_case(&self.prefix) && (rest.is_empty() || rest.starts_with('/'));
        is_own.then_some(if rest.is_empty() { "/" } else { rest })
    }

    /// Whether `path`, which is not under the prefix, would be to a server that decodes it or takes parameters off it.
    pub fn is_own_to_somebody(&self, path: &str) -> bool {
        path.contains(['%', ';']) && self.own_path(path).is_none() && self.own_path(&folded(path)).is_some()
    }

    /// The port that nobody has to say.
    fn default_port(&self) -> u16 {
        if self.is_https { 443 } else { 80 }
    }
}

/// Every portal, by the hosts that name it.
#[derive(Debug, Default)]
pub struct Portals {
    all: Vec<Arc<Portal>>,
    by_host: HashMap<Host, Arc<Portal>>,
}

/// Two portals have one host, and requests for it could mean either.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{host} names both portal {one} and portal {other}")]
pub struct SharedHost {
    host: String,
    one: String,
    other: String,
}

impl Portals {
    /// These, each with the hosts that name it.
    pub fn new(portals: Vec<(Portal, Vec<Host>)>) -> Result<Self, SharedHost> {
        let mut found = Self::default();
        for (portal, hosts) in portals {
            let portal = Arc::new(portal);
            for host in hosts {
                let host = host.without_port(portal.default_port());
                match found.by_host.insert(host.clone(), portal.clone()) {
                    Some(other) if other.index != portal.index => {
                        let (one, other) = (other.name().to_owned(), portal.name().to_owned());
                        return Err(SharedHost { host: host.to_wire(), one, other });
                    }
                    Some(_) | None => {}
                }
            }
            found.all.push(portal);
        }
        Ok(found)
    }

    /// The portal that `host` names. The port that a portal's scheme has anyway may be left out or said.
    pub fn at(&self, host: &Host) -> Option<&Arc<Portal>> {
        self.by_host.get(host).or_else(|| {
            let port = host.port()?;
            self.by_host.get(&host.clone().without_port(port)).filter(|portal| portal.default_port() == port)
        })
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Portal>> {
        self.all.iter()
    }
}
