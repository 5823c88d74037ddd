//! A web address that a page links to.

use std::fmt;
use std::str::FromStr;

use super::origin::Scheme;
use super::{Authority, Malformed};

/// An http or https URL with any path: `https://example.com/help`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Link(String);

impl Link {
    /// The URL.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Link {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for Link {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let remedy = "write it in full, such as https://example.com/help";
        let (_, rest) = Scheme::split(text).ok_or_else(|| Malformed::new("is not an http or https URL", remedy))?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        rest.get(..end).unwrap_or(rest).parse::<Authority>()?;
        // RFC 3986 §2: what is left over must be encoded.
        if text.bytes().any(|b| !b.is_ascii_graphic() || b"\"<>\\^`{|}".contains(&b)) {
            let remedy = "percent-encode spaces, quotes and letters outside ASCII";
            return Err(Malformed::new("has characters that a URL cannot have", remedy));
        }
        Ok(Self(text.to_owned()))
    }
}

text!(Link, "gatehouse-link", "https://example.com/help");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_the_web() {
        for good in ["https://example.com/help?a=b#c", "http://localhost:1/", "https://a"] {
            assert!(good.parse::<Link>().is_ok(), "{good}");
        }
        for bad in ["", "/help", "javascript:alert(1)", "https://", "https://a/b c", "https://a/\"", "https://a/é"] {
            assert!(bad.parse::<Link>().is_err(), "{bad}");
        }
    }
}
