//! Short texts of one alphabet: names, identifiers, methods, and the one-line sentence.

use super::Malformed;

macro_rules! word {
    ($(#[$meta:meta])* $name:ident, $format:literal, $example:literal, $check:path) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// The text itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = Malformed;

            fn from_str(text: &str) -> Result<Self, Malformed> {
                $check(text)?;
                Ok(Self(text.to_owned()))
            }
        }

        text!($name, $format, $example);
    };
}

word!(
    /// A portal's name, which is also the audience of its assertions.
    PortalName, "gatehouse-portal-name", "calls", dashed
);
word!(
    /// An Account ID, as people type it at sign-in.
    AccountId, "gatehouse-account-id", "ACME", dashed
);
word!(
    /// A role's name.
    RoleName, "gatehouse-role-name", "manage-users", role
);
word!(
    /// An HTTP method, in capitals as on the wire.
    Method, "gatehouse-method", "GET", method
);
word!(
    /// The name of a header that carries an assertion to an upstream.
    HeaderName, "gatehouse-header-name", "X-Gatehouse-Assertion", header
);
word!(
    /// What every key begins with in a store that others may use too.
    KeyPrefix, "gatehouse-key-prefix", "gatehouse", key_prefix
);
word!(
    /// One line for people to read: not empty, and nothing that would break a mail header.
    Line, "gatehouse-line", "Call Record Web Portal", line
);

/// Long enough for any name, short enough for one label of a metric or a host name.
const LONGEST_NAME: usize = 63;

/// Long enough for a title or an address, short enough for one line of a page.
const LONGEST_LINE: usize = 200;

fn dashed(text: &str) -> Result<(), Malformed> {
    let good = |c: char| c.is_ascii_alphanumeric() || c == '-';
    require(
        fits(text, LONGEST_NAME) && text.chars().all(good),
        text,
        "is not a name of letters, digits and dashes",
        "use 1 to 63 letters, digits and dashes",
    )
}

fn role(text: &str) -> Result<(), Malformed> {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    require(
        fits(text, LONGEST_NAME) && text.chars().all(good),
        text,
        "is not a role's name",
        "use 1 to 63 lower-case letters, digits and dashes, such as manage-users",
    )
}

fn method(text: &str) -> Result<(), Malformed> {
    let good = |c: char| c.is_ascii_uppercase() || c == '-';
    require(
        fits(text, LONGEST_NAME) && text.chars().all(good),
        text,
        "is not an HTTP method",
        "write it in capitals, such as GET or POST",
    )
}

/// Headers that mean something to HTTP or to the application already: an assertion in them would break or be lost.
const TAKEN: [&str; 13] = [
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "expect",
    "forwarded",
    "host",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];

fn header(text: &str) -> Result<(), Malformed> {
    if text.to_ascii_lowercase().starts_with("authorization") {
        let remedy = "name a header of its own, such as X-Gatehouse-Assertion";
        return Err(Malformed::not_yet("an assertion in Authorization", remedy));
    }
    let good = |c: char| c.is_ascii_alphanumeric() || c == '-';
    require(
        fits(text, LONGEST_NAME) && text.chars().all(good),
        text,
        "is not a header's name",
        "use letters, digits and dashes, such as X-Gatehouse-Assertion",
    )?;
    require(
        !TAKEN.contains(&text.to_ascii_lowercase().as_str()),
        text,
        "already means something to HTTP",
        "name a header of its own, such as X-Gatehouse-Assertion",
    )
}

/// None of the braces and wildcards that mean something to Redis.
fn key_prefix(text: &str) -> Result<(), Malformed> {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':');
    require(
        fits(text, LONGEST_NAME) && text.chars().all(good),
        text,
        "is not what keys can begin with",
        "use 1 to 63 letters, digits, dashes, underscores and colons, such as gatehouse",
    )
}

fn line(text: &str) -> Result<(), Malformed> {
    let good = !text.trim().is_empty() && text.chars().count() <= LONGEST_LINE;
    if good && !text.chars().any(char::is_control) {
        return Ok(());
    }
    Err(Malformed::new("is not one line of text", "write 1 to 200 characters without line breaks"))
}

fn fits(text: &str, longest: usize) -> bool {
    (1..=longest).contains(&text.len())
}

fn require(holds: bool, text: &str, problem: &str, remedy: &str) -> Result<(), Malformed> {
    if holds { Ok(()) } else { Err(Malformed::new(format!("{text:?} {problem}"), remedy)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_letters_digits_and_dashes() {
        for good in ["calls", "CRM-2", "a"] {
            assert!(good.parse::<PortalName>().is_ok(), "{good}");
        }
        for bad in ["", "call records", "calls_2", "é", &"a".repeat(64)] {
            assert!(bad.parse::<PortalName>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_role_is_lower_case() {
        assert!("manage-users".parse::<RoleName>().is_ok());
        assert!("Admin".parse::<RoleName>().is_err());
    }

    #[test]
    fn an_assertion_does_not_go_into_a_header_that_means_something() {
        for bad in ["Host", "cookie", "Transfer-Encoding", "X_Assertion", ""] {
            assert!(bad.parse::<HeaderName>().is_err(), "{bad}");
        }
        let refused = "Authorization: Bearer {assertion}".parse::<HeaderName>();
        assert!(refused.is_err_and(|e| e.problem.starts_with("not yet:")));
    }

    #[test]
    fn a_key_begins_with_a_word() {
        for good in ["gatehouse", "gate_house-2:eu"] {
            assert!(good.parse::<KeyPrefix>().is_ok(), "{good}");
        }
        for bad in ["", "gate house", "{gatehouse}", "gate*", "é", &"a".repeat(64)] {
            assert!(bad.parse::<KeyPrefix>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_line_has_no_line_breaks() {
        assert!("Call records".parse::<Line>().is_ok());
        for bad in ["", "  ", "a\r\nBcc: b", "a\0"] {
            assert!(bad.parse::<Line>().is_err(), "{bad:?}");
        }
    }
}
