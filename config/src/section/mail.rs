//! `[mail]`: how letters leave.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::{Duration, Line, MailUrl, Mailbox, SecretText};

/// How letters leave. Without `url` none do, and nobody can recover a password by themselves.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Mail {
    /// Where letters are handed over: `smtps://HOST:PORT`, `smtp+starttls://HOST:PORT`, `smtp://HOST:PORT` in clear, or
    /// `file:DIR`, relative to `server.data_dir`, for a file each. `NAME:PASSWORD@`, percent-encoded, may stand before HOST.
    #[serde(skip_serializing)]
    pub url: Option<MailUrl>,
    /// Who signs in at the mail server, if not by `url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<Line>,
    /// The file that holds the password alone. It is named here and not read: that is the gateway's to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("format" = "gatehouse-path"))]
    pub password_file: Option<PathBuf>,
    /// The password itself, for where secrets come from the environment.
    #[serde(skip_serializing)]
    pub password: Option<SecretText>,
    /// Whom letters are from, an address or `NAME <ADDRESS>`. Required with `url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Mailbox>,
    /// Where answers go, if not to `from`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Mailbox>,
    /// A PEM file of the authorities that the mail server's certificate may be from, if it is from no public one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("format" = "gatehouse-file"))]
    pub ca_file: Option<PathBuf>,
    /// How long the mail server may take for one letter.
    #[schemars(extend("x-at-least" = "1s", "x-at-most" = "5m"))]
    pub timeout: Duration,
    /// How many letters are handed over at once.
    #[schemars(range(min = 1, max = 64))]
    pub concurrency: u8,
    /// How long a letter is tried again that the mail server does not take.
    #[schemars(extend("x-at-least" = "1m", "x-at-most" = "7d"))]
    pub give_up_after: Duration,
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            url: None,
            username: None,
            password_file: None,
            password: None,
            from: None,
            reply_to: None,
            ca_file: None,
            timeout: Duration::seconds(20),
            concurrency: 4,
            give_up_after: Duration::days(1),
        }
    }
}
