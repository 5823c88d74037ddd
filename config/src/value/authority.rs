//! A host with or without a port, as a URL or a Host header names it.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use super::Malformed;

/// A host and perhaps a port: `calls.example.com`, `127.0.0.1:8080`, `[::1]:8080`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Authority {
    /// A name in lower case, or an address; IPv6 without its brackets.
    pub host: String,
    /// The port, where one was written.
    pub port: Option<u16>,
}

impl Authority {
    /// Whether requests to this host stay on this machine: `localhost`, names below it, loopback addresses.
    pub fn is_loopback(&self) -> bool {
        let name = self.host == "localhost" || self.host.ends_with(".localhost");
        name || self.host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }
}

impl fmt::Display for Authority {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = &self.host;
        if host.contains(':') { write!(formatter, "[{host}]") } else { formatter.write_str(host) }?;
        self.port.map_or(Ok(()), |port| write!(formatter, ":{port}"))
    }
}

impl FromStr for Authority {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        // Not repeated in the answer: it holds a password.
        if text.contains('@') {
            return Err(Malformed::new("has a user name in it", "remove everything up to the @"));
        }
        let (host, port) = split(text)?;
        let port = port.map(|port| parse_port(text, port)).transpose()?;
        Ok(Self { host, port })
    }
}

text!(Authority, "gatehouse-host", "calls.example.com", "calls.example.com:8443");

fn split(text: &str) -> Result<(String, Option<&str>), Malformed> {
    if let Some(rest) = text.strip_prefix('[') {
        let (address, rest) = rest.split_once(']').ok_or_else(|| not_a_host(text))?;
        let address: Ipv6Addr = address.parse().map_err(|_| not_a_host(text))?;
        let port = match rest {
            "" => None,
            rest => Some(rest.strip_prefix(':').ok_or_else(|| not_a_host(text))?),
        };
        return Ok((address.to_string(), port));
    }
    let (host, port) = text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port)));
    if !is_host(host) {
        return Err(not_a_host(text));
    }
    Ok((host.to_ascii_lowercase(), port))
}

/// RFC 1123 names, and the underscore that container names have. A last label of digits would be read as an IPv4
/// address by browsers, so it must be one.
fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        let good = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        (1..=63).contains(&label.len()) && label.bytes().all(good) && !label.starts_with('-') && !label.ends_with('-')
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_numeric = last.bytes().all(|b| b.is_ascii_digit()) || last.starts_with("0x") || last.starts_with("0X");
    host.len() <= 253 && host.split('.').all(is_label) && (!is_numeric || host.parse::<Ipv4Addr>().is_ok())
}

fn parse_port(text: &str, port: &str) -> Result<u16, Malformed> {
    port_number(port).ok_or_else(|| Malformed::new(format!("{text:?} has no usable port"), "give a port from 1 to 65535"))
}

/// A port that can be connected to, in digits alone.
pub(super) fn port_number(text: &str) -> Option<u16> {
    let is_decimal = text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|number| is_decimal && *number != 0)
}

fn not_a_host(text: &str) -> Malformed {
    let remedy = if text.is_ascii() {
        "write a name or an address without path, such as calls.example.com, 10.0.0.1 or [::1]:8080"
    } else {
        "write international names in their xn-- form"
    };
    Malformed::new(format!("{text:?} is not a host"), remedy)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_host_is_a_name_or_an_address() {
        for good in ["calls.example.com", "a_b:9000", "10.0.0.1", "[::1]:80", "[2001:db8::1]", "x"] {
            assert_eq!(good.parse::<Authority>().map(|a| a.to_string()), Ok(good.to_owned()));
        }
        for bad in ["", ":80", "a b", "a/b", "a:0", "a:99999", "a:+1", "a:", "::1", "[::1", "[::1]x", "-a", "a..b", "é"] {
            assert!(bad.parse::<Authority>().is_err(), "{bad}");
        }
    }

    #[test]
    fn an_address_has_one_spelling() {
        for bad in ["127.1", "0x7f.0.0.1", "127.0.0.0x1", "2130706433", "1.2.3.4.5"] {
            assert!(bad.parse::<Authority>().is_err(), "{bad}");
        }
        assert_eq!("Calls.Example".parse::<Authority>().map(|a| a.host), Ok("calls.example".to_owned()));
    }

    #[test]
    fn a_password_in_a_host_is_not_repeated() {
        let refused = "ada:hunter2@example.com".parse::<Authority>().map_err(|e| e.to_string());
        assert!(refused.is_err_and(|sentence| !sentence.contains("hunter2")));
    }

    proptest! {
        #[test]
        fn a_printed_host_reads_back(name in "[a-z][a-z0-9]{0,20}(\\.[a-z]{1,9}){0,3}", port in proptest::option::of(1u16..)) {
            let authority = Authority { host: name, port };
            prop_assert_eq!(authority.to_string().parse(), Ok(authority));
        }

        #[test]
        fn what_is_accepted_prints_itself(text in ".{0,40}|\\[?[0-9a-f:.]{1,20}\\]?(:[0-9]{1,6})?") {
            if let Ok(authority) = text.parse::<Authority>() {
                prop_assert_eq!(authority.to_string().parse(), Ok(authority));
            }
        }
    }
}
