//! The gateways, and what is behind them.

use std::{fs, net::SocketAddr, os::unix::fs::PermissionsExt as _, path::PathBuf};

use gatehouse::{Parts, wiring::Office};
use gatehouse_auth_core::{master_key::MasterKeys, ports::SystemEntropy};
use gatehouse_config::{Config, Sources};
use gatehouse_tests::{
    LegacyApp, Manner,
    command::{Operator, Serving},
    gates::Gates,
};
use tempfile::TempDir;

/// Gateways of one directory and one store of sessions.
pub(crate) struct Fleet {
    /// The application.
    pub(crate) app: LegacyApp,
    /// The processes.
    pub(crate) gateways: Vec<Serving>,
    operators: Vec<Operator>,
    _folder: TempDir,
}

impl Fleet {
    /// So many, with these tables in their configuration beside the master key.
    pub(crate) async fn start(count: usize, stores: &str) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let key = folder.path().join("master.key");
        fs::write(&key, MasterKeys::random(&SystemEntropy).to_text().as_bytes())?;
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600))?;
        let app = LegacyApp::start().await;
        app.answers("/live", Manner::WebSocket);
        let tables = format!("[keys]\nmaster_file = {:?}\n{stores}", key.display().to_string());
        let upstream = format!("http://{}", app.address());
        let operators: Vec<Operator> = (0..count).map(|_| Operator::new(&upstream, &tables)).collect();
        let mut gateways = Vec::new();
        for operator in &operators {
            gateways.push(operator.serves().await);
        }
        Ok(Self { app, gateways, operators, _folder: folder })
    }

    /// One by itself, with everything beside it.
    pub(crate) async fn embedded() -> anyhow::Result<Self> {
        Self::start(1, "").await
    }

    /// Where they listen.
    pub(crate) fn addresses(&self) -> Vec<SocketAddr> {
        self.gateways.iter().map(Serving::address).collect()
    }

    /// One of them.
    pub(crate) fn gate(&self, index: usize) -> Gates {
        Gates::at(self.gateways[index % self.gateways.len()].address())
    }

    /// All of them, in turn.
    pub(crate) fn gates(&self) -> Gates {
        Gates::among(self.addresses())
    }

    /// Their stores, for what the command line does.
    pub(crate) async fn office(&self) -> anyhow::Result<(Office, Config)> {
        let file: Option<PathBuf> = self.operators.first().map(Operator::config);
        let config = Config::load(&Sources { file, ..Sources::default() }).map_err(|mistakes| anyhow::anyhow!("{mistakes}"))?;
        Ok((Office::open(&config, Parts::default()).await?, config))
    }
}

/// `[directory]` and `[state]`.
pub(crate) fn stores(postgres: &str, redis: &str) -> String {
    format!("[directory]\nurl = {postgres:?}\nconnections = 16\n[state]\nurl = {redis:?}\ncached = 1000000\n")
}
