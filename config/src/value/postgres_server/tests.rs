//! Which servers a URL can name, and what becomes of its password.

use proptest::prelude::*;

use super::*;

fn server(text: &str) -> PostgresServer {
    text.parse().expect(text)
}

fn line(text: &str) -> Line {
    text.parse().expect(text)
}

#[test]
fn a_server_is_at_a_host() {
    let at = |host: &str, port| PostgresHost::Tcp { host: host.to_owned(), port };
    let expected = |at, password: Option<&str>, tls| PostgresServer {
        at,
        username: line("ada"),
        password: password.map(|password| password.parse().expect("a password")),
        database: line("gatehouse"),
        tls,
    };
    let [verified, off] = [PostgresTls::Verified, PostgresTls::Off];
    for (text, server) in [
        ("postgres://ada@db.example.com/gatehouse", expected(at("db.example.com", 5432), None, verified)),
        ("PostgreSQL://ada@DB.example.com:6432/gatehouse", expected(at("db.example.com", 6432), None, verified)),
        ("postgres://ada:hunter2@[2001:db8::1]/gatehouse", expected(at("2001:db8::1", 5432), Some("hunter2"), verified)),
        ("postgres://ada:a%40b@db/gatehouse?sslmode=disable", expected(at("db", 5432), Some("a@b"), off)),
    ] {
        assert_eq!(text.parse(), Ok(server), "{text}");
    }
    assert_eq!(server("postgres://a%20b@db/c%2Fd").username, line("a b"));
    assert_eq!(server("postgres://a%20b@db/c%2Fd").database, line("c/d"));
}

#[test]
fn a_server_is_on_a_socket() {
    let at = |text: &str| server(text).at;
    let folder = || "/run/postgresql".into();
    let usual = "postgres://ada@/gatehouse?host=/run/postgresql";
    assert_eq!(at(usual), PostgresHost::Socket { folder: folder(), port: 5432 });
    assert_eq!(at(&format!("{usual}&port=5433")), PostgresHost::Socket { folder: folder(), port: 5433 });
    assert_eq!(at("postgres://ada@/gatehouse?host=%2Frun%2Fpostgresql"), at(usual));
    assert_eq!(server(usual).tls, PostgresTls::Off);
}

#[test]
fn a_server_beyond_this_machine_proves_who_it_is() {
    for (host, tls) in [
        ("db.example.com", PostgresTls::Verified),
        ("10.0.0.1", PostgresTls::Verified),
        ("localhost.example.com", PostgresTls::Verified),
        ("localhost", PostgresTls::Off),
        ("127.0.0.1:5433", PostgresTls::Off),
        ("[::1]", PostgresTls::Off),
    ] {
        let url = format!("postgres://ada@{host}/gatehouse");
        assert_eq!(server(&url).tls, tls, "{host}");
        assert_eq!(server(&format!("{url}?sslmode=verify-full")).tls, PostgresTls::Verified, "{host}");
        assert_eq!(server(&format!("{url}?sslmode=disable")).tls, PostgresTls::Off, "{host}");
    }
}

#[test]
fn a_url_says_each_thing_in_one_place() {
    for (text, problem) in [
        ("postgres://db/gatehouse", "does not say who signs in"),
        ("postgres://@db/gatehouse", "does not say who signs in"),
        ("postgres://:hunter2@db/gatehouse", "does not say who signs in"),
        ("postgres://ada@db", "does not name a database"),
        ("postgres://ada@db/", "does not name a database"),
        ("postgres://ada@db/a/b", "does not name a database"),
        ("postgres://ada@/gatehouse", "does not name a host"),
        ("postgres://ada@db,db2/gatehouse", "does not name a host"),
        ("postgres://ada@db/gatehouse?host=/run", "names a host and the folder of a socket"),
        ("postgres://ada@db/gatehouse?port=1", "has a port after its ?"),
        ("postgres://ada@/gatehouse?port=1", "has a port after its ?"),
        ("postgres://ada@/gatehouse?host=/run&sslmode=verify-full", "wants TLS on a Unix socket, which has none"),
        ("postgres://ada@db/gatehouse?sslmode=require", "accepts a server without proof of who it is"),
        ("postgres://ada@db/gatehouse?application_name=a", "has something after its ?"),
        ("postgres:ada@db/gatehouse", "is not the URL of a PostgreSQL server"),
    ] {
        let refused = text.parse::<PostgresServer>().expect_err(text).to_string();
        assert!(refused.starts_with(problem) || refused.contains(problem), "{text}: {refused}");
    }
    let long = format!("postgres://ada@/gatehouse?host=/{}", "a".repeat(100));
    assert!(long.parse::<PostgresServer>().is_err_and(|refused| refused.problem.contains("more than 107 bytes")));
}

#[test]
fn what_is_refused_is_not_repeated() {
    for bad in [
        "hunter2",
        "hunter2://ada@db/gatehouse",
        "postgres://hunter2",
        "postgres://ada:hunter2",
        "postgres://ada:hunter2@",
        "postgres://ada:hunter2@db",
        "postgres://ada:hunter2@db:0/gatehouse",
        "postgres://ada:hunter2@a b/gatehouse",
        "postgres://ada:hunter2/@db/gatehouse",
        "postgres://ada:hunter2?@db/gatehouse",
        "postgres://ada:hunter2#@db/gatehouse",
        "postgres://ada:a@hunter2@db/gatehouse",
        "postgres://ada:a?hunter2@db/gatehouse",
        "postgres://ada:hunter2%@db/gatehouse",
        "postgres://ada:hunter2%0a@db/gatehouse",
        "postgres://ada:hunter2@db/gatehouse#",
        "postgres://ada:a@db/gatehouse?password=hunter2",
        "postgres://ada:a@db/gatehouse?sslmode=hunter2",
        "postgres://ada:a@/gatehouse?host=hunter2",
        "postgres://ada:a@db/gatehouse?host=/hunter2",
    ] {
        let refused = bad.parse::<PostgresServer>().expect_err(bad).to_string();
        assert!(!refused.contains("hunter2"), "{refused}");
    }
}

#[test]
fn a_password_is_not_printed() {
    let server = server("postgres://ada:hunter2@db/gatehouse");
    assert_eq!(server.to_string(), "postgres://ada@db:5432/gatehouse?sslmode=verify-full");
    assert!(!format!("{server:?}").contains("hunter2"));
}

proptest! {
    #[test]
    fn no_text_upsets_the_parser(text in "(postgres(ql)?://)?(.{0,10}@)?.{0,40}") {
        let _ = text.parse::<PostgresServer>();
    }

    #[test]
    fn what_is_accepted_prints_itself_without_its_password(
        username in "[^\\p{C}\\s]{1,9}",
        password in proptest::option::of("[a-z]{1,9}"),
        at in "(db|127\\.0\\.0\\.1|\\[::1\\])(:[1-9][0-9]{0,3})?",
        folder in proptest::option::of("(/[^\\p{C}/]{1,5}){1,3}"),
        database in "[^\\p{C}\\s]{1,9}",
        mode in proptest::option::of("verify-full|disable"),
    ) {
        let userinfo = format!("{}{}", escape(&username), password.map(|text| format!(":{text}")).unwrap_or_default());
        let database = escape(&database);
        let text = match (folder, mode) {
            (Some(folder), _) => format!("postgres://{userinfo}@/{database}?host={}", escape_path(&folder)),
            (None, Some(mode)) => format!("postgres://{userinfo}@{at}/{database}?sslmode={mode}"),
            (None, None) => format!("postgres://{userinfo}@{at}/{database}"),
        };
        let server: PostgresServer = text.parse().expect(&text);
        prop_assert_eq!(server.to_string().parse(), Ok(PostgresServer { password: None, ..server }));
    }
}
