//! Where the gateway listens.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use super::Malformed;

/// One place to listen on: `127.0.0.1:8080`, `[::]:8080`, `unix:/run/gatehouse.sock`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Listen {
    /// An address and port.
    Tcp(SocketAddr),
    /// A Unix socket.
    Unix(PathBuf),
}

impl fmt::Display for Listen {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => address.fmt(formatter),
            Self::Unix(path) => write!(formatter, "unix:{}", path.display()),
        }
    }
}

impl FromStr for Listen {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        if let Some(path) = text.strip_prefix("unix:") {
            return socket_path(path).map(Self::Unix);
        }
        text.parse().map(Self::Tcp).map_err(|_| {
            let remedy = "write IP:PORT, such as 127.0.0.1:8080 or [::]:8080, or unix:/PATH";
            Malformed::new(format!("{text:?} is no address to listen on"), remedy)
        })
    }
}

text!(Listen, "gatehouse-listen", "127.0.0.1:8080", "unix:/run/gatehouse.sock");

/// `sun_path` of unix(7) is 108 bytes, the last of them NUL.
const LONGEST_SOCKET_PATH: usize = 107;

pub(super) fn socket_path(path: &str) -> Result<PathBuf, Malformed> {
    if !path.starts_with('/') || path.contains('\0') {
        return Err(Malformed::new("names a Unix socket by a relative path", "write unix:/ and the whole path"));
    }
    if path.len() > LONGEST_SOCKET_PATH {
        return Err(Malformed::new(
            "names a Unix socket by more than 107 bytes",
            "choose a shorter path, such as one below /run",
        ));
    }
    Ok(PathBuf::from(path))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_listens_on_an_address_or_a_socket() {
        assert_eq!("[::]:80".parse::<Listen>().map(|l| l.to_string()), Ok("[::]:80".to_owned()));
        assert_eq!("unix:/run/a".parse(), Ok(Listen::Unix("/run/a".into())));
        let long = format!("unix:/{}", "a".repeat(107));
        for bad in ["", "8080", ":8080", "localhost:8080", "unix:run/a", "127.0.0.1", &long] {
            assert!(bad.parse::<Listen>().is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_printed_address_reads_back(address: std::net::IpAddr, port: u16) {
            let listen = Listen::Tcp(SocketAddr::new(address, port));
            prop_assert_eq!(listen.to_string().parse(), Ok(listen));
        }
    }
}
