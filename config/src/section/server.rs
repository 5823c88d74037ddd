//! `[server]`: where the process listens and keeps its files.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::{Duration, Listen, Network};

/// Where the process listens and keeps its files.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Server {
    /// Where portals are served: `IP:PORT` or `unix:/PATH`.
    #[schemars(length(min = 1))]
    pub listen: Vec<Listen>,
    /// Where health, readiness and metrics are served; never on the proxy's own listener.
    #[schemars(with = "String", extend("format" = "gatehouse-address", "examples" = ["127.0.0.1:9901"]))]
    pub management: SocketAddr,
    /// The directory of the embedded database and of generated keys.
    #[schemars(with = "String", extend("format" = "gatehouse-path"))]
    pub data_dir: PathBuf,
    /// Networks of proxies in front, whose forwarding headers are believed. None unless listed.
    pub trusted_proxies: Vec<Network>,
    /// How long requests in progress may take to finish when the process is told to stop.
    #[schemars(extend("x-at-most" = "1h"))]
    pub shutdown_grace: Duration,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: vec![Listen::Tcp(SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)))],
            management: SocketAddr::from((Ipv4Addr::LOCALHOST, 9901)),
            data_dir: PathBuf::from("/var/lib/gatehouse"),
            trusted_proxies: Vec::new(),
            shutdown_grace: Duration::seconds(30),
        }
    }
}
