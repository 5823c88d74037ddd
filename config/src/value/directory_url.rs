//! Where the directory is kept.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use super::Malformed;

/// The directory's database: `sqlite:FILE`, relative to the data directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DirectoryUrl {
    /// An embedded database in this file.
    Sqlite(PathBuf),
}

impl fmt::Display for DirectoryUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(file) => write!(formatter, "sqlite:{}", file.display()),
        }
    }
}

impl FromStr for DirectoryUrl {
    type Err = Malformed;

    /// Says no without repeating the text: database URLs hold passwords.
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let remedy = "write sqlite: and a file name, such as sqlite:gatehouse.db";
        if text.starts_with("postgres:") || text.starts_with("postgresql:") {
            let remedy = "remove it, or use sqlite:gatehouse.db";
            return Err(Malformed::not_yet("a directory in PostgreSQL", remedy));
        }
        let Some(file) = text.strip_prefix("sqlite:") else {
            return Err(Malformed::new("is not a directory's URL", remedy));
        };
        if file.contains(":memory:") {
            return Err(Malformed::new("would forget everybody at the next start", remedy));
        }
        if file.is_empty() || file.starts_with("//") || file.ends_with('/') || file.contains(['?', '#', '\0']) {
            return Err(Malformed::new("does not name one file", remedy));
        }
        Ok(Self::Sqlite(PathBuf::from(file)))
    }
}

text!(DirectoryUrl, "gatehouse-directory-url", "sqlite:gatehouse.db");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_is_a_file_for_now() {
        assert_eq!("sqlite:a.db".parse(), Ok(DirectoryUrl::Sqlite("a.db".into())));
        assert_eq!("sqlite:/var/a.db".parse(), Ok(DirectoryUrl::Sqlite("/var/a.db".into())));
        for bad in ["", "a.db", "sqlite:", "sqlite://a.db", "sqlite::memory:", "sqlite:a.db?mode=ro", "mysql://a"] {
            assert!(bad.parse::<DirectoryUrl>().is_err(), "{bad}");
        }
        let refused = "postgres://ada:hunter2@db/gatehouse".parse::<DirectoryUrl>().map_err(|e| e.to_string());
        assert!(refused.is_err_and(|sentence| sentence.starts_with("not yet:") && !sentence.contains("hunter2")));
    }
}
