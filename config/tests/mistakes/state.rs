//! Mistakes in where sessions and counters are kept.

use super::{is_right, says};

/// A `[state]` that is right, but for what `keys` say.
fn state(url: &str, keys: &str) -> String {
    format!("[state]\nurl = \"{url}\"\n{keys}\n")
}

const SENTINELS: &str = "rediss+sentinel://a,b/primary";

/// Each form over TLS.
const PRIVATE: [&str; 3] = ["rediss://a", SENTINELS, "rediss+cluster://a,b"];

#[test]
fn state_is_kept_beside_any_directory() {
    for url in PRIVATE.into_iter().chain(["directory", "redis://localhost/1", "redis://cache.example.com"]) {
        is_right(&state(url, ""));
        let server = "[directory]\nurl = \"postgres://ada@db/gatehouse\"\n[keys]\nmaster_file = \"key\"\n";
        is_right(&format!("{server}{}", state(url, "")));
    }
    says(&state("memory", ""), "state.url: is not a store of sessions (write directory, redis://HOST, redis+sentinel://");
}

#[test]
fn redis_knows_one_password() {
    for url in PRIVATE {
        for right in ["password = \"hunter2\"", "password_file = \"nowhere\"", "username = \"ada\"\npassword = \"hunter2\""] {
            is_right(&state(url, right));
        }
        let both = "password = \"hunter2\"\npassword_file = \"a\"";
        says(&state(url, both), "state.password: is given beside state.password_file (remove one of the two)");
        says(&state(url, "username = \"ada\""), "state.username: is given without its password (add state.password_file");
        let with_password = url.replace("://", "://:hunter2@");
        for (keys, key) in [("username = \"ada\"", "username"), ("password = \"a\"", "password")] {
            let sentence = format!("state.{key}: is given beside the password in state.url (remove it, or take the password out");
            says(&state(&with_password, keys), &sentence);
        }
    }
}

#[test]
fn sentinels_know_a_password_of_their_own() {
    for right in ["sentinel_password = \"a\"", "sentinel_username = \"ada\"\nsentinel_password_file = \"nowhere\""] {
        is_right(&state(SENTINELS, right));
        is_right(&state("rediss+sentinel://ada:hunter2@a,b/primary", right));
    }
    let both = "sentinel_password = \"a\"\nsentinel_password_file = \"a\"";
    says(&state(SENTINELS, both), "state.sentinel_password: is given beside state.sentinel_password_file");
    says(&state(SENTINELS, "sentinel_username = \"ada\""), "state.sentinel_username: is given without its password");
    for url in ["rediss://a", "rediss+cluster://a,b"] {
        for key in ["sentinel_username", "sentinel_password", "sentinel_password_file"] {
            let sentence = format!("state.{key}: is given for sentinels, and state.url has none");
            says(&state(url, &format!("{key} = \"a\"")), &sentence);
        }
    }
}

#[test]
fn a_redis_password_does_not_travel_in_clear() {
    let sentence = |key: &str, private: &str| {
        format!("state.{key}: would send a password in clear beyond this machine (use {private}:// in state.url")
    };
    for private in PRIVATE {
        let plain = private.replace("rediss", "redis");
        let (scheme, _) = private.split_once("://").expect("a URL");
        is_right(&state(&plain, ""));
        says(&state(&plain.replace("://", "://:hunter2@"), ""), &sentence("url", scheme));
        says(&state(&plain, "password = \"hunter2\""), &sentence("password", scheme));
        says(&state(&plain, "username = \"ada\"\npassword_file = \"a\""), &sentence("password_file", scheme));
        is_right(&state(&private.replace("://", "://:hunter2@"), ""));
    }
    let sentinels = SENTINELS.replace("rediss", "redis");
    says(&state(&sentinels, "sentinel_password = \"a\""), &sentence("sentinel_password", "rediss+sentinel"));
    for url in ["redis://localhost", "redis+sentinel://127.0.0.1,[::1]/primary", "redis+cluster://localhost:7000,localhost:7001"]
    {
        is_right(&state(url, "password = \"hunter2\""));
    }
}

#[test]
fn state_keys_without_meaning_are_refused() {
    let certificate = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let ca_file = format!("ca_file = \"{certificate}\"");
    for private in PRIVATE {
        is_right(&state(private, &ca_file));
        let plain = private.replace("rediss", "redis");
        let [(scheme, _), (private, _)] = [&plain, private].map(|url| url.split_once("://").expect("a URL"));
        let sentence =
            format!("state.ca_file: is given for certificates, and {scheme}:// has none (remove it, or use {private}://");
        says(&state(&plain, &ca_file), &sentence);
    }
    let text = ["username", "password", "password_file", "sentinel_username", "sentinel_password", "sentinel_password_file"];
    let keys = text.map(|key| (key, format!("{key} = \"a\"")));
    for (key, keys) in keys.into_iter().chain([("ca_file", ca_file), ("prefix", "prefix = \"a\"".to_owned())]) {
        let sentence = format!("state.{key}: is given for Redis, and sessions are kept beside the directory");
        says(&state("directory", &keys), &sentence);
        says(&format!("[state]\n{keys}"), &sentence);
    }
}

#[test]
fn state_has_bounds() {
    is_right("[state]\nstale = \"30s\"\n");
    is_right(&state("rediss://a", "stale = \"1s\"\nprefix = \"calls:eu_1\""));
    for stale in ["999ms", "31s"] {
        let sentence = format!("state.stale: \"{stale}\" is out of range (give 1s to 30s)");
        says(&format!("[state]\nstale = \"{stale}\""), &sentence);
    }
    for prefix in ["", "{a}", "a b", "é"] {
        says(&state("rediss://a", &format!("prefix = \"{prefix}\"")), "is not what keys can begin with (use 1 to 63 letters");
    }
}

#[test]
fn mistakes_of_both_stores_are_reported_at_once() {
    let text = "[directory]\nurl = \"postgres://ada:hunter2@db/a\"\npassword = \"b\"\n\
                [state]\nurl = \"redis://:hunter2@cache\"\nusername = \"ada\"\nsentinel_password = \"c\"\n";
    let mistakes = super::mistakes(&format!("{text}{}", super::PORTAL));
    let keys: Vec<_> = mistakes.iter().map(|mistake| mistake.key.as_str()).collect();
    assert_eq!(keys, ["keys.master_file", "directory.password", "state.username", "state.sentinel_password", "state.url"]);
}
