//! What a page must know of the portal it stands in.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::assets;

mod contact;

pub use contact::{Contact, UnknownContact};

/// A portal's face and the addresses its pages link to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brand {
    /// What people call the portal; stands in headings and in every page's title.
    pub title: String,
    /// Address of the logo, shown square and small beside the title.
    pub logo: String,
    /// Address of the stylesheet made by [`crate::theme::Theme`]; without one the colours are Gatehouse's.
    pub theme: Option<String>,
    /// Path under which Gatehouse answers on the portal's hosts, such as `/_auth`.
    pub prefix: String,
    /// Who helps people who cannot get in; without one pages say "your administrator" and link nowhere.
    pub support: Option<Contact>,
    /// Address of the help linked in the footer.
    pub help: Option<String>,
    /// Address of the privacy notice linked in the footer.
    pub privacy: Option<String>,
    /// Whether the footer says "Secured by Gatehouse".
    pub names_gatehouse: bool,
}

impl Brand {
    /// The face shown where no portal is known, for instance when a host belongs to none.
    pub fn neutral(prefix: &str) -> Self {
        Self {
            title: "Gatehouse".to_owned(),
            logo: assets::url(prefix, assets::Name::Logo),
            theme: None,
            prefix: prefix.to_owned(),
            support: None,
            help: None,
            privacy: None,
            names_gatehouse: false,
        }
    }

    /// The address of one of Gatehouse's own pages: `path("login")` is `/_auth/login`.
    pub fn path(&self, page: &str) -> String {
        format!("{}/{page}", self.prefix)
    }

    /// The same, handing on the address that a sign-in returns to, which is unescaped.
    pub fn path_returning(&self, page: &str, to: Option<&str>) -> String {
        let path = self.path(page);
        match to {
            Some(to) => format!("{path}?to={}", utf8_percent_encode(to, QUERY_VALUE)),
            None => path,
        }
    }
}

/// What is escaped in the value of a query parameter; the rest keeps addresses readable.
pub(crate) const QUERY_VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');
