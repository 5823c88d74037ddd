//! Who somebody is to a server, and the proof.

use super::userinfo::Userinfo;
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
        let remedy = "write NAME:PASSWORD@, or use the keys of their own";
        match text.parse()? {
            Userinfo { username: Some(username), password: Some(password) } => Ok(Self { username, password }),
            Userinfo { password: None, .. } => Err(Malformed::new("has a user name without its password", remedy)),
            Userinfo { username: None, .. } => Err(Malformed::new("has a password without its user name", remedy)),
        }
    }
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
