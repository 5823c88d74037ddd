//! A PostgreSQL server that keeps the directory.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use super::escaped::{escape, escape_path, unescape};
use super::postgres_query::PostgresQuery;
use super::userinfo::Userinfo;
use super::{Authority, Line, Malformed, SecretText, listen};

/// A PostgreSQL server, who signs in at it, and the database there. Printing it shows no password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostgresServer {
    /// Where it listens.
    pub at: PostgresHost,
    /// Who signs in.
    pub username: Line,
    /// The proof, where the URL has it.
    pub password: Option<SecretText>,
    /// The database.
    pub database: Line,
    /// Whether the server proves who it is.
    pub tls: PostgresTls,
}

/// Where a PostgreSQL server listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PostgresHost {
    /// At a host.
    Tcp {
        /// A name in lower case, or an address; IPv6 without its brackets. Also the name its certificate must carry.
        host: String,
        /// 5432 where none was written.
        port: u16,
    },
    /// On a Unix socket of this machine, `.s.PGSQL.PORT` in this folder.
    Socket {
        /// The folder, an absolute path.
        folder: PathBuf,
        /// 5432 where none was written.
        port: u16,
    },
}

/// Whether a PostgreSQL server proves who it is, and what is said to it is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PostgresTls {
    /// Over TLS, with a certificate for the server's host from an authority that is trusted: `sslmode=verify-full`.
    Verified,
    /// In clear: `sslmode=disable`.
    Off,
}

/// PostgreSQL's own.
const DEFAULT_PORT: u16 = 5432;

impl PostgresServer {
    /// What follows the `://` of a PostgreSQL server's URL.
    pub(super) fn after_scheme(text: &str) -> Option<&str> {
        let (scheme, rest) = text.split_once("://")?;
        ["postgres", "postgresql"].iter().any(|name| scheme.eq_ignore_ascii_case(name)).then_some(rest)
    }

    fn read(rest: &str) -> Result<Self, Malformed> {
        let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query)));
        let query = query.map_or_else(|| Ok(PostgresQuery::default()), str::parse)?;
        // The last @, so that a password with an @ that should have been encoded is refused as a password.
        let (userinfo, rest) = rest.rsplit_once('@').ok_or_else(nobody)?;
        let Userinfo { username, password } = userinfo.parse()?;
        let username = username.ok_or_else(nobody)?;
        let (host, database) = rest.split_once('/').unwrap_or((rest, ""));
        let database = unescape(database, b"").and_then(|name| name.parse().ok()).ok_or_else(|| {
            Malformed::new("does not name a database", "write a slash and its name, percent-encoded, after the host")
        })?;
        let PostgresQuery { folder, port, tls } = query;
        let at = match folder {
            Some(folder) if host.is_empty() => PostgresHost::socket(folder, port.unwrap_or(DEFAULT_PORT)),
            Some(_) => Err(Malformed::new("names a host and the folder of a socket", "remove one of the two")),
            None if port.is_some() => Err(Malformed::new("has a port after its ?", "write HOST:PORT after the @")),
            None => PostgresHost::tcp(host),
        }?;
        let tls = tls.unwrap_or(if at.is_here() { PostgresTls::Off } else { PostgresTls::Verified });
        if tls == PostgresTls::Verified && matches!(at, PostgresHost::Socket { .. }) {
            return Err(Malformed::new("wants TLS on a Unix socket, which has none", "remove sslmode"));
        }
        Ok(Self { at, username, password, database, tls })
    }
}

impl PostgresHost {
    fn tcp(text: &str) -> Result<Self, Malformed> {
        let Authority { host, port } = text.parse().map_err(|_| {
            let remedy = "write one HOST or HOST:PORT after the @, or ?host= and the folder of a socket after the database";
            Malformed::new("does not name a host", remedy)
        })?;
        Ok(Self::Tcp { host, port: port.unwrap_or(DEFAULT_PORT) })
    }

    fn socket(folder: PathBuf, port: u16) -> Result<Self, Malformed> {
        listen::socket_path(&folder.join(format!(".s.PGSQL.{port}")).to_string_lossy())?;
        Ok(Self::Socket { folder, port })
    }

    /// Whether it is on this machine: a socket, or a loopback host.
    pub fn is_here(&self) -> bool {
        match self {
            Self::Tcp { host, port } => Authority { host: host.clone(), port: Some(*port) }.is_loopback(),
            Self::Socket { .. } => true,
        }
    }
}

fn nobody() -> Malformed {
    let remedy = "write NAME@ or NAME:PASSWORD@, percent-encoded, before the host";
    Malformed::new("does not say who signs in", remedy)
}

impl fmt::Display for PostgresServer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [username, database] = [&self.username, &self.database].map(|line| escape(line.as_str()));
        match &self.at {
            PostgresHost::Tcp { host, port } => {
                let authority = Authority { host: host.clone(), port: Some(*port) };
                write!(formatter, "postgres://{username}@{authority}/{database}?sslmode={}", self.tls.as_str())
            }
            PostgresHost::Socket { folder, port } => {
                let folder = folder.to_string_lossy();
                write!(formatter, "postgres://{username}@/{database}?host={}&port={port}", escape_path(&folder))
            }
        }
    }
}

impl FromStr for PostgresServer {
    type Err = Malformed;

    /// Says no without repeating the text: it may hold a password.
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let rest = Self::after_scheme(text)
            .ok_or_else(|| Malformed::new("is not the URL of a PostgreSQL server", "write postgres://NAME@HOST/DATABASE"))?;
        Self::read(rest)
    }
}

impl PostgresTls {
    /// The word after `sslmode=`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verified => "verify-full",
            Self::Off => "disable",
        }
    }
}

#[cfg(test)]
mod tests;
