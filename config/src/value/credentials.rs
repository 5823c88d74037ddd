//! Who somebody is to a server, and the proof.

use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use super::{Line, Malformed, SecretText};

/// A user name and its password. Printing it shows no password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The name.
    pub username: Line,
    /// The proof.
    pub password: SecretText,
}

impl Credentials {
    /// What stands before the @ of a URL: `NAME:PASSWORD`, both percent-encoded. Says no without repeating the text.
    pub(super) fn from_userinfo(text: &str) -> Result<Self, Malformed> {
        let (username, password) = text.split_once(':').ok_or_else(|| {
            Malformed::new("has a user name without its password", "write NAME:PASSWORD@, or use the keys of their own")
        })?;
        Ok(Self { username: decoded(username)?.parse()?, password: decoded(password)?.parse()? })
    }
}

fn decoded(text: &str) -> Result<Zeroizing<String>, Malformed> {
    // RFC 3986 §3.2.1: unreserved characters, sub-delims and escapes.
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=%".contains(&b);
    let is_escape = |rest: &str| rest.get(..2).is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
    let is_encoded = text.bytes().all(is_plain) && text.split('%').skip(1).all(is_escape);
    let decoded = percent_decode_str(text).decode_utf8().ok().filter(|_| is_encoded);
    decoded.map(|text| Zeroizing::new(text.into_owned())).ok_or_else(|| {
        let remedy = "percent-encode them, such as %40 for @ and %2F for /";
        Malformed::new("has characters in its user name or password that a URL cannot have", remedy)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, String)> {
        let credentials = Credentials::from_userinfo(text).ok()?;
        Some((credentials.username.to_string(), credentials.password.expose().to_owned()))
    }

    #[test]
    fn a_user_name_and_a_password_are_percent_encoded() {
        assert_eq!(read("ada:hunter2"), Some(("ada".to_owned(), "hunter2".to_owned())));
        assert_eq!(read("ada%40example.com:a%3Ab%2F%c3%a9"), Some(("ada@example.com".to_owned(), "a:b/é".to_owned())));
        for bad in ["", "ada", ":hunter2", "ada:", "ada:a@b", "ada:a:b", "ada:a/b", "ada:%4", "ada:%zz", "ada:%ff", "ada:a%0ab"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_password_is_not_printed_with_its_user_name() {
        let credentials = Credentials::from_userinfo("ada:hunter2").expect("credentials");
        assert!(!format!("{credentials:?}").contains("hunter2"));
    }
}
