//! What stands before the @ of a URL.

use std::str::FromStr;

use super::escaped::unescape;
use super::{Line, Malformed, SecretText};

/// `NAME`, `NAME:PASSWORD` or `:PASSWORD`, both percent-encoded. Which of them a server takes is for its URL to say.
#[derive(Debug)]
pub(super) struct Userinfo {
    pub(super) username: Option<Line>,
    pub(super) password: Option<SecretText>,
}

impl FromStr for Userinfo {
    type Err = Malformed;

    /// Says no without repeating the text.
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let (username, password) = text.split_once(':').map_or((text, None), |(name, password)| (name, Some(password)));
        let username = Some(username).filter(|name| !name.is_empty());
        let decoded = |text: &str| {
            unescape(text, b"").ok_or_else(|| {
                let remedy = "percent-encode them, such as %40 for @ and %2F for /";
                Malformed::new("has characters in its user name or password that a URL cannot have", remedy)
            })
        };
        Ok(Self {
            username: username.map(|name| decoded(name)?.parse()).transpose()?,
            password: password.map(|password| decoded(password)?.parse()).transpose()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Option<String>, Option<String>)> {
        let Userinfo { username, password } = text.parse().ok()?;
        Some((username.map(|name| name.to_string()), password.map(|password| password.expose().to_owned())))
    }

    #[test]
    fn a_name_and_a_password_may_each_be_left_out() {
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(read("ada:hunter2"), Some((text("ada"), text("hunter2"))));
        assert_eq!(read("ada"), Some((text("ada"), None)));
        assert_eq!(read(":hunter2"), Some((None, text("hunter2"))));
        assert_eq!(read(""), Some((None, None)));
        assert_eq!(read("ada%40b:a%3Ab%2F%c3%a9"), Some((text("ada@b"), text("a:b/é"))));
    }

    #[test]
    fn a_password_that_is_begun_is_not_empty() {
        for bad in ["ada:", ":", "%20:hunter2", "ada:a@b", "ada:a:b", "ada:a/b", "ada:%4", "ada:%ff", "ada:a%0ab"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
