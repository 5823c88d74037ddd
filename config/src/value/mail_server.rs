//! A mail server, and how it is spoken to.

use super::{Authority, Credentials};

/// A mail server, and who signs in at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailServer {
    /// How it is spoken to.
    pub scheme: MailScheme,
    /// A name in lower case, or an address; IPv6 without its brackets. Also the name its certificate must carry.
    pub host: String,
    /// The port, written or not.
    pub port: u16,
    /// Who signs in, where the URL says so.
    pub credentials: Option<Credentials>,
}

impl MailServer {
    /// Whether what is said to it can be read by nobody on the way: TLS, or a host on the same machine.
    pub fn is_private(&self) -> bool {
        let authority = Authority { host: self.host.clone(), port: Some(self.port) };
        self.scheme != MailScheme::Smtp || authority.is_loopback()
    }
}

/// How a mail server is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MailScheme {
    /// In clear.
    Smtp,
    /// Over TLS from the first byte.
    Smtps,
    /// In clear until STARTTLS, and never beyond it without TLS.
    StartTls,
}

impl MailScheme {
    /// The port where none is written: relaying by RFC 5321, submission by RFC 8314 and RFC 6409.
    pub const fn default_port(self) -> u16 {
        match self {
            Self::Smtp => 25,
            Self::Smtps => 465,
            Self::StartTls => 587,
        }
    }

    /// The scheme a URL begins with, and what follows its `://`.
    pub(super) fn split(text: &str) -> Option<(Self, &str)> {
        let (scheme, rest) = text.split_once("://")?;
        match scheme.to_ascii_lowercase().as_str() {
            "smtp" => Some((Self::Smtp, rest)),
            "smtps" => Some((Self::Smtps, rest)),
            "smtp+starttls" => Some((Self::StartTls, rest)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tls_and_this_machine_keep_a_secret() {
        let server = |scheme, host: &str| MailServer { scheme, host: host.to_owned(), port: 25, credentials: None };
        for scheme in [MailScheme::Smtps, MailScheme::StartTls] {
            assert!(server(scheme, "mail.example.com").is_private());
        }
        for good in ["localhost", "mail.localhost", "127.0.0.1", "::1"] {
            assert!(server(MailScheme::Smtp, good).is_private(), "{good}");
        }
        for bad in ["mail.example.com", "10.0.0.1", "localhost.example.com"] {
            assert!(!server(MailScheme::Smtp, bad).is_private(), "{bad}");
        }
    }
}
