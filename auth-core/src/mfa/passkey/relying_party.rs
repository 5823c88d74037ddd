//! A portal, as an authenticator knows it.

use std::fmt;

use ring::digest::{SHA256, digest};
use thiserror::Error;

/// The host that passkeys are registered for: a passkey of one is nothing at another (§4, "RP ID").
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RelyingPartyId(String);

impl RelyingPartyId {
    /// One that a store gave back; `None` when it is no domain in lower case.
    pub fn from_stored(stored: &str) -> Option<Self> {
        domain(stored).ok().map(|()| Self(stored.to_owned()))
    }

    /// The host, in lower case and without a port.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What authenticators name it by (§6.1, `rpIdHash`).
    pub(super) fn matches(&self, hash: &[u8; 32]) -> bool {
        digest(&SHA256, self.0.as_bytes()).as_ref() == hash
    }
}

impl fmt::Display for RelyingPartyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a portal can have no passkeys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Unfit {
    /// Not an http or https origin.
    #[error("it is no web origin, such as https://calls.example.com")]
    Malformed,
    /// Its host is an address, and no browser makes a passkey for one (§5.1.3, "effective domain").
    #[error("passkeys belong to a domain, and its host is an address")]
    Address,
    /// Plain http on a host that is not this machine: no browser lets such a page ask (§5, `[SecureContext]`).
    #[error("passkeys need https, save at localhost")]
    Insecure,
}

/// A portal that asks for passkeys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelyingParty {
    id: RelyingPartyId,
    origin: String,
    name: String,
}

impl RelyingParty {
    /// The portal at `origin` (`https://calls.example.com`, `http://calls.localhost:8080`), which authenticators show as `name`.
    ///
    /// Browsers take `localhost` and what ends in `.localhost` for secure without TLS (W3C Secure Contexts §3.1).
    pub fn new(origin: &str, name: &str) -> Result<Self, Unfit> {
        let (scheme, authority) = origin.split_once("://").ok_or(Unfit::Malformed)?;
        let authority = authority.strip_suffix('/').unwrap_or(authority).to_ascii_lowercase();
        let (scheme, default_port) = match scheme.to_ascii_lowercase().as_str() {
            "https" => ("https", 443),
            "http" => ("http", 80),
            _ => return Err(Unfit::Malformed),
        };
        if authority.starts_with('[') {
            return Err(Unfit::Address);
        }
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, port.parse::<u16>().map_err(|_| Unfit::Malformed)?),
            None => (authority.as_str(), default_port),
        };
        domain(host)?;
        if scheme == "http" && host != "localhost" && !host.ends_with(".localhost") {
            return Err(Unfit::Insecure);
        }
        // As browsers write an origin (HTML, "serialization of an origin"), since the client data repeats it to the letter.
        let origin = if port == default_port { format!("{scheme}://{host}") } else { format!("{scheme}://{host}:{port}") };
        Ok(Self { id: RelyingPartyId(host.to_owned()), origin, name: name.to_owned() })
    }

    /// The host.
    pub fn id(&self) -> &RelyingPartyId {
        &self.id
    }

    /// Scheme, host and port, as a browser writes them.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// What authenticators call it.
    pub fn name(&self) -> &str {
        &self.name
    }
}

fn domain(host: &str) -> Result<(), Unfit> {
    // The longest name that DNS carries (RFC 1035 §2.3.4).
    if host.len() > 253 {
        return Err(Unfit::Malformed);
    }
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_'))
    };
    if !host.split('.').all(is_label) {
        return Err(Unfit::Malformed);
    }
    // What ends in a number is an IPv4 address to browsers (URL Standard, "ends in a number").
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_number = last.bytes().all(|byte| byte.is_ascii_digit())
        || last.strip_prefix("0x").is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    if is_number { Err(Unfit::Address) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(origin: &str) -> Result<(String, String), Unfit> {
        RelyingParty::new(origin, "Calls").map(|party| (party.id().to_string(), party.origin().to_owned()))
    }

    #[test]
    fn its_id_is_the_host_and_its_origin_is_as_browsers_write_it() {
        for (given, id, origin) in [
            ("https://calls.example.com", "calls.example.com", "https://calls.example.com"),
            ("HTTPS://Calls.Example.com:443/", "calls.example.com", "https://calls.example.com"),
            ("https://calls.example.com:8443", "calls.example.com", "https://calls.example.com:8443"),
            ("http://localhost:8080", "localhost", "http://localhost:8080"),
            ("http://calls.localhost:80", "calls.localhost", "http://calls.localhost"),
            ("https://intranet", "intranet", "https://intranet"),
        ] {
            assert_eq!(of(given), Ok((id.to_owned(), origin.to_owned())), "{given}");
        }
    }

    #[test]
    fn an_address_has_no_passkeys() {
        for given in ["https://127.0.0.1", "http://127.0.0.1:8080", "https://[::1]:8443", "https://1", "https://a.0x7f"] {
            assert_eq!(of(given), Err(Unfit::Address), "{given}");
        }
    }

    #[test]
    fn plain_http_has_passkeys_on_this_machine_alone() {
        for given in ["http://calls.example.com", "http://notlocalhost", "http://localhost.example.com"] {
            assert_eq!(of(given), Err(Unfit::Insecure), "{given}");
        }
    }

    #[test]
    fn what_is_no_origin_is_refused() {
        for given in [
            "",
            "calls.example.com",
            "ftp://a.b",
            "https://",
            "https://a/b",
            "https://a:b",
            "https://a@b",
            "https://a..b",
            "https://ä.de",
        ] {
            assert_eq!(of(given), Err(Unfit::Malformed), "{given}");
        }
    }

    #[test]
    fn a_stored_id_is_read_back() {
        let party = RelyingParty::new("https://calls.example.com", "Calls").expect("an origin");
        assert_eq!(RelyingPartyId::from_stored(party.id().as_str()).as_ref(), Some(party.id()));
        assert_eq!(RelyingPartyId::from_stored("Calls.example.com"), None);
    }
}
