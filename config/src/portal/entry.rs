//! One portal.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{AfterTemporary, Brand, Identity, RecoveryFlow, Rule, Timeouts};
use crate::value::{AccountId, Authority, Line, Origin, PortalName, Prefix, Upstream, one_or_many};

/// One application behind the gateway.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key that operators write")]
pub struct Portal {
    /// Its name in logs, commands and assertions (`aud`): letters, digits and dashes.
    pub name: PortalName,
    /// Its name on pages and in mail.
    pub title: Line,
    /// Where browsers find it: scheme, host and port. Links in mail and host matching come from here alone.
    pub url: Origin,
    /// Further hosts that it answers to.
    #[serde(default)]
    pub hosts: Vec<Authority>,
    /// The application: `http://HOST:PORT`, `https://HOST:PORT`, `unix:/PATH`, or a list of those.
    #[serde(rename = "upstream", deserialize_with = "one_or_many::deserialize")]
    #[schemars(schema_with = "one_or_many::schema")]
    pub upstreams: Vec<Upstream>,
    /// The path under which the gateway's own pages are.
    #[serde(default)]
    pub prefix: Prefix,
    /// What people type to say who they are.
    #[serde(default)]
    pub sign_in: SignIn,
    /// What people get who have forgotten their password; none: they ask their administrator. Needs `mail.url`.
    #[serde(default)]
    pub recovery: Option<RecoveryFlow>,
    /// What is asked of people who signed in with a temporary password.
    #[serde(default)]
    pub after_temporary: AfterTemporary,
    /// Whether people may choose to be remembered.
    #[serde(default = "yes")]
    pub remember_me: bool,
    /// Whether passkeys and security keys serve as a second factor, where the url can have them: https or this machine, and a name.
    #[serde(default = "yes")]
    pub passkeys: bool,
    /// Whether a passkey signs people in by itself, without their password.
    #[serde(default)]
    pub passkey_sign_in: bool,
    /// Where people turn for help, on pages and in mail.
    #[serde(default)]
    pub support: Option<Line>,
    /// The Account IDs admitted; empty: all.
    #[serde(default)]
    pub accounts: Vec<AccountId>,
    /// Serves the operators' console here. Operators' accounts must be listed in `accounts`.
    #[serde(default)]
    pub operators: bool,
    /// Lets cookies travel over plain http beyond this machine, where anybody on the way can take them.
    #[serde(default)]
    pub insecure_cookie: bool,
    /// What becomes of a request whose path has a percent-encoded slash.
    #[serde(default)]
    pub encoded_slash: EncodedSlash,
    /// Foreign origins whose pages may open a WebSocket here.
    #[serde(default)]
    pub allowed_origins: Vec<Origin>,
    /// The language of pages and mail.
    #[serde(default)]
    pub language: Language,
    /// How long the application may take.
    #[serde(default)]
    pub timeouts: Timeouts,
    /// How pages look.
    #[serde(default)]
    pub brand: Brand,
    /// How the application learns who asks.
    #[serde(default)]
    pub identity: Identity,
    /// Who may go where. The first that matches decides; where none does, one must be signed in.
    #[serde(default, rename = "rule")]
    pub rules: Vec<Rule>,
}

const fn yes() -> bool {
    true
}

impl Portal {
    /// Every host the portal answers to, as a Host header names it: the url's first, default ports left out.
    pub fn authorities(&self) -> impl Iterator<Item = Authority> {
        let further = self.hosts.iter().map(|host| without_default_port(&self.url, host));
        std::iter::once(self.url.authority()).chain(further)
    }
}

/// A host as browsers name it at a portal of this url's scheme.
pub(crate) fn without_default_port(url: &Origin, host: &Authority) -> Authority {
    let port = host.port.filter(|port| *port != url.scheme.default_port());
    Authority { host: host.host.clone(), port }
}

/// What people type to say who they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SignIn {
    /// A username.
    #[default]
    Username,
    /// An email address.
    Email,
    /// Either, in one field.
    UsernameOrEmail,
    /// An Account ID and a username.
    AccountUsername,
}

/// What becomes of a request whose path has a percent-encoded slash.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EncodedSlash {
    /// It is answered with 400.
    #[default]
    Refuse,
    /// It is forwarded as it came.
    Keep,
}

/// A language that pages and mail are written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Spanish.
    Es,
}

impl Language {
    /// The BCP 47 tag.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
        }
    }
}
