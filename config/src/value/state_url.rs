//! Where sessions and counters are kept.

use std::fmt;
use std::str::FromStr;

use super::{Malformed, RedisServers};

/// The store of sessions and counters: `directory`, or a URL of Redis. Printing it shows no password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StateUrl {
    /// Beside the directory.
    Directory,
    /// In Redis.
    Redis(RedisServers),
}

impl fmt::Display for StateUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory => formatter.write_str("directory"),
            Self::Redis(servers) => servers.fmt(formatter),
        }
    }
}

impl FromStr for StateUrl {
    type Err = Malformed;

    /// Says no without repeating the text: store URLs hold passwords.
    fn from_str(text: &str) -> Result<Self, Malformed> {
        if text == "directory" {
            return Ok(Self::Directory);
        }
        if RedisServers::are_meant_by(text) {
            return text.parse().map(Self::Redis);
        }
        let remedy = "write directory, redis://HOST, redis+sentinel://HOST,HOST/SERVICE or redis+cluster://HOST,HOST; rediss for \
                      redis is over TLS";
        Err(Malformed::new("is not a store of sessions", remedy))
    }
}

text!(StateUrl, "gatehouse-state-url", "directory", "rediss://cache.example.com");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn state_is_kept_beside_the_directory_or_in_redis() {
        assert_eq!("directory".parse(), Ok(StateUrl::Directory));
        for servers in ["redis://a", "rediss://:hunter2@a/1", "redis+sentinel://a,b/primary", "rediss+cluster://a,b"] {
            assert!(matches!(servers.parse(), Ok(StateUrl::Redis(_))), "{servers}");
        }
        for bad in ["", "memory", "Directory", "redis", "redis:a", "redis+sentinel:a/b", "valkey://a", "redis://a?b"] {
            assert!(bad.parse::<StateUrl>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_password_is_neither_repeated_nor_printed() {
        for bad in ["valkey://:hunter2@a", "redis-sentinel://:hunter2@a", "redis://:hunter2@", "redis::hunter2@a"] {
            let refused = bad.parse::<StateUrl>().map_err(|e| e.to_string());
            assert!(refused.is_err_and(|sentence| !sentence.contains("hunter2")), "{bad}");
        }
        let url: StateUrl = "rediss://ada:hunter2@cache".parse().expect("a server");
        let serialized = serde_json::to_string(&url).expect("text");
        for printed in [url.to_string(), format!("{url:?}"), serialized] {
            assert!(printed.contains("cache") && !printed.contains("hunter2"), "{printed}");
        }
    }

    proptest! {
        #[test]
        fn no_text_upsets_the_parser(text in "(directory|rediss?://)?.{0,40}") {
            let _ = text.parse::<StateUrl>();
        }
    }
}
