//! Where sessions and counters are kept.

use std::fmt;
use std::str::FromStr;

use super::Malformed;

/// The store of sessions and counters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateUrl {
    /// Beside the directory.
    Directory,
}

impl fmt::Display for StateUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory => formatter.write_str("directory"),
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
        if ["redis", "valkey", "sentinel"].iter().any(|scheme| text.starts_with(scheme)) {
            return Err(Malformed::not_yet("state in Redis", "remove it, or use directory"));
        }
        Err(Malformed::new("is not a store of sessions", "write directory"))
    }
}

text!(StateUrl, "gatehouse-state-url", "directory");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn state_is_kept_beside_the_directory_for_now() {
        assert_eq!("directory".parse(), Ok(StateUrl::Directory));
        for later in ["redis://:hunter2@a", "rediss://a", "redis-sentinel://a", "redis+cluster://a"] {
            let refused = later.parse::<StateUrl>().map_err(|e| e.to_string());
            assert!(refused.is_err_and(|s| s.starts_with("not yet:") && !s.contains("hunter2")), "{later}");
        }
        assert!("memory".parse::<StateUrl>().is_err());
    }
}
