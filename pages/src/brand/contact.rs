//! How people reach whoever can help them.

use std::{fmt, str::FromStr};

/// A mailbox or a web page; nothing else becomes a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contact {
    /// A mail address.
    Email(String),
    /// An `https:` or `http:` address.
    Page(String),
}

impl Contact {
    /// What a link to the contact points to.
    pub fn href(&self) -> String {
        match self {
            Self::Email(address) => format!("mailto:{address}"),
            Self::Page(url) => url.clone(),
        }
    }
}

impl FromStr for Contact {
    type Err = UnknownContact;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(UnknownContact);
        }
        if text.starts_with("https://") || text.starts_with("http://") {
            return Ok(Self::Page(text.to_owned()));
        }
        let address = text.strip_prefix("mailto:").unwrap_or(text);
        match address.split_once('@') {
            // `:` and `/` would let another scheme pass for a mailbox, `?` and `&` would add mail headers.
            Some((mailbox, domain))
                if !mailbox.is_empty() && !domain.is_empty() && !address.contains([':', '/', '?', '&', '#']) =>
            {
                Ok(Self::Email(address.to_owned()))
            }
            _ => Err(UnknownContact),
        }
    }
}

/// The text is neither a mail address nor a web address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownContact;

impl fmt::Display for UnknownContact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a mail address or an address that starts with https://")
    }
}

impl std::error::Error for UnknownContact {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_and_a_page_become_links() {
        let mailbox: Contact = "support@example.com".parse().expect("a mailbox");
        let page: Contact = "https://help.example.com/a".parse().expect("a page");
        assert_eq!(mailbox.href(), "mailto:support@example.com");
        assert_eq!(page.href(), "https://help.example.com/a");
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "support", "@example.com", "javascript:alert(1)//@a", "a@b?bcc=c@d", "a b@c"] {
            assert_eq!(text.parse::<Contact>(), Err(UnknownContact), "{text}");
        }
    }
}
