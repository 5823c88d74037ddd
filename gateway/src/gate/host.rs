//! The one normal form of the host that a request names.

use std::net::Ipv6Addr;

/// A host as it is compared and forwarded: lower case, no final dot, the port where one was given.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Host {
    name: String,
    port: Option<u16>,
}

impl Host {
    /// Parses the value of a Host header (RFC 9110 §7.2), or `None` when it is not exactly a host and perhaps a port.
    pub fn parse(raw: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(raw).ok()?;
        let (name, port) = match text.strip_prefix('[') {
            Some(rest) => {
                let (address, port) = rest.split_once(']')?;
                let address: Ipv6Addr = address.parse().ok()?;
                (format!("[{address}]"), port)
            }
            None => {
                let end = text.find(':').unwrap_or(text.len());
                let (name, port) = text.split_at(end);
                let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
                is_name(&name).then_some(())?;
                (name, port)
            }
        };
        let port = match port.strip_prefix(':') {
            Some(digits) if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => Some(digits.parse().ok()?),
            None if port.is_empty() => None,
            _ => return None,
        };
        Some(Self { name, port })
    }

    /// Its name, without the port.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its port, if it named one.
    pub fn port(&self) -> Option<u16> {
        self.port
    }

    /// The same host, without its port if that is `default`.
    pub fn without_port(mut self, default: u16) -> Self {
        self.port = self.port.filter(|port| *port != default);
        self
    }

    /// What is forwarded as the Host header.
    pub fn to_wire(&self) -> String {
        match self.port {
            Some(port) => format!("{}:{port}", self.name),
            None => self.name.clone(),
        }
    }
}

fn is_name(name: &str) -> bool {
    (1..=253).contains(&name.len())
        && name.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_host_has_one_form() {
        for (raw, wire) in [
            ("calls.example", "calls.example"),
            ("CALLS.Example.", "calls.example"),
            ("calls.example:8443", "calls.example:8443"),
            ("127.0.0.1:80", "127.0.0.1:80"),
            ("[::1]:8080", "[::1]:8080"),
            ("[0:0::1]", "[::1]"),
        ] {
            assert_eq!(Host::parse(raw.as_bytes()).map(|host| host.to_wire()).as_deref(), Some(wire), "{raw}");
        }
    }

    #[test]
    fn what_is_no_host_is_nothing() {
        for raw in [
            "", ".", "a/evil?x", "a@b", "a b", "a..b", "a:", "a:b", "a:1:2", "a:99999", "a,b", "a\t", "[::1", "[::1]x", "[a]",
            "%61", "a#", "é", "a:+1",
        ] {
            assert_eq!(Host::parse(raw.as_bytes()), None, "{raw:?}");
        }
        assert_eq!(Host::parse(b"a\xff"), None);
    }
}
