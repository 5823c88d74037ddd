//! Where worlds have two gateways each, that share their people in `PostgreSQL` and their sessions in Redis.

use std::path::Path;

use gatehouse_auth_core::{master_key::MasterKeys, ports::SystemEntropy};
use gatehouse_test_servers::{Postgres, Redis};

/// What two gateways share.
pub(crate) struct Shared {
    database: String,
    prefix: String,
    master_file: String,
}

impl Shared {
    /// Whether the environment asks for it: `GATEHOUSE_TEST_STORES=shared`. Every test then runs against two gateways.
    pub(crate) fn if_asked_for(folder: &Path) -> Option<Self> {
        #[expect(clippy::disallowed_methods, reason = "it says which tests these are, and configures nothing")]
        let stores = std::env::var("GATEHOUSE_TEST_STORES").ok()?;
        if stores != "shared" {
            return None;
        }
        let master_file = folder.join("master.key");
        std::fs::write(&master_file, MasterKeys::random(&SystemEntropy).to_text().as_bytes()).expect("a file");
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        std::fs::set_permissions(&master_file, mode).expect("it is mine");
        let database = Postgres::shared().database();
        // Of one process it has a name of its own.
        let prefix = database.rsplit('/').next().unwrap_or_default().to_owned();
        Some(Self { database, prefix, master_file: master_file.display().to_string() })
    }

    /// Its directory.
    pub(crate) fn directory(&self) -> &str {
        &self.database
    }

    pub(crate) fn to_toml(&self) -> String {
        let Self { database, prefix, master_file } = self;
        let redis = Redis::shared().url();
        format!(
            "[directory]\nurl = {database:?}\nconnections = 8\n[state]\nurl = \"{redis}\"\n\
             prefix = {prefix:?}\n[keys]\nmaster_file = {master_file:?}\n"
        )
    }
}
