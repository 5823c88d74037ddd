//! Which servers of Redis there are: one, some behind sentinels, or a cluster.

use std::slice;

use super::escaped::unescape;
use super::{Line, Malformed, RedisAddress};

/// Which servers of Redis there are, and how to find the one to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedisTopology {
    /// One server that keeps everything.
    Standalone {
        /// The server.
        server: RedisAddress,
        /// The number of its database.
        database: u8,
    },
    /// Sentinels know which server keeps everything just now.
    Sentinel {
        /// The sentinels, at least one.
        sentinels: Vec<RedisAddress>,
        /// What they call the server and its replicas.
        service: Line,
        /// The number of its database.
        database: u8,
    },
    /// Each server keeps some of the keys, and says who keeps the others.
    Cluster {
        /// Some of the servers, at least one; they name the others.
        nodes: Vec<RedisAddress>,
    },
}

impl RedisTopology {
    /// The servers that the configuration names, of which there may be more.
    pub fn named(&self) -> &[RedisAddress] {
        match self {
            Self::Standalone { server, .. } => slice::from_ref(server),
            Self::Sentinel { sentinels, .. } => sentinels,
            Self::Cluster { nodes } => nodes,
        }
    }

    /// What its URLs begin with.
    pub(crate) const fn scheme(&self, has_tls: bool) -> &'static str {
        match (self, has_tls) {
            (Self::Standalone { .. }, false) => "redis",
            (Self::Standalone { .. }, true) => "rediss",
            (Self::Sentinel { .. }, false) => "redis+sentinel",
            (Self::Sentinel { .. }, true) => "rediss+sentinel",
            (Self::Cluster { .. }, false) => "redis+cluster",
            (Self::Cluster { .. }, true) => "rediss+cluster",
        }
    }
}

/// What a scheme says of the servers.
pub(super) enum RedisForm {
    Standalone,
    Sentinel,
    Cluster,
}

impl RedisForm {
    /// The form that a URL begins with, whether that is over TLS, and what follows its `://`.
    pub(super) fn split(text: &str) -> Option<(Self, bool, &str)> {
        let (scheme, rest) = text.split_once("://")?;
        match scheme.to_ascii_lowercase().as_str() {
            "redis" => Some((Self::Standalone, false, rest)),
            "rediss" => Some((Self::Standalone, true, rest)),
            "redis+sentinel" => Some((Self::Sentinel, false, rest)),
            "rediss+sentinel" => Some((Self::Sentinel, true, rest)),
            "redis+cluster" => Some((Self::Cluster, false, rest)),
            "rediss+cluster" => Some((Self::Cluster, true, rest)),
            _ => None,
        }
    }

    /// The servers that follow the credentials of a URL.
    pub(super) fn read(self, text: &str) -> Result<RedisTopology, Malformed> {
        let (hosts, path) = text.split_once('/').map_or((text, None), |(hosts, path)| (hosts, Some(path)));
        match self {
            Self::Standalone => standalone(hosts, path),
            Self::Sentinel => sentinel(hosts, path),
            Self::Cluster => cluster(hosts, path),
        }
    }
}

/// The port of servers that keep data where none is written, and that of sentinels.
const DATA_PORT: u16 = 6379;
const SENTINEL_PORT: u16 = 26379;

fn standalone(hosts: &str, path: Option<&str>) -> Result<RedisTopology, Malformed> {
    let [server] = <[_; 1]>::try_from(RedisAddress::list(hosts, DATA_PORT)?).map_err(|_| {
        let remedy = "name one, or use redis+sentinel:// or redis+cluster://, or rediss for redis";
        Malformed::new("names several servers where there is one", remedy)
    })?;
    Ok(RedisTopology::Standalone { server, database: path.map_or(Ok(0), database)? })
}

fn sentinel(hosts: &str, path: Option<&str>) -> Result<RedisTopology, Malformed> {
    let sentinels = RedisAddress::list(hosts, SENTINEL_PORT)?;
    let path = path.unwrap_or_default();
    let (service, number) = path.split_once('/').map_or((path, None), |(service, number)| (service, Some(number)));
    let service = unescape(service, b"").and_then(|name| name.parse().ok()).ok_or_else(|| {
        let remedy = "write a slash and the name after sentinel monitor, percent-encoded, after the hosts";
        Malformed::new("does not name the service that its sentinels watch", remedy)
    })?;
    Ok(RedisTopology::Sentinel { sentinels, service, database: number.map_or(Ok(0), database)? })
}

fn cluster(hosts: &str, path: Option<&str>) -> Result<RedisTopology, Malformed> {
    if path.is_some() {
        return Err(Malformed::new("has a path, and a cluster has no numbered databases", "end it after the hosts"));
    }
    Ok(RedisTopology::Cluster { nodes: RedisAddress::list(hosts, DATA_PORT)? })
}

fn database(text: &str) -> Result<u8, Malformed> {
    let is_decimal = text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| is_decimal).ok_or_else(|| {
        Malformed::new("has something else than the number of a database at its end", "write 0 to 255 there, or nothing")
    })
}
