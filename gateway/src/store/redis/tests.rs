//! The contract, on one server, on one that sentinels appointed, and on a cluster; and what only servers that may lose everything have to
//! keep.

use std::{path::Path, sync::Arc, time::Duration};

use gatehouse_auth_core::{
    contract_tests,
    master_key::MasterKeys,
    ports::{Entropy as _, SystemEntropy},
    time::Timestamp,
};
use gatehouse_test_servers::{Cluster, Redis, Sentinel};

use crate::store::{Database, SqlStore};

use super::{Credentials, RedisServers, RedisStore, Topology};

mod eras;
mod faults;
mod values;

const KEEP: Duration = Duration::from_hours(1);
const NOON: Timestamp = Timestamp::from_millis(43_200_000);

/// A store under a prefix that nobody else has.
fn store(topology: Topology) -> RedisStore {
    let prefix = format!("test-{}", SystemEntropy.uuid().simple());
    under(&prefix, topology, &Arc::new(MasterKeys::random(&SystemEntropy)))
}

/// A store under this prefix.
fn under(prefix: &str, topology: Topology, master: &Arc<MasterKeys>) -> RedisStore {
    let servers =
        RedisServers { topology, tls: None, credentials: Credentials::default(), sentinel_credentials: Credentials::default() };
    RedisStore::new(servers, prefix, master.clone(), Arc::new(SystemEntropy), KEEP)
}

/// A store on a server of its own.
fn alone(server: &Redis) -> RedisStore {
    store(Topology::Standalone { server: local(server.port()), database: 0 })
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

    #[expect(clippy::unused_async, reason = "other stores wait for theirs")]
    async fn empty() -> Box<RedisStore> {
        Box::new(store(Topology::Standalone { server: local(Redis::shared().port()), database: 0 }))
    }

    contract_tests!(sessions, empty);
    contract_tests!(attempts, empty);
}

mod sentinel {
    use super::*;

    #[expect(clippy::unused_async, reason = "other stores wait for theirs")]
    async fn empty() -> Box<RedisStore> {
        let sentinels = Sentinel::shared().sentinels().iter().map(|address| local(address.port())).collect();
        Box::new(store(Topology::Sentinel { sentinels, service: Sentinel::shared().service().to_owned(), database: 0 }))
    }

    contract_tests!(sessions, empty);
    contract_tests!(attempts, empty);
}

mod cluster {
    use super::*;

    #[expect(clippy::unused_async, reason = "other stores wait for theirs")]
    async fn empty() -> Box<RedisStore> {
        Box::new(store(Topology::Cluster(Cluster::shared().nodes().iter().map(|node| local(node.port())).collect())))
    }

    contract_tests!(sessions, empty);
    contract_tests!(attempts, empty);
}
