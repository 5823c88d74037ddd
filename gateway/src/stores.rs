//! From `[directory]` and `[state]` to where everything is kept.

use std::{fs, path::Path, time::Duration};

use anyhow::Context as _;
use gatehouse_auth_core::portal::Lifetimes;
use gatehouse_config::{
    Config,
    value::{self as written, DirectoryUrl, RedisAddress, RedisTopology, StateUrl},
};

use crate::{
    compile::admissions,
    secret_file::secret,
    store::{Credentials, Database, Lives, PostgresHost, PostgresServer, RedisServers, Topology, Trust},
};

/// Where accounts and people are kept.
pub fn database(config: &Config) -> anyhow::Result<Database> {
    let directory = &config.directory;
    let server = match &directory.url {
        DirectoryUrl::Sqlite(file) => return Ok(Database::Sqlite(config.server.data_dir.join(file))),
        DirectoryUrl::Postgres(server) => server,
    };
    let password = secret(directory.password.as_ref(), directory.password_file.as_deref(), "directory.password_file")?;
    Ok(Database::Postgres(PostgresServer {
        at: match &server.at {
            written::PostgresHost::Tcp { host, port } => PostgresHost::Tcp { host: host.clone(), port: *port },
            written::PostgresHost::Socket { folder, port } => PostgresHost::Socket { folder: folder.clone(), port: *port },
        },
        username: server.username.as_str().to_owned(),
        password: server.password.as_ref().map(|password| password.expose().to_owned().into()).or(password),
        database: server.database.as_str().to_owned(),
        tls: match server.tls {
            written::PostgresTls::Verified => Some(trust(directory.ca_file.as_deref())),
            written::PostgresTls::Off => None,
        },
        connections: u32::from(directory.connections),
    }))
}

/// Where sessions and passing counters are kept, if not beside the directory.
pub fn redis(config: &Config) -> anyhow::Result<Option<RedisServers>> {
    let state = &config.state;
    let servers = match &state.url {
        StateUrl::Directory => return Ok(None),
        StateUrl::Redis(servers) => servers,
    };
    let password = secret(state.password.as_ref(), state.password_file.as_deref(), "state.password_file")?;
    let of_sentinels =
        secret(state.sentinel_password.as_ref(), state.sentinel_password_file.as_deref(), "state.sentinel_password_file")?;
    Ok(Some(RedisServers {
        topology: match &servers.topology {
            RedisTopology::Standalone { server, database } => {
                Topology::Standalone { server: address(server), database: *database }
            }
            RedisTopology::Sentinel { sentinels, service, database } => Topology::Sentinel {
                sentinels: sentinels.iter().map(address).collect(),
                service: service.as_str().to_owned(),
                database: *database,
            },
            RedisTopology::Cluster { nodes } => Topology::Cluster(nodes.iter().map(address).collect()),
        },
        tls: servers.has_tls.then(|| trust(state.ca_file.as_deref())),
        credentials: Credentials {
            username: servers.username.as_ref().or(state.username.as_ref()).map(|name| name.as_str().to_owned()),
            password: servers.password.as_ref().map(|password| password.expose().to_owned().into()).or(password),
        },
        sentinel_credentials: Credentials {
            username: state.sentinel_username.as_ref().map(|name| name.as_str().to_owned()),
            password: of_sentinels,
        },
    }))
}

/// How long sessions are kept: a day longer than any of their kind lives, so that the sign-in page can say why one ended.
pub fn keep_sessions(config: &Config) -> Lives {
    let lifetimes: Vec<_> = admissions(config).into_iter().map(|admission| admission.lifetimes).collect();
    let longest =
        |life: fn(&Lifetimes) -> Duration| lifetimes.iter().map(life).max().unwrap_or_default() + Duration::from_hours(24);
    Lives { until_closed: longest(|lifetimes| lifetimes.absolute), remembered: longest(|lifetimes| lifetimes.remember) }
}

/// Whether there is everything that connecting takes. Nobody is connected to.
pub fn look(config: &Config) -> anyhow::Result<()> {
    let authorities = [(&config.directory.ca_file, "directory.ca_file"), (&config.state.ca_file, "state.ca_file")];
    for (file, key) in authorities {
        if let Some(file) = file {
            fs::read(file).with_context(|| format!("{key}: {}", file.display()))?;
        }
    }
    database(config)?;
    redis(config).map(drop)
}

fn address(written: &RedisAddress) -> (String, u16) {
    (written.host.clone(), written.port)
}

fn trust(ca_file: Option<&Path>) -> Trust {
    ca_file.map_or(Trust::Machine, |file| Trust::File(file.to_owned()))
}
