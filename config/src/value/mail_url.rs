//! Where letters are handed over.

use std::borrow::Cow;
use std::path::PathBuf;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};
use zeroize::Zeroizing;

use super::{Authority, Credentials, MailScheme, MailServer, Malformed};

/// Where letters are handed over: `smtps://HOST`, `smtp+starttls://HOST`, `smtp://HOST` or `file:DIR`.
/// Cannot be printed: it may hold a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailUrl {
    /// A mail server.
    Server(MailServer),
    /// A directory, relative to the data directory, that gets an `.eml` file for each letter.
    Folder(PathBuf),
}

impl FromStr for MailUrl {
    type Err = Malformed;

    /// Says no without repeating the text: mail URLs hold passwords.
    fn from_str(text: &str) -> Result<Self, Malformed> {
        if let Some(folder) = text.strip_prefix("file:") {
            return mail_folder(folder).map(Self::Folder);
        }
        let (scheme, rest) = MailScheme::split(text).ok_or_else(|| {
            let remedy = "write smtps://HOST, smtp+starttls://HOST, smtp://HOST or file:DIR";
            Malformed::new("is not a mail server's URL", remedy)
        })?;
        // The last @, so that a password with an @ that should have been encoded is refused as a password.
        let (userinfo, host) = rest.rsplit_once('@').map_or((None, rest), |(userinfo, host)| (Some(userinfo), host));
        let credentials = userinfo.map(Credentials::from_userinfo).transpose()?;
        if host.contains(['/', '?', '#']) {
            return Err(Malformed::new("has a path", "end it after the host and port"));
        }
        let Authority { host, port } = host.parse().map_err(|_| {
            let remedy = "write HOST or HOST:PORT after the ://, and a user name and password with an @ before it";
            Malformed::new("does not name a host", remedy)
        })?;
        let port = port.unwrap_or(scheme.default_port());
        Ok(Self::Server(MailServer { scheme, host, port, credentials }))
    }
}

fn mail_folder(path: &str) -> Result<PathBuf, Malformed> {
    if path.is_empty() || path.starts_with("//") || path.contains('\0') {
        return Err(Malformed::new("does not name a directory", "write file: and a directory, such as file:mail"));
    }
    Ok(PathBuf::from(path))
}

impl<'de> Deserialize<'de> for MailUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Zeroizing::new(String::deserialize(deserializer)?).parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for MailUrl {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "gatehouse-mail-url".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let examples = ["smtps://mail.example.com", "smtp://127.0.0.1:25", "file:mail"];
        json_schema!({ "type": "string", "format": "gatehouse-mail-url", "examples": examples })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn server(text: &str) -> MailServer {
        match text.parse().expect(text) {
            MailUrl::Server(server) => server,
            MailUrl::Folder(folder) => panic!("{}", folder.display()),
        }
    }

    #[test]
    fn each_scheme_has_its_port() {
        for (text, scheme, port) in [
            ("smtp://mail.example.com", MailScheme::Smtp, 25),
            ("SMTPS://Mail.Example.com", MailScheme::Smtps, 465),
            ("smtp+starttls://mail.example.com", MailScheme::StartTls, 587),
            ("smtps://mail.example.com:2465", MailScheme::Smtps, 2465),
        ] {
            let host = "mail.example.com".to_owned();
            assert_eq!(server(text), MailServer { scheme, host, port, credentials: None });
        }
        assert_eq!(server("smtp://[::1]:1025").host, "::1");
    }

    #[test]
    fn a_server_may_be_signed_in_at() {
        let credentials = server("smtps://ada%40example.com:hunter%2f2@mail.example.com").credentials.expect("credentials");
        assert_eq!(credentials.username.as_str(), "ada@example.com");
        assert_eq!(credentials.password.expose(), "hunter/2");
    }

    #[test]
    fn letters_go_into_a_folder_too() {
        assert_eq!("file:mail".parse(), Ok(MailUrl::Folder("mail".into())));
        assert_eq!("file:/var/mail".parse(), Ok(MailUrl::Folder("/var/mail".into())));
        for bad in ["file:", "file://mail", "file:///mail", "file:a\0"] {
            assert!(bad.parse::<MailUrl>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn what_is_refused_is_not_repeated() {
        for bad in [
            "",
            "hunter2",
            "mailto:hunter2@a",
            "smtp:hunter2@a",
            "https://ada:hunter2@a",
            "smtp://hunter2@a",
            "smtp://ada:hunter2",
            "smtp://ada:hunter2@",
            "smtp://ada:hunter2@a/",
            "smtp://ada:hunter2@a:0",
            "smtp://ada:hunter2/@a",
            "smtp://ada:hunter2#@a",
            "smtp://ada:hunter2@b@a",
            "smtp://ada:hunter2@a b",
        ] {
            let refused = bad.parse::<MailUrl>().map_err(|e| e.to_string());
            assert!(refused.is_err_and(|sentence| !sentence.contains("hunter2")), "{bad}");
        }
    }

    #[test]
    fn a_password_is_not_printed() {
        assert!(!format!("{:?}", server("smtps://ada:hunter2@a")).contains("hunter2"));
    }

    proptest! {
        #[test]
        fn no_text_upsets_the_parser(text in "(smtps?://|file:)?.{0,40}") {
            let _ = text.parse::<MailUrl>();
        }
    }
}
