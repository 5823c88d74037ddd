//! Where browsers find a portal: scheme, host and port.

use std::fmt;
use std::str::FromStr;

use super::{Authority, Malformed};

/// How an origin or an upstream is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// In clear.
    Http,
    /// Over TLS.
    Https,
}

impl Scheme {
    /// The name in URLs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    /// The port that URLs and Host headers leave out.
    pub const fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }

    /// The scheme a URL begins with, and what follows its `://`.
    pub(super) fn split(text: &str) -> Option<(Self, &str)> {
        let (scheme, rest) = text.split_once("://")?;
        match scheme.to_ascii_lowercase().as_str() {
            "http" => Some((Self::Http, rest)),
            "https" => Some((Self::Https, rest)),
            _ => None,
        }
    }
}

/// A web origin: `https://calls.example.com`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    /// `http` or `https`.
    pub scheme: Scheme,
    /// A name in lower case, or an address; IPv6 without its brackets.
    pub host: String,
    /// The port, written or not.
    pub port: u16,
}

impl Origin {
    /// What browsers send as Host: without the scheme's default port, IPv6 in brackets.
    pub fn host_header(&self) -> String {
        self.authority().to_string()
    }

    /// Whether browsers trust this origin with `Secure` cookies: TLS, or a host on the same machine.
    pub fn is_secure_context(&self) -> bool {
        self.scheme == Scheme::Https || self.authority().is_loopback()
    }

    /// The host, and the port where it is not the default.
    pub fn authority(&self) -> Authority {
        let port = Some(self.port).filter(|port| *port != self.scheme.default_port());
        Authority { host: self.host.clone(), port }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}://{}", self.scheme.as_str(), self.authority())
    }
}

impl FromStr for Origin {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let (scheme, rest) = Scheme::split(text).ok_or_else(|| {
            Malformed::new("is not an http or https URL", "write it in full, such as https://calls.example.com")
        })?;
        // A user name before the path would be a password in a sentence: the authority says no without repeating it.
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let authority: Authority = rest.get(..end).unwrap_or(rest).parse()?;
        let port = authority.port.unwrap_or(scheme.default_port());
        let origin = Self { scheme, host: authority.host, port };
        if end == rest.len() {
            return Ok(origin);
        }
        Err(Malformed::new("has a path", format!("write scheme and host alone: {origin}")))
    }
}

text!(Origin, "gatehouse-origin", "https://calls.example.com");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn origin(text: &str) -> Origin {
        text.parse().expect(text)
    }

    #[test]
    fn a_host_header_leaves_out_the_default_port() {
        assert_eq!(origin("https://Calls.example.com:443").host_header(), "calls.example.com");
        assert_eq!(origin("http://[::1]:8080").host_header(), "[::1]:8080");
        assert_eq!(origin("http://a:443").host_header(), "a:443");
    }

    #[test]
    fn an_origin_has_no_path() {
        for bad in ["https://a/", "https://a/b", "https://a?b", "https://a#b", "a", "ftp://a", "https://", "https:a"] {
            assert!(bad.parse::<Origin>().is_err(), "{bad}");
        }
    }

    #[test]
    fn tls_and_this_machine_are_secure_contexts() {
        for good in ["https://a", "http://localhost:8080", "http://crm.localhost", "http://127.8.9.1", "http://[::1]"] {
            assert!(origin(good).is_secure_context(), "{good}");
        }
        for bad in ["http://a", "http://10.0.0.1", "http://localhost.example.com", "http://notlocalhost"] {
            assert!(!origin(bad).is_secure_context(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_accepted_prints_itself(text in "https?://[a-zA-Z0-9.:\\[\\]-]{1,20}|.{0,30}") {
            if let Ok(origin) = text.parse::<Origin>() {
                prop_assert_eq!(origin.to_string().parse(), Ok(origin));
            }
        }
    }
}
