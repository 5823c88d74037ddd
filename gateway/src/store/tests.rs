//! Servers that prove who they are, and those that do not.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::Duration,
};

use gatehouse_auth_core::{
    master_key::MasterKeys,
    ports::{Directory as _, Sessions as _, SystemEntropy},
    testing::people,
    time::Timestamp,
    user::UserId,
};
use gatehouse_test_servers::{Postgres, Redis};
use tempfile::TempDir;

use super::{Credentials, Database, Lives, PostgresHost, PostgresServer, RedisServers, RedisStore, SqlStore, Topology, Trust};

/// Runs openssl, which says on standard error what went wrong.
fn openssl(folder: &Path, arguments: &[&str]) {
    let output = Command::new("openssl").args(arguments).current_dir(folder).output().expect("openssl is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// An authority, and a certificate of its for this machine's names.
struct Authority(TempDir);

impl Authority {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("it is mine");
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
        let authority = ["req", "-x509", "-subj", "/CN=An authority", "-keyout", "ca.key", "-out", "ca.pem"];
        openssl(folder.path(), &[&authority[..], &key].concat());
        let server =
            ["req", "-x509", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-CA", "ca.pem", "-CAkey"];
        let server =
            [&server[..], &["ca.key", "-keyout", "server.key", "-out", "server.pem", "-addext", "basicConstraints=CA:FALSE"]];
        openssl(folder.path(), &[server.concat(), key.to_vec()].concat());
        Self(folder)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn trust(&self) -> Trust {
        Trust::File(self.file("ca.pem"))
    }
}

#[tokio::test]
async fn a_database_server_proves_who_it_is() {
    let (authority, other, server) = (Authority::new(), Authority::new(), Postgres::start());
    let data = PathBuf::from(server.psql("postgres", "SHOW data_directory").trim());
    for name in ["server.key", "server.pem"] {
        fs::copy(authority.file(name), data.join(name)).expect("it is copied");
        fs::set_permissions(data.join(name), fs::Permissions::from_mode(0o600)).expect("it is mine");
        let owner = fs::metadata(&data).expect("the folder is there");
        let (user, group) = (std::os::unix::fs::MetadataExt::uid(&owner), std::os::unix::fs::MetadataExt::gid(&owner));
        std::os::unix::fs::chown(data.join(name), Some(user), Some(group)).expect("it can be given away");
    }
    server.psql("postgres", "ALTER SYSTEM SET ssl_cert_file = 'server.pem'");
    server.psql("postgres", "ALTER SYSTEM SET ssl_key_file = 'server.key'");
    server.psql("postgres", "ALTER SYSTEM SET ssl = on");
    server.restart();
    let url = server.database();
    let at = |host: &str, tls: Option<Trust>| {
        Database::Postgres(PostgresServer {
            at: PostgresHost::Tcp { host: host.to_owned(), port: server.port() },
            username: "gatehouse".to_owned(),
            password: None,
            database: url.rsplit('/').next().unwrap_or_default().to_owned(),
            tls,
            connections: 2,
        })
    };
    let store = SqlStore::open(&at("localhost", Some(authority.trust()))).await.expect("it has proved who it is");
    assert_eq!(store.latest_revocation().await.expect("the store answers"), 0);
    let is_on = "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE ssl AND application_name = 'gatehouse'";
    assert_ne!(server.psql("postgres", is_on).trim(), "0");
    for (host, tls) in [("localhost", other.trust()), ("localhost", Trust::Machine), ("127.0.0.1", authority.trust())] {
        assert!(SqlStore::open(&at(host, Some(tls.clone()))).await.is_err(), "{host} {tls:?}");
    }
    server.psql("postgres", "ALTER SYSTEM SET ssl = off");
    server.restart();
    assert!(SqlStore::open(&at("localhost", Some(authority.trust()))).await.is_err(), "and is not spoken to in clear");
}

#[tokio::test]
async fn a_redis_server_proves_who_it_is_and_asks_who_we_are() {
    const NOON: Timestamp = Timestamp::from_millis(43_200_000);
    let (authority, other, folder) = (Authority::new(), Authority::new(), TempDir::new().expect("a folder"));
    let tls_port = free_port();
    let port = tls_port.to_string();
    let files = ["server.pem", "server.key", "ca.pem"].map(|name| authority.file(name).display().to_string());
    let [certificate, key, ca] = files.each_ref().map(String::as_str);
    let mut arguments = vec!["--tls-port", port.as_str(), "--tls-cert-file", certificate, "--tls-key-file", key];
    arguments.extend(["--tls-ca-cert-file", ca, "--tls-auth-clients", "no"]);
    let server = Redis::start_with(&arguments);
    server.cli(&["ACL", "SETUSER", "gate", "on", ">hunter2", "~tls:*", "&tls:*", "+@all", "-@admin", "-@dangerous"]);
    let directory = SqlStore::open(&Database::Sqlite(folder.path().join("gatehouse.db"))).await.expect("the store opens");
    let begins = async |host: &str, trust: Trust, password: &str| {
        let credentials = Credentials { username: Some("gate".to_owned()), password: Some(password.to_owned().into()) };
        let servers = RedisServers {
            topology: Topology::Standalone { server: (host.to_owned(), tls_port), database: 0 },
            tls: Some(trust),
            credentials,
            sentinel_credentials: Credentials::default(),
        };
        let lives = Lives { until_closed: Duration::from_hours(1), remembered: Duration::from_hours(1) };
        let master = Arc::new(MasterKeys::random(&SystemEntropy));
        let store = RedisStore::open(directory.clone(), servers, "tls", master, Arc::new(SystemEntropy), lives);
        let store = store.await.expect("the directory answers");
        store.begin(&people::session(UserId::random(&SystemEntropy), NOON)).await
    };
    begins("localhost", authority.trust(), "hunter2").await.expect("it has proved who it is, and so have we");
    for (host, trust, password) in [
        ("localhost", other.trust(), "hunter2"),
        ("localhost", Trust::Machine, "hunter2"),
        ("127.0.0.1", authority.trust(), "hunter2"),
        ("localhost", authority.trust(), "hunter3"),
    ] {
        assert!(begins(host, trust.clone(), password).await.is_err(), "{host} {trust:?} {password}");
    }
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("an address").port()
}
