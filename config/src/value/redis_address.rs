//! Where one server of Redis listens.

use std::fmt;

use super::{Authority, Malformed};

/// The host and port of a data server or a sentinel.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RedisAddress {
    /// A name in lower case, or an address; IPv6 without its brackets. Also the name its certificate must carry.
    pub host: String,
    /// The port, written or not.
    pub port: u16,
}

impl RedisAddress {
    /// Several of them with commas between, as a URL lists them. Says no without repeating the text.
    pub(super) fn list(text: &str, default_port: u16) -> Result<Vec<Self>, Malformed> {
        let mut all: Vec<Self> = Vec::new();
        for host in text.split(',') {
            let Authority { host, port } = host.parse().map_err(|_| {
                let remedy = "write HOST or HOST:PORT after the ://, and a user name and password with an @ before it";
                Malformed::new("does not name a host", remedy)
            })?;
            let address = Self { host, port: port.unwrap_or(default_port) };
            if all.contains(&address) {
                return Err(Malformed::new("names a server twice", "remove one of the two"));
            }
            all.push(address);
        }
        Ok(all)
    }

    /// Whether it is on this machine.
    pub fn is_loopback(&self) -> bool {
        self.authority().is_loopback()
    }

    fn authority(&self) -> Authority {
        Authority { host: self.host.clone(), port: Some(self.port) }
    }
}

impl fmt::Display for RedisAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.authority().fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn listed(text: &str) -> Option<Vec<String>> {
        Some(RedisAddress::list(text, 6379).ok()?.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn each_has_a_host_and_a_port() {
        assert_eq!(listed("A,b:1,[::1]:2"), Some(vec!["a:6379".to_owned(), "b:1".to_owned(), "[::1]:2".to_owned()]));
        for bad in ["", ",", "a,", ",a", "a, b", "a:0", "a,a", "a,A:6379"] {
            assert_eq!(listed(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_text_upsets_the_parser(text in "([a-z0-9.:\\[\\]]{0,9},){0,3}.{0,20}") {
            let _ = listed(&text);
        }
    }
}
