//! Where the directory is kept.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use super::{Malformed, PostgresServer};

/// The directory's database: `sqlite:FILE`, relative to the data directory, or `postgres://NAME@HOST/DATABASE`. Printing
/// it shows no password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DirectoryUrl {
    /// An embedded database in this file.
    Sqlite(PathBuf),
    /// A database of a PostgreSQL server.
    Postgres(PostgresServer),
}

impl fmt::Display for DirectoryUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(file) => write!(formatter, "sqlite:{}", file.display()),
            Self::Postgres(server) => server.fmt(formatter),
        }
    }
}

impl FromStr for DirectoryUrl {
    type Err = Malformed;

    /// Says no without repeating the text: database URLs hold passwords.
    fn from_str(text: &str) -> Result<Self, Malformed> {
        if PostgresServer::after_scheme(text).is_some() {
            return text.parse().map(Self::Postgres);
        }
        let Some(file) = text.strip_prefix("sqlite:") else {
            let remedy = "write sqlite: and a file name, such as sqlite:gatehouse.db, or postgres://NAME@HOST/DATABASE";
            return Err(Malformed::new("is not a directory's URL", remedy));
        };
        let remedy = "write sqlite: and a file name, such as sqlite:gatehouse.db";
        if file.contains(":memory:") {
            return Err(Malformed::new("would forget everybody at the next start", remedy));
        }
        if file.is_empty() || file.starts_with("//") || file.ends_with('/') || file.contains(['?', '#', '\0']) {
            return Err(Malformed::new("does not name one file", remedy));
        }
        Ok(Self::Sqlite(PathBuf::from(file)))
    }
}

text!(DirectoryUrl, "gatehouse-directory-url", "sqlite:gatehouse.db", "postgres://gatehouse@db.example.com/gatehouse");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_directory_is_a_file_or_a_server() {
        assert_eq!("sqlite:a.db".parse(), Ok(DirectoryUrl::Sqlite("a.db".into())));
        assert_eq!("sqlite:/var/a.db".parse(), Ok(DirectoryUrl::Sqlite("/var/a.db".into())));
        for server in ["postgres://ada@db/gatehouse", "postgresql://ada@/gatehouse?host=/run/postgresql"] {
            assert!(matches!(server.parse(), Ok(DirectoryUrl::Postgres(_))), "{server}");
        }
        for bad in ["", "a.db", "sqlite:", "sqlite://a.db", "sqlite::memory:", "sqlite:a.db?mode=ro", "mysql://a", "postgres:a"] {
            assert!(bad.parse::<DirectoryUrl>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_password_is_neither_repeated_nor_printed() {
        for bad in ["mysql://ada:hunter2@db", "postgres://ada:hunter2@db", "postgres:ada:hunter2@db"] {
            let refused = bad.parse::<DirectoryUrl>().map_err(|e| e.to_string());
            assert!(refused.is_err_and(|sentence| !sentence.contains("hunter2")), "{bad}");
        }
        let url: DirectoryUrl = "postgres://ada:hunter2@db/gatehouse".parse().expect("a server");
        let serialized = serde_json::to_string(&url).expect("text");
        for printed in [url.to_string(), format!("{url:?}"), serialized] {
            assert!(printed.contains("ada") && !printed.contains("hunter2"), "{printed}");
        }
    }

    proptest! {
        #[test]
        fn no_text_upsets_the_parser(text in "(sqlite:|postgres://)?.{0,40}") {
            let _ = text.parse::<DirectoryUrl>();
        }
    }
}
