//! What a PostgreSQL server's URL says after its `?`.

use std::path::PathBuf;
use std::str::FromStr;

use super::authority::port_number;
use super::escaped::unescape;
use super::{Malformed, PostgresTls};

/// `host`, the folder of a Unix socket, and its `port`; `sslmode`. Each at most once, and nothing else.
#[derive(Debug, Default, PartialEq)]
pub(super) struct PostgresQuery {
    pub(super) folder: Option<PathBuf>,
    pub(super) port: Option<u16>,
    pub(super) tls: Option<PostgresTls>,
}

impl FromStr for PostgresQuery {
    type Err = Malformed;

    /// Says no without repeating the text: part of a password may have come here by a ? that is not encoded.
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let mut query = Self::default();
        for pair in text.split('&') {
            let (key, value) = pair.split_once('=').ok_or_else(unknown)?;
            let is_first = match key {
                "host" => query.folder.replace(folder(value)?).is_none(),
                "port" => query.port.replace(port(value)?).is_none(),
                "sslmode" => query.tls.replace(tls(value)?).is_none(),
                _ => return Err(unknown()),
            };
            if !is_first {
                return Err(Malformed::new("says the same twice after its ?", "remove one of the two"));
            }
        }
        Ok(query)
    }
}

fn unknown() -> Malformed {
    let remedy = "write sslmode=verify-full or sslmode=disable; for a Unix socket, host= and port=; and nothing else";
    Malformed::new("has something after its ? that means nothing here", remedy)
}

fn folder(value: &str) -> Result<PathBuf, Malformed> {
    let folder = unescape(value, b"/:@").filter(|path| path.starts_with('/') && !path.chars().any(char::is_control));
    folder.map(|path| PathBuf::from(path.as_str())).ok_or_else(|| {
        let remedy = "write the absolute path of a folder, such as host=/run/postgresql, or a host after the @";
        Malformed::new("does not name the folder of a Unix socket", remedy)
    })
}

fn port(value: &str) -> Result<u16, Malformed> {
    port_number(value).ok_or_else(|| Malformed::new("has no usable port", "give a port from 1 to 65535"))
}

fn tls(value: &str) -> Result<PostgresTls, Malformed> {
    match value {
        "verify-full" => Ok(PostgresTls::Verified),
        "disable" => Ok(PostgresTls::Off),
        "allow" | "prefer" | "require" | "verify-ca" => {
            let remedy = "use sslmode=verify-full, with directory.ca_file where the authority is no public one";
            Err(Malformed::new("has an sslmode that accepts a server without proof of who it is", remedy))
        }
        _ => Err(Malformed::new("has an unknown sslmode", "use sslmode=verify-full or sslmode=disable")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refusal(text: &str) -> String {
        text.parse::<PostgresQuery>().expect_err(text).to_string()
    }

    #[test]
    fn each_is_said_at_most_once() {
        let query = PostgresQuery { folder: Some("/run/a b".into()), port: Some(5433), tls: Some(PostgresTls::Off) };
        assert_eq!("host=/run/a%20b&port=5433&sslmode=disable".parse(), Ok(query));
        for twice in ["host=/a&host=/a", "port=1&port=2", "sslmode=disable&sslmode=verify-full"] {
            assert!(refusal(twice).starts_with("says the same twice"), "{twice}");
        }
    }

    #[test]
    fn a_server_without_proof_is_not_accepted() {
        for mode in ["allow", "prefer", "require", "verify-ca"] {
            assert!(refusal(&format!("sslmode={mode}")).contains("accepts a server without proof of who it is"), "{mode}");
        }
        for mode in ["", "VERIFY-FULL", "verify_full"] {
            assert!(refusal(&format!("sslmode={mode}")).contains("has an unknown sslmode"), "{mode}");
        }
    }

    #[test]
    fn what_is_refused_is_not_repeated() {
        for bad in [
            "",
            "hunter2",
            "hunter2=a",
            "hunter2@db/gatehouse",
            "sslmode=hunter2",
            "host=hunter2",
            "host=",
            "host=/hunter2%00",
            "host=/hunter2 ",
            "port=hunter2",
            "port=0",
            "port=5432&",
            "sslmode=disable&hunter2=a",
        ] {
            assert!(!refusal(bad).contains("hunter2"), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_text_upsets_the_parser(text in "((host|port|sslmode)=)?.{0,40}") {
            let _ = text.parse::<PostgresQuery>();
        }
    }
}
