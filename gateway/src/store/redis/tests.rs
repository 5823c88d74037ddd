//! The contract, on one server, on one that sentinels appointed, and on a cluster; and what only servers that may lose everything have to
//! keep.

use std::{ops::Deref, path::Path, sync::Arc, time::Duration};

use gatehouse_auth_core::{
    contract_tests,
    master_key::MasterKeys,
    ports::{Entropy as _, SystemEntropy},
    time::Timestamp,
};
use gatehouse_test_servers::{Cluster, Redis, Sentinel};
use tempfile::TempDir;

use crate::store::{Database, SqlStore};

use super::{Credentials, Lives, RedisServers, RedisStore, Topology};

mod eras;
mod faults;
mod values;

const KEEP: Duration = Duration::from_hours(1);
const LIVES: Lives = Lives { until_closed: KEEP, remembered: KEEP };
const NOON: Timestamp = Timestamp::from_millis(43_200_000);

/// A store and its directory, in a folder that goes with them.
struct Kept {
    store: RedisStore,
    _folder: TempDir,
}

impl Deref for Kept {
    type Target = RedisStore;

    fn deref(&self) -> &RedisStore {
        &self.store
    }
}

/// A store under a prefix that nobody else has.
async fn store(topology: Topology) -> Kept {
    let (prefix, folder) = (format!("test-{}", SystemEntropy.uuid().simple()), TempDir::new().expect("a folder"));
    let master = Arc::new(MasterKeys::random(&SystemEntropy));
    Kept { store: under(&prefix, topology, &master, &directory(folder.path()).await).await, _folder: folder }
}

/// A store under this prefix.
async fn under(prefix: &str, topology: Topology, master: &Arc<MasterKeys>, directory: &SqlStore) -> RedisStore {
    let servers =
        RedisServers { topology, tls: None, credentials: Credentials::default(), sentinel_credentials: Credentials::default() };
    let opened = RedisStore::open(directory.clone(), servers, prefix, master.clone(), Arc::new(SystemEntropy), LIVES);
    opened.await.expect("the directory answers")
}

/// A store on a server of its own.
async fn alone(server: &Redis) -> Kept {
    store(Topology::Standalone { server: local(server.port()), database: 0 }).await
}

/// A directory in this folder.
async fn directory(folder: &Path) -> SqlStore {
    SqlStore::open(&Database::Sqlite(folder.join("gatehouse.db"))).await.expect("the store opens")
}

fn local(port: u16) -> (String, u16) {
    ("127.0.0.1".to_owned(), port)
}

mod standalone {
    use super::*;

    async fn empty() -> Kept {
        store(Topology::Standalone { server: local(Redis::shared().port()), database: 0 }).await
    }

    contract_tests!(sessions, empty);
    contract_tests!(attempts, empty);
}

mod sentinel {
    use super::*;

    async fn empty() -> Kept {
        let sentinels = Sentinel::shared().sentinels().iter().map(|address| local(address.port())).collect();
        store(Topology::Sentinel { sentinels, service: Sentinel::shared().service().to_owned(), database: 0 }).await
    }

    contract_tests!(sessions, empty);
    contract_tests!(attempts, empty);
}

mod cluster {
    use super::*;

    async fn empty() -> Kept {
        store(Topology::Cluster(Cluster::shared().nodes().iter().map(|node| local(node.port())).collect())).await
    }

    contract_tests!(sessions, empty);
    contract_tests!(attempts, empty);
}
