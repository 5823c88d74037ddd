//! Where a portal's requests go.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use super::origin::Scheme;
use super::{Authority, Malformed, listen};

/// One application server: `http://127.0.0.1:9000`, `https://crm.internal`, `unix:/run/app.sock`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Upstream {
    /// HTTP in clear.
    Http {
        /// A name, or an address without brackets.
        host: String,
        /// 80 where none was written.
        port: u16,
    },
    /// HTTP over TLS.
    Https {
        /// A name, or an address without brackets; also the name its certificate must carry.
        host: String,
        /// 443 where none was written.
        port: u16,
    },
    /// HTTP in clear over a Unix socket.
    Unix(PathBuf),
}

impl fmt::Display for Upstream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, host, port) = match self {
            Self::Http { host, port } => (Scheme::Http, host, *port),
            Self::Https { host, port } => (Scheme::Https, host, *port),
            Self::Unix(path) => return write!(formatter, "unix:{}", path.display()),
        };
        let authority = Authority { host: host.clone(), port: Some(port) };
        write!(formatter, "{}://{authority}", scheme.as_str())
    }
}

impl FromStr for Upstream {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        if let Some(path) = text.strip_prefix("unix:") {
            return listen::socket_path(path).map(Self::Unix);
        }
        let (scheme, rest) = Scheme::split(text).ok_or_else(|| {
            let remedy = "write http://HOST:PORT, https://HOST:PORT or unix:/PATH";
            Malformed::new("is not an upstream", remedy)
        })?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let authority: Authority = rest.get(..end).unwrap_or(rest).parse()?;
        if end != rest.len() {
            let remedy = format!("write scheme and host alone: {}://{authority}", scheme.as_str());
            return Err(Malformed::new("has a path, and paths are forwarded as they come", remedy));
        }
        let Authority { host, port } = authority;
        let port = port.unwrap_or(scheme.default_port());
        Ok(match scheme {
            Scheme::Http => Self::Http { host, port },
            Scheme::Https => Self::Https { host, port },
        })
    }
}

text!(Upstream, "gatehouse-upstream", "http://127.0.0.1:9000", "unix:/run/app.sock");

/// One upstream, or a list of them.
pub(crate) mod one_or_many {
    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
    use serde::{Deserialize, Deserializer};

    use super::Upstream;

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        One(Upstream),
        Many(Vec<Upstream>),
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Upstream>, D::Error> {
        Ok(match Written::deserialize(deserializer)? {
            Written::One(upstream) => vec![upstream],
            Written::Many(upstreams) => upstreams,
        })
    }

    pub(crate) fn schema(generator: &mut SchemaGenerator) -> Schema {
        let one = Upstream::json_schema(generator);
        json_schema!({ "anyOf": [one, { "type": "array", "items": one, "minItems": 1 }] })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_upstream_is_a_host_or_a_socket() {
        assert_eq!("http://app".parse(), Ok(Upstream::Http { host: "app".to_owned(), port: 80 }));
        assert_eq!("https://[::1]".parse(), Ok(Upstream::Https { host: "::1".to_owned(), port: 443 }));
        assert_eq!("unix:/run/a.sock".parse(), Ok(Upstream::Unix("/run/a.sock".into())));
        for bad in ["", "app:9000", "http://app/", "http://u:p@app", "unix:a.sock", "unix:", "tcp://app", "http://"] {
            assert!(bad.parse::<Upstream>().is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_accepted_prints_itself(text in "(https?://[a-z0-9.:\\[\\]_-]{1,20})|(unix:/.{0,20})|.{0,30}") {
            if let Ok(upstream) = text.parse::<Upstream>() {
                prop_assert_eq!(upstream.to_string().parse(), Ok(upstream));
            }
        }
    }
}
