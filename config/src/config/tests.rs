//! What is read, from where, and in which order.

use std::fs;

use super::*;
use crate::portal::{AfterTemporary, RecoveryFlow};
use crate::value::{Duration, PostgresHost, PostgresTls, RedisAddress, RedisTopology, StateUrl, Upstream};

const PORTAL: &str = r#"
[[portal]]
name = "calls"
title = "Calls"
url = "https://calls.example.com"
upstream = "http://127.0.0.1:9000"
"#;

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

/// A file of this text in a folder of its own.
fn written(text: &str) -> (tempfile::TempDir, Sources) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("gatehouse.toml");
    fs::write(&file, text).expect("a file");
    (folder, Sources { file: Some(file), ..Sources::default() })
}

fn portal(config: &Config) -> &Portal {
    let [portal] = config.portals.as_slice() else { panic!("one portal") };
    portal
}

#[test]
fn one_portal_is_all_it_takes() {
    let config = Config::from_toml(PORTAL).expect("nothing is wrong");
    assert_eq!(config.session, Session::default());
    assert_eq!(config.limits, Limits::default());
    assert_eq!(config.mail, Mail::default());
    assert_eq!((portal(&config).recovery, portal(&config).after_temporary), (None, AfterTemporary::Require));
    assert!(!portal(&config).operators);
    let portal = portal(&config);
    assert_eq!(portal.upstreams, [Upstream::Http { host: "127.0.0.1".to_owned(), port: 9000 }]);
    assert_eq!(portal.prefix.as_str(), "/_auth");
    assert!(portal.remember_me && !portal.insecure_cookie);
    assert_eq!((&config.directory, &config.state), (&Directory::default(), &State::default()));
    assert_eq!(config.directory_file(), Some("/var/lib/gatehouse/gatehouse.db".into()));
}

#[test]
fn flags_go_over_the_environment_and_that_over_the_file() {
    let (_folder, mut sources) = written(&format!("[session]\nidle = \"1m\"\nabsolute = \"2h\"\n{PORTAL}"));
    assert_eq!(Config::load(&sources).expect("read").session.idle, Duration::minutes(1));
    sources.environment = pairs(&[("GATEHOUSE_SESSION__IDLE", "15m"), ("PATH", "/bin")]);
    assert_eq!(Config::load(&sources).expect("read").session.idle, Duration::minutes(15));
    sources.overrides = pairs(&[("session.idle", "20m")]);
    let session = Config::load(&sources).expect("read").session;
    assert_eq!(session.idle, Duration::minutes(20));
    assert_eq!(session.absolute, Duration::hours(2));
}

#[test]
fn a_whole_configuration_fits_into_the_environment() {
    let portal = r#"[{"name": "calls", "title": "Calls", "url": "https://calls.example.com", "upstream": ["unix:/a"]}]"#;
    for portal in [portal.to_owned(), portal.replace("\": ", "\" = ")] {
        let sources = Sources {
            environment: pairs(&[
                ("GATEHOUSE_PORTAL", &portal),
                ("GATEHOUSE_SERVER__LISTEN", "127.0.0.1:8080, unix:/run/a.sock"),
                ("GATEHOUSE_SERVER__TRUSTED_PROXIES", "[\"10.0.0.0/8\"]"),
                ("GATEHOUSE_PASSWORD__MIN_LENGTH", "15"),
                ("GATEHOUSE_PASSWORD__ARGON2__MEMORY", "64MiB"),
                ("GATEHOUSE_LIMITS__TYPED__FAILURES", "3"),
                ("GATEHOUSE_KEYS__MASTER", &"1".repeat(64)),
            ]),
            ..Sources::default()
        };
        let config = Config::load(&sources).expect("read");
        assert_eq!(config.server.listen.len(), 2);
        assert_eq!(config.server.trusted_proxies.len(), 1);
        assert_eq!(config.password.min_length, 15);
        assert_eq!(config.password.argon2.iterations, 2);
        assert_eq!(config.limits.typed.failures, 3);
        assert_eq!(config.limits.typed.window, Duration::minutes(15));
        assert_eq!(config.keys.master.expect("a key").expose(), &[0x11; 32]);
        assert_eq!(config.portals.len(), 1);
    }
}

#[test]
fn variables_that_kubernetes_sets_are_not_ours() {
    let (_folder, mut sources) = written(PORTAL);
    sources.environment = pairs(&[
        ("GATEHOUSE_PORT", "tcp://10.0.0.1:8080"),
        ("GATEHOUSE_PORT_8080_TCP_ADDR", "10.0.0.1"),
        ("GATEHOUSE_SERVICE_HOST", "10.0.0.1"),
        ("GATEHOUSE_SERVICE_PORT_HTTP", "8080"),
        ("GATEHOUSE_CRM_SERVICE_PORT", "8080"),
        ("GATEHOUSE_CRM_PORT", "tcp://10.0.0.1:8080"),
    ]);
    assert!(Config::load(&sources).is_ok());
}

#[test]
fn relative_paths_start_where_the_file_lies() {
    let text = format!(
        "[server]\ndata_dir = \"data\"\n[keys]\nmaster_file = \"/run/key\"\n\
         [mail]\nurl = \"smtps://a\"\nfrom = \"a@b\"\nusername = \"ada\"\npassword_file = \"password\"\nca_file = \"ca.pem\"\n\
         {PORTAL}[portal.brand]\nlogo = \"logo.svg\"\n"
    );
    let (folder, sources) = written(&text);
    fs::write(folder.path().join("logo.svg"), "<svg/>").expect("a file");
    fs::write(folder.path().join("ca.pem"), "pem").expect("a file");
    let config = Config::load(&sources).expect("read");
    assert_eq!(config.server.data_dir, folder.path().join("data"));
    assert_eq!(config.keys.master_file, Some("/run/key".into()));
    assert_eq!(config.mail.password_file, Some(folder.path().join("password")));
    assert_eq!(config.mail.ca_file, Some(folder.path().join("ca.pem")));
    assert_eq!(config.portals[0].brand.logo, Some(folder.path().join("logo.svg")));
    assert_eq!(config.directory_file(), Some(folder.path().join("data/gatehouse.db")));
}

#[test]
fn the_files_of_stores_start_there_too() {
    let text = format!(
        "[directory]\nurl = \"postgres://ada@db/gatehouse\"\npassword_file = \"password\"\nca_file = \"ca.pem\"\n\
         [state]\nurl = \"rediss+sentinel://a/b\"\npassword_file = \"state\"\nsentinel_password_file = \"sentinel\"\n\
         ca_file = \"ca.pem\"\n[keys]\nmaster_file = \"master.key\"\n{PORTAL}"
    );
    let (folder, sources) = written(&text);
    fs::write(folder.path().join("ca.pem"), "pem").expect("a file");
    let config = Config::load(&sources).expect("read");
    assert_eq!(config.directory_file(), None);
    assert_eq!(config.directory.password_file, Some(folder.path().join("password")));
    assert_eq!(config.directory.ca_file, Some(folder.path().join("ca.pem")));
    assert_eq!(config.state.password_file, Some(folder.path().join("state")));
    assert_eq!(config.state.sentinel_password_file, Some(folder.path().join("sentinel")));
    assert_eq!(config.state.ca_file, Some(folder.path().join("ca.pem")));
    assert_eq!(config.keys.master_file, Some(folder.path().join("master.key")));
}

#[test]
fn a_directory_server_is_set_up_by_the_environment_alone() {
    let (_folder, mut sources) = written(PORTAL);
    sources.environment = pairs(&[
        ("GATEHOUSE_DIRECTORY__URL", "postgres://gatehouse@db.example.com:6432/gatehouse"),
        ("GATEHOUSE_DIRECTORY__PASSWORD", "hunter2"),
        ("GATEHOUSE_DIRECTORY__CONNECTIONS", "40"),
        ("GATEHOUSE_KEYS__MASTER", &"1".repeat(64)),
    ]);
    let directory = Config::load(&sources).expect("read").directory;
    let DirectoryUrl::Postgres(server) = &directory.url else { panic!("a server") };
    assert_eq!(server.at, PostgresHost::Tcp { host: "db.example.com".to_owned(), port: 6432 });
    assert_eq!((server.username.as_str(), server.database.as_str()), ("gatehouse", "gatehouse"));
    assert_eq!((server.tls, &server.password), (PostgresTls::Verified, &None));
    assert_eq!(directory.password.as_ref().expect("a password").expose(), "hunter2");
    assert_eq!(directory.connections, 40);
}

#[test]
fn letters_go_into_a_folder_of_the_data_directory() {
    let folder = |url: &str| {
        let mail = format!("[mail]\nurl = \"{url}\"\nfrom = \"no-reply@example.com\"\n");
        Config::from_toml(&format!("{mail}{PORTAL}")).expect("read").mail_folder()
    };
    assert_eq!(folder("file:mail"), Some("/var/lib/gatehouse/mail".into()));
    assert_eq!(folder("file:/srv/mail"), Some("/srv/mail".into()));
    assert_eq!(folder("smtp://localhost"), None);
}

#[test]
fn a_forgotten_password_comes_back_by_mail() {
    for (word, flow) in [
        ("emailed-password", RecoveryFlow::EmailedPassword),
        ("link", RecoveryFlow::Link),
        ("link-then-temporary", RecoveryFlow::LinkThenTemporary),
        ("admin-approval", RecoveryFlow::AdminApproval),
    ] {
        let mail = "[mail]\nurl = \"smtps://mail.example.com\"\nfrom = \"Calls <no-reply@example.com>\"\n";
        let keys = format!("recovery = \"{word}\"\nafter_temporary = \"recommend\"");
        let config = Config::from_toml(&format!("{mail}{PORTAL}{keys}")).expect("read");
        assert_eq!(portal(&config).recovery, Some(flow));
        assert_eq!(portal(&config).after_temporary, AfterTemporary::Recommend);
    }
}

#[test]
fn mail_is_set_up_by_the_environment_alone() {
    let (_folder, mut sources) = written(PORTAL);
    sources.environment = pairs(&[
        ("GATEHOUSE_MAIL__URL", "smtp+starttls://mail.example.com"),
        ("GATEHOUSE_MAIL__FROM", "Call Records <no-reply@example.com>"),
        ("GATEHOUSE_MAIL__USERNAME", "gatehouse"),
        ("GATEHOUSE_MAIL__PASSWORD", "hunter2"),
        ("GATEHOUSE_MAIL__CONCURRENCY", "8"),
        ("GATEHOUSE_LIMITS__LETTERS__FAILURES", "2"),
    ]);
    let config = Config::load(&sources).expect("read");
    assert_eq!(config.mail.password.as_ref().expect("a password").expose(), "hunter2");
    assert_eq!(config.mail.concurrency, 8);
    assert_eq!(config.limits.letters.failures, 2);
    assert_eq!(config.limits.letters.window, Duration::hours(1));
}

#[test]
fn redis_is_set_up_by_the_environment_alone() {
    let (_folder, mut sources) = written(PORTAL);
    sources.environment = pairs(&[
        ("GATEHOUSE_STATE__URL", "rediss+sentinel://one.example.com,two.example.com:26380/primary/1"),
        ("GATEHOUSE_STATE__USERNAME", "gatehouse"),
        ("GATEHOUSE_STATE__PASSWORD", "hunter2"),
        ("GATEHOUSE_STATE__SENTINEL_PASSWORD", "hunter3"),
        ("GATEHOUSE_STATE__PREFIX", "calls"),
        ("GATEHOUSE_STATE__STALE", "10s"),
    ]);
    let state = Config::load(&sources).expect("read").state;
    let StateUrl::Redis(servers) = &state.url else { panic!("servers") };
    let address = |host: &str, port| RedisAddress { host: host.to_owned(), port };
    let sentinels = vec![address("one.example.com", 26379), address("two.example.com", 26380)];
    let service = "primary".parse().expect("a line");
    assert_eq!(servers.topology, RedisTopology::Sentinel { sentinels, service, database: 1 });
    assert!(servers.has_tls && servers.username.is_none() && servers.password.is_none());
    assert_eq!(state.username.as_ref().expect("a name").as_str(), "gatehouse");
    assert_eq!(state.password.as_ref().expect("a password").expose(), "hunter2");
    assert_eq!(state.sentinel_password.as_ref().expect("a password").expose(), "hunter3");
    assert_eq!((state.prefix.as_str(), state.stale), ("calls", Duration::seconds(10)));
}

#[test]
fn a_portal_answers_to_all_its_hosts() {
    let text = format!("{PORTAL}hosts = [\"Records.example.com:443\", \"calls.example.com:8443\"]");
    let config = Config::from_toml(&text).expect("read");
    let authorities: Vec<_> = config.portals[0].authorities().map(|a| a.to_string()).collect();
    assert_eq!(authorities, ["calls.example.com", "records.example.com", "calls.example.com:8443"]);
}

#[test]
fn a_key_is_not_printed_with_the_configuration() {
    let config = Config::from_toml(&format!("[keys]\nmaster = \"{}\"\n{PORTAL}", "ab".repeat(32))).expect("read");
    assert!(format!("{config:?}").contains("Secret(…)"));
    assert!(!format!("{config:?}").contains("171, 171"));
}

#[test]
fn a_mail_password_is_not_printed_with_the_configuration() {
    let keys = ["url = \"smtps://ada:hunter2@a\"", "url = \"smtps://a\"\nusername = \"ada\"\npassword = \"hunter2\""];
    for keys in keys {
        let mail = format!("[mail]\nfrom = \"no-reply@example.com\"\n{keys}\n");
        let config = Config::from_toml(&format!("{mail}{PORTAL}")).expect("read");
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}

#[test]
fn a_directory_password_is_not_printed_with_the_configuration() {
    let keys = ["url = \"postgres://ada:hunter2@db/a\"", "url = \"postgres://ada@db/a\"\npassword = \"hunter2\""];
    for keys in keys {
        let text = format!("[directory]\n{keys}\n[keys]\nmaster_file = \"key\"\n{PORTAL}");
        let config = Config::from_toml(&text).expect("read");
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}

#[test]
fn a_redis_password_is_not_printed_with_the_configuration() {
    let sentinels = "url = \"rediss+sentinel://a/b\"\nsentinel_password = \"hunter2\"";
    for keys in ["url = \"rediss://:hunter2@a\"", "url = \"rediss://a\"\npassword = \"hunter2\"", sentinels] {
        let config = Config::from_toml(&format!("[state]\n{keys}\n{PORTAL}")).expect("read");
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}
