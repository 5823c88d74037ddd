//! The path under which the gateway serves its own pages.

use std::fmt;
use std::str::FromStr;

use super::Malformed;

/// An absolute path without trailing slash: `/_auth`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Prefix(String);

impl Prefix {
    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Prefix {
    fn default() -> Self {
        Self("/_auth".to_owned())
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for Prefix {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        // Unreserved characters only (RFC 3986 §2.3): then the prefix has one spelling in every request.
        let is_segment = |segment: &str| {
            let good = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
            !segment.is_empty() && segment != "." && segment != ".." && segment.bytes().all(good)
        };
        if text.strip_prefix('/').is_some_and(|rest| rest.split('/').all(is_segment)) {
            return Ok(Self(text.to_owned()));
        }
        let remedy = "begin with a slash and end without one, letters, digits and -._~ between, such as /_auth";
        Err(Malformed::new(format!("{text:?} is not a prefix"), remedy))
    }
}

text!(Prefix, "gatehouse-prefix", "/_auth");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_absolute_and_has_no_trailing_slash() {
        for good in ["/_auth", "/a/b", "/.gatehouse"] {
            assert!(good.parse::<Prefix>().is_ok(), "{good}");
        }
        for bad in ["", "/", "_auth", "/_auth/", "//a", "/a/../b", "/a b", "/%61", "/a?b"] {
            assert!(bad.parse::<Prefix>().is_err(), "{bad}");
        }
    }
}
