//! Which servers, and how they are spoken to.

use std::{fs, time::Duration};

use redis::{
    AsyncConnectionConfig, Client, Cmd, ConnectionAddr, IntoConnectionInfo as _, Pipeline, RedisConnectionInfo, RedisFuture,
    RedisResult, TlsCertificates, TlsMode, Value,
    aio::{ConnectionLike, MultiplexedConnection, PubSub},
    cluster::ClusterClientBuilder,
    cluster_async::ClusterConnection,
    sentinel::{SentinelClient, SentinelClientBuilder, SentinelServerType},
};
use zeroize::Zeroizing;

use crate::store::Trust;

/// Whoever is not reached in this time is not there.
const TO_CONNECT: Duration = Duration::from_secs(1);
/// An answer takes less than a millisecond; whoever has not given one by then gives none.
const TO_ANSWER: Duration = Duration::from_secs(2);

/// Which servers, and how they are spoken to.
#[derive(Clone)]
pub struct RedisServers {
    /// Where they are, and what they are to each other.
    pub topology: Topology,
    /// Whether they prove who they are, over TLS, and to whom.
    pub tls: Option<Trust>,
    /// Who signs in at the servers that keep.
    pub credentials: Credentials,
    /// Who signs in at sentinels.
    pub sentinel_credentials: Credentials,
}

/// Who signs in.
#[derive(Clone, Default)]
pub struct Credentials {
    /// The ACL user; the default one where there is none.
    pub username: Option<String>,
    /// Their password.
    pub password: Option<Zeroizing<String>>,
}

/// Where the servers are, and what they are to each other.
#[derive(Clone, Debug)]
pub enum Topology {
    /// One server.
    Standalone {
        /// Its host and port.
        server: (String, u16),
        /// Which of its databases.
        database: u8,
    },
    /// A primary and those who follow it, which sentinels appoint.
    Sentinel {
        /// The sentinels' hosts and ports.
        sentinels: Vec<(String, u16)>,
        /// What they call the primary.
        service: String,
        /// Which of its databases.
        database: u8,
    },
    /// Several primaries, each with a part of the keys; these are some of them.
    Cluster(Vec<(String, u16)>),
}

/// A connection to whoever keeps.
#[derive(Clone)]
pub(super) enum Connection {
    One(MultiplexedConnection),
    Cluster(ClusterConnection),
}

impl ConnectionLike for Connection {
    fn req_packed_command<'a>(&'a mut self, cmd: &'a Cmd) -> RedisFuture<'a, Value> {
        match self {
            Self::One(connection) => connection.req_packed_command(cmd),
            Self::Cluster(connection) => connection.req_packed_command(cmd),
        }
    }

    fn req_packed_commands<'a>(&'a mut self, pipeline: &'a Pipeline, offset: usize, count: usize) -> RedisFuture<'a, Vec<Value>> {
        match self {
            Self::One(connection) => connection.req_packed_commands(pipeline, offset, count),
            Self::Cluster(connection) => connection.req_packed_commands(pipeline, offset, count),
        }
    }

    fn get_db(&self) -> i64 {
        match self {
            Self::One(connection) => connection.get_db(),
            Self::Cluster(connection) => connection.get_db(),
        }
    }
}

impl RedisServers {
    /// Connects to whoever keeps at this moment.
    pub(super) async fn connect(&self) -> RedisResult<Connection> {
        let config = AsyncConnectionConfig::new().set_connection_timeout(Some(TO_CONNECT)).set_response_timeout(Some(TO_ANSWER));
        match &self.topology {
            Topology::Standalone { server, database } => {
                let client = self.client(server, *database)?;
                client.get_multiplexed_async_connection_with_config(&config).await.map(Connection::One)
            }
            Topology::Sentinel { sentinels, service, database } => {
                let mut client = self.sentinel(sentinels, service, *database)?;
                client.get_async_connection_with_config(&config).await.map(Connection::One)
            }
            Topology::Cluster(nodes) => {
                let nodes = nodes.iter().map(|node| self.address(node)).map(|address| self.info(address, 0));
                let mut builder = ClusterClientBuilder::new(nodes.collect::<RedisResult<Vec<_>>>()?)
                    .retries(2)
                    .connection_timeout(TO_CONNECT)
                    .response_timeout(TO_ANSWER);
                if let Some(certificates) = self.certificates()? {
                    builder = builder.tls(TlsMode::Secure).certs(certificates);
                }
                builder.build()?.get_async_connection().await.map(Connection::Cluster)
            }
        }
    }

    /// Connects to hear what is published: in a cluster by whichever node is reached first, since each tells all others.
    pub(super) async fn listen(&self) -> RedisResult<PubSub> {
        match &self.topology {
            Topology::Standalone { server, database } => self.client(server, *database)?.get_async_pubsub().await,
            Topology::Sentinel { sentinels, service, database } => {
                let client = self.sentinel(sentinels, service, *database)?.async_get_client().await?;
                client.get_async_pubsub().await
            }
            Topology::Cluster(nodes) => {
                let mut outcome = Err((redis::ErrorKind::InvalidClientConfig, "the cluster has no nodes").into());
                for node in nodes {
                    outcome = self.client(node, 0)?.get_async_pubsub().await;
                    if outcome.is_ok() {
                        break;
                    }
                }
                outcome
            }
        }
    }

    fn client(&self, server: &(String, u16), database: u8) -> RedisResult<Client> {
        let info = self.info(self.address(server), database)?;
        match self.certificates()? {
            Some(certificates) => Client::build_with_tls(info, certificates),
            None => Client::open(info),
        }
    }

    fn sentinel(&self, sentinels: &[(String, u16)], service: &str, database: u8) -> RedisResult<SentinelClient> {
        let addresses = sentinels.iter().map(|sentinel| self.address(sentinel));
        let mut builder = SentinelClientBuilder::new(addresses, service, SentinelServerType::Master)?
            .set_client_to_redis_db(i64::from(database));
        if let Some(certificates) = self.certificates()? {
            builder = builder
                .set_client_to_redis_tls_mode(TlsMode::Secure)
                .set_client_to_redis_certificates(certificates.clone())
                .set_client_to_sentinel_tls_mode(TlsMode::Secure)
                .set_client_to_sentinel_certificates(certificates);
        }
        if let Some(username) = &self.credentials.username {
            builder = builder.set_client_to_redis_username(username);
        }
        if let Some(password) = &self.credentials.password {
            builder = builder.set_client_to_redis_password(password.as_str());
        }
        if let Some(username) = &self.sentinel_credentials.username {
            builder = builder.set_client_to_sentinel_username(username);
        }
        if let Some(password) = &self.sentinel_credentials.password {
            builder = builder.set_client_to_sentinel_password(password.as_str());
        }
        builder.build()
    }

    fn address(&self, (host, port): &(String, u16)) -> ConnectionAddr {
        let (host, port) = (host.clone(), *port);
        match self.tls {
            None => ConnectionAddr::Tcp(host, port),
            Some(_) => ConnectionAddr::TcpTls { host, port, insecure: false, tls_params: None },
        }
    }

    fn info(&self, address: ConnectionAddr, database: u8) -> RedisResult<redis::ConnectionInfo> {
        let mut settings = RedisConnectionInfo::default().set_db(i64::from(database));
        if let Some(username) = &self.credentials.username {
            settings = settings.set_username(username);
        }
        if let Some(password) = &self.credentials.password {
            settings = settings.set_password(password.as_str());
        }
        Ok(address.into_connection_info()?.set_redis_settings(settings))
    }

    /// Read anew for every connection, so that a renewed file is taken.
    fn certificates(&self) -> RedisResult<Option<TlsCertificates>> {
        Ok(match &self.tls {
            None => None,
            Some(Trust::Machine) => Some(TlsCertificates { client_tls: None, root_cert: None }),
            Some(Trust::File(file)) => Some(TlsCertificates { client_tls: None, root_cert: Some(fs::read(file)?) }),
        })
    }
}
