//! Which servers a URL can name, and what becomes of its password.

use proptest::prelude::*;

use super::*;

fn servers(text: &str) -> RedisServers {
    text.parse().expect(text)
}

fn address(host: &str, port: u16) -> RedisAddress {
    RedisAddress { host: host.to_owned(), port }
}

fn service() -> Line {
    "primary".parse().expect("a line")
}

#[test]
fn one_server_keeps_everything() {
    for (text, server, database, has_tls) in [
        ("redis://cache", address("cache", 6379), 0, false),
        ("Rediss://Cache.example.com:6380", address("cache.example.com", 6380), 0, true),
        ("redis://[::1]/2", address("::1", 6379), 2, false),
        ("rediss://10.0.0.1:1/255", address("10.0.0.1", 1), 255, true),
    ] {
        let topology = RedisTopology::Standalone { server, database };
        assert_eq!(text.parse(), Ok(RedisServers { topology, has_tls, username: None, password: None }), "{text}");
    }
}

#[test]
fn sentinels_know_the_server() {
    for (text, database, has_tls) in [
        ("redis+sentinel://a,b:26380,[2001:db8::1]/primary", 0, false),
        ("rediss+sentinel://a:26379,b:26380,[2001:db8::1]:26379/primary/3", 3, true),
    ] {
        let sentinels = vec![address("a", 26379), address("b", 26380), address("2001:db8::1", 26379)];
        let topology = RedisTopology::Sentinel { sentinels, service: service(), database };
        assert_eq!(text.parse(), Ok(RedisServers { topology, has_tls, username: None, password: None }), "{text}");
    }
}

#[test]
fn the_servers_of_a_cluster_name_each_other() {
    for (text, has_tls) in [("redis+cluster://a,b:7000", false), ("rediss+cluster://a:6379,b:7000", true)] {
        let topology = RedisTopology::Cluster { nodes: vec![address("a", 6379), address("b", 7000)] };
        assert_eq!(text.parse(), Ok(RedisServers { topology, has_tls, username: None, password: None }), "{text}");
    }
}

#[test]
fn servers_may_be_signed_in_at() {
    for rest in ["://NAMEcache", "+sentinel://NAMEa,b/primary", "+cluster://NAMEa,b"] {
        let read = |name: &str| servers(&format!("rediss{}", rest.replace("NAME", name)));
        let proof = |servers: RedisServers| servers.password.expect("a password").expose().to_owned();
        assert_eq!(read("ada:hunter2@").username.as_ref().map(Line::as_str), Some("ada"));
        assert_eq!(proof(read("ada:hunter%2F2%40@")), "hunter/2@");
        assert_eq!(read(":hunter2@").username, None);
        assert_eq!(proof(read(":hunter2@")), "hunter2");
    }
}

#[test]
fn tls_and_this_machine_keep_a_secret() {
    for good in ["redis://localhost", "redis+sentinel://127.0.0.1,[::1]/primary", "rediss+cluster://a,b", "rediss://a"] {
        assert!(servers(good).is_private(), "{good}");
    }
    for bad in ["redis://cache", "redis://10.0.0.1", "redis+sentinel://localhost,a/primary", "redis+cluster://127.0.0.1,b"] {
        assert!(!servers(bad).is_private(), "{bad}");
    }
}

#[test]
fn a_url_says_what_its_form_has() {
    for (text, problem) in [
        ("redis:cache", "is not the URL of servers of Redis"),
        ("redis-sentinel://a/primary", "is not the URL of servers of Redis"),
        ("redis+://a", "is not the URL of servers of Redis"),
        ("redis://", "does not name a host"),
        ("redis://cache?db=1", "does not name a host"),
        ("redis://a,b", "names several servers where there is one"),
        ("redis+cluster://a,b,a", "names a server twice"),
        ("redis://ada@cache", "has an @ without a password before it"),
        ("redis://@cache", "has an @ without a password before it"),
        ("redis://cache/", "has something else than the number of a database"),
        ("redis://cache/-1", "has something else than the number of a database"),
        ("redis://cache/+1", "has something else than the number of a database"),
        ("redis://cache/256", "has something else than the number of a database"),
        ("redis://cache/0/1", "has something else than the number of a database"),
        ("redis+sentinel://a,b", "does not name the service that its sentinels watch"),
        ("redis+sentinel://a,b/", "does not name the service that its sentinels watch"),
        ("redis+sentinel://a,b/pri mary", "does not name the service that its sentinels watch"),
        ("redis+sentinel://a,b/primary/x", "has something else than the number of a database"),
        ("redis+cluster://a,b/0", "has a path, and a cluster has no numbered databases"),
    ] {
        let refused = text.parse::<RedisServers>().expect_err(text);
        assert!(refused.problem.starts_with(problem), "{text}: {refused}");
    }
}

#[test]
fn what_is_refused_is_not_repeated() {
    for bad in [
        "hunter2",
        "hunter2://cache",
        "redis:hunter2@cache",
        "redis://hunter2@cache",
        "redis://ada:hunter2",
        "redis://ada:hunter2@",
        "redis://ada:hunter2@cache:0",
        "redis://ada:hunter2@cache?",
        "redis://ada:hunter2@cache#",
        "redis://ada:hunter2@a b",
        "redis://ada:hunter2/@cache",
        "redis://ada:hunter2#@cache",
        "redis://ada:hunter2@b@cache",
        "redis://ada:a@hunter2@cache",
        "redis://ada:hunter2%@cache",
        "redis://ada:hunter2%0a@cache",
        "redis://:a@cache/hunter2",
        "redis+sentinel://:a@b/primary/hunter2",
        "redis+sentinel://:hunter2@a,b",
        "redis+sentinel://:hunter2@a,a/primary",
        "redis+cluster://:hunter2@a/1",
        "redis+cluster://:a@b/hunter2",
    ] {
        let refused = bad.parse::<RedisServers>().expect_err(bad).to_string();
        assert!(!refused.contains("hunter2"), "{refused}");
    }
}

#[test]
fn neither_name_nor_password_is_printed() {
    let servers = servers("rediss+sentinel://ada:hunter2@a,[::1]/pri%20mary/1");
    assert_eq!(servers.to_string(), "rediss+sentinel://a:26379,[::1]:26379/pri%20mary/1");
    assert!(!format!("{servers:?}").contains("hunter2"));
}

proptest! {
    #[test]
    fn no_text_upsets_the_parser(text in "(rediss?(\\+sentinel|\\+cluster)?://)?(.{0,10}@)?([a-z:0-9]{1,9},){0,3}.{0,20}") {
        let _ = text.parse::<RedisServers>();
    }

    #[test]
    fn what_is_accepted_prints_itself_without_who_signs_in(
        tls in "s?",
        userinfo in "(([a-z]{1,9})?:[a-z]{1,9}@)?",
        more in "(,[a-z]{2,9}:1[0-9]{0,3})?",
        service in "[^\\p{C}\\s]{1,9}",
        database in "(/[0-9]{1,2})?",
    ) {
        for text in [
            format!("redis{tls}://{userinfo}a{database}"),
            format!("redis{tls}+sentinel://{userinfo}a{more}/{}{database}", escape(&service)),
            format!("redis{tls}+cluster://{userinfo}a{more}"),
        ] {
            let servers: RedisServers = text.parse().expect(&text);
            let printed = servers.to_string();
            prop_assert_eq!(printed.parse(), Ok(RedisServers { username: None, password: None, ..servers }));
        }
    }
}
