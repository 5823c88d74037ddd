//! The paths that a rule is about.

use std::fmt;
use std::str::FromStr;

use super::Malformed;

/// One path, or all that begin alike: `/status`, `/public/*`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PathPattern {
    /// This path and no other.
    Exactly(String),
    /// Every path that begins so; `/public/*` is kept as `/public/`, and `/*` as `/`.
    Beginning(String),
}

impl fmt::Display for PathPattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(path) => formatter.write_str(path),
            Self::Beginning(path) => write!(formatter, "{path}*"),
        }
    }
}

impl FromStr for PathPattern {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let (path, ends_open) = text.strip_suffix('*').map_or((text, false), |path| (path, true));
        if let Some((problem, remedy)) = flaw(path) {
            return Err(Malformed::new(format!("{text:?} {problem}"), remedy));
        }
        let path = path.to_owned();
        Ok(if ends_open { Self::Beginning(path) } else { Self::Exactly(path) })
    }
}

text!(PathPattern, "gatehouse-path-pattern", "/public/*", "/status");

/// Requests are judged in one normal form; a pattern in any other would silently never apply.
fn flaw(path: &str) -> Option<(&'static str, &'static str)> {
    if !path.starts_with('/') {
        return Some(("is not an absolute path", "begin with a slash, such as /public/*"));
    }
    if path.contains('*') {
        return Some(("has a * before its end", "keep one * at the very end, or write several rules"));
    }
    if path.contains(['?', '#']) {
        return Some(("has a query", "rules judge the path alone: remove everything from ? or # on"));
    }
    if path.contains("//") || path.contains('\\') || path.split('/').any(|s| s == "." || s == "..") {
        return Some(("can never be asked for", "remove double slashes, backslashes and dot segments"));
    }
    if !path.bytes().all(|b| b.is_ascii_graphic()) {
        return Some(("has characters that paths carry encoded", "percent-encode them in UTF-8, such as %20 or %C3%A9"));
    }
    if path.split('%').skip(1).any(|rest| !is_normal_escape(rest)) {
        let remedy = "write two capital hex digits after %, and letters, digits and -._~ as they are";
        return Some(("has an escape that requests never carry", remedy));
    }
    None
}

fn is_normal_escape(rest: &str) -> bool {
    let Some(digits) = rest.get(..2) else {
        return false;
    };
    let is_capital_hex = |b: u8| b.is_ascii_digit() || (b'A'..=b'F').contains(&b);
    let is_unreserved = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    digits.bytes().all(is_capital_hex) && u8::from_str_radix(digits, 16).is_ok_and(|b| !is_unreserved(b))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_pattern_is_absolute_and_may_end_open() {
        assert_eq!("/public/*".parse(), Ok(PathPattern::Beginning("/public/".to_owned())));
        assert_eq!("/*".parse(), Ok(PathPattern::Beginning("/".to_owned())));
        assert_eq!("/status".parse(), Ok(PathPattern::Exactly("/status".to_owned())));
        assert_eq!("/a%20b".parse(), Ok(PathPattern::Exactly("/a%20b".to_owned())));
        for bad in ["", "*", "public", "/a/*/b", "/**", "/a*b", "/a?b", "/a//b", "/../a", "/a b", "/é", "/a\\b"] {
            assert!(bad.parse::<PathPattern>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_pattern_that_no_request_can_meet_is_refused() {
        for bad in ["/%61dmin", "/a%2", "/a%zz", "/a%c3", "/a/."] {
            assert!(bad.parse::<PathPattern>().is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_accepted_prints_itself(text in "/[a-z%0-9A-F*/.]{0,20}|.{0,20}") {
            if let Ok(pattern) = text.parse::<PathPattern>() {
                prop_assert_eq!(pattern.to_string(), text);
            }
        }
    }
}
