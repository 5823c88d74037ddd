//! Mistakes in single values, names and files.

use std::fs;

use gatehouse_config::{Config, Sources};

use super::{PORTAL, mistake, mistakes, says};

#[test]
fn a_misspelt_key_is_named_with_its_nearest() {
    says("[session]\nidel = \"15m\"", "gatehouse.toml: session.idel: there is no such key (did you mean idle?)");
    says("sign-in = \"email\"", "portal[0].sign-in: there is no such key (did you mean sign_in?)");
    says("[portals]\nx = 1", "portals: there is no such key (did you mean portal?)");
}

#[test]
fn a_misplaced_key_is_sent_where_it_belongs() {
    says("[server]\nidle = \"15m\"", "(did you mean session.idle?)");
    says("[log]\ncolours = true", "(remove it; the keys here are format, level)");
}

#[test]
fn a_misspelt_variable_is_named_as_such() {
    let sources = Sources {
        environment: vec![
            ("GATEHOUSE_SESSION_IDLE".to_owned(), "15m".to_owned()),
            ("GATEHOUSE_SESSION__REMEMBER".to_owned(), "long".to_owned()),
        ],
        overrides: vec![("server.listen".to_owned(), "here".to_owned())],
        file: None,
    };
    let mistakes = Config::load(&sources).expect_err("something is wrong");
    insta::assert_snapshot!(mistakes, @r#"
    flag server.listen: server.listen[0]: "here" is no address to listen on (write IP:PORT, such as 127.0.0.1:8080 or [::]:8080, or unix:/PATH)
    environment GATEHOUSE_SESSION__REMEMBER: session.remember: "long" is not a duration (write a whole number and one unit: 500ms, 90s, 15m, 12h or 30d)
    environment GATEHOUSE_SESSION_IDLE: session_idle: there is no such key (write GATEHOUSE_SESSION__IDLE: two underscores lead into a table)
    no file here or in /etc/gatehouse: portal: no portal is configured (add a [[portal]] with name, title, url and upstream)
    "#);
}

#[test]
fn every_mistake_is_reported_at_once() {
    let text = r#"
colour = "red"
[server]
listen = ["localhost:8080"]
trusted_proxies = ["10.0.0.5/8", "0.0.0.0/0"]
[session]
idle = "13h"
remember = "soon"
[password]
min_length = 4
required_score = "green"
argon2 = { memory = "1MiB", iterations = 0 }
[keys]
master = "hunter2"
master_file = "key"
[mail]
url = "smtp://localhost"
[[portal]]
name = "call records"
url = "https://calls.example.com/app"
upstream = ["http://127.0.0.1:9000", "app:9000"]
sign_in = "user-name"
hosts = "crm.example.com"
accounts = [7]
remember_me = "yes"
[portal.brand]
accent = "blue"
[portal.identity]
profile = "remote-user"
lifetime = "1h"
[[portal.rule]]
path = "public/*"
access = "everyone"
[[portal.rule]]
path = "/admin/*"
access = "deny"
roles = ["Admin"]
[[portal]]
name = "crm"
title = "CRM"
url = "http://crm.example.com"
upstream = "unix:crm.sock"
[[portal]]
name = "CRM"
title = "CRM"
url = "https://crm.example.com"
upstream = "http://127.0.0.1:1"
"#;
    insta::assert_snapshot!(mistakes(text), @r#"
    gatehouse.toml: colour: there is no such key (remove it; the keys here are audit, directory, keys, limits, log, mail, password, portal, recovery, server, session, state)
    gatehouse.toml: keys.master: is not 32 bytes in base64 or hex (make one with: openssl rand -base64 32)
    gatehouse.toml: password.argon2.iterations: 0 is out of range (give 1 to 16; OWASP's minimum is 2 with 19MiB of memory)
    gatehouse.toml: password.argon2.memory: "1MiB" is out of range (give 8MiB to 1GiB; OWASP's minimum is 19MiB with 2 iterations)
    gatehouse.toml: password.min_length: 4 is out of range (give 8 to 128)
    gatehouse.toml: password.required_score: expected a whole number, found text (write digits without quotes)
    gatehouse.toml: portal[0].accounts[0]: expected text, found a whole number (write it in quotes, such as "ACME")
    gatehouse.toml: portal[0].brand.accent: "blue" is not a colour (write # and six hex digits, such as #0b5fff)
    gatehouse.toml: portal[0].hosts: expected a list, found text (write it in brackets, such as ["…"])
    gatehouse.toml: portal[0].identity.lifetime: "1h" is out of range (give 30s to 10m)
    gatehouse.toml: portal[0].identity.profile: not yet: the profile remote-user comes in a later release (remove it)
    gatehouse.toml: portal[0].name: "call records" is not a name of letters, digits and dashes (use 1 to 63 letters, digits and dashes)
    gatehouse.toml: portal[0].remember_me: expected true or false, found text (write true or false without quotes)
    gatehouse.toml: portal[0].rule[0].access: "everyone" is not a choice here (use "anyone", "signed-in", "mfa", "deny")
    gatehouse.toml: portal[0].rule[0].path: "public/*" is not an absolute path (begin with a slash, such as /public/*)
    gatehouse.toml: portal[0].rule[1].roles[0]: "Admin" is not a role's name (use 1 to 63 lower-case letters, digits and dashes, such as manage-users)
    gatehouse.toml: portal[0].sign_in: "user-name" is not a choice here (did you mean "username"? use "username", "email", "username-or-email", "account-username")
    gatehouse.toml: portal[0].upstream[1]: is not an upstream (write http://HOST:PORT, https://HOST:PORT or unix:/PATH)
    gatehouse.toml: portal[0].url: has a path (write scheme and host alone: https://calls.example.com)
    gatehouse.toml: portal[0].title: is missing (add title, such as "Call Record Web Portal")
    gatehouse.toml: portal[1].upstream: names a Unix socket by a relative path (write unix:/ and the whole path)
    gatehouse.toml: server.listen[0]: "localhost:8080" is no address to listen on (write IP:PORT, such as 127.0.0.1:8080 or [::]:8080, or unix:/PATH)
    gatehouse.toml: server.trusted_proxies[0]: "10.0.0.5/8" names an address inside its network (write 10.0.0.0/8 for the network, or the address alone)
    gatehouse.toml: session.remember: "soon" is not a duration (write a whole number and one unit: 500ms, 90s, 15m, 12h or 30d)
    gatehouse.toml: keys.master: is given beside keys.master_file (remove one of the two)
    gatehouse.toml: server.trusted_proxies[1]: trusts everybody, so that anybody could claim any address (list the networks of the proxies in front alone)
    gatehouse.toml: session.idle: absolute (12h) is shorter than idle (13h) (keep idle, absolute and remember in rising order)
    gatehouse.toml: mail.from: is missing, and letters are from somebody (add from, such as "Call Records <no-reply@example.com>")
    gatehouse.toml: portal[2].name: "CRM" is already the name of portal[1] (give each portal a name of its own)
    gatehouse.toml: portal[2].url: crm.example.com is already served by portal[1].url (give each portal a host or port of its own)
    gatehouse.toml: portal[1].url: would send session cookies over plain http beyond this machine (use https, or accept it with insecure_cookie = true)
    gatehouse.toml: portal[0].rule[1].roles: demands something of people whom this rule does not ask to sign in (use access = "signed-in", or remove it)
    "#);
}

#[test]
fn a_file_that_is_not_toml_is_answered_with_line_and_column() {
    insta::assert_snapshot!(mistakes("[keys]\nmaster = \"hunter2\nx = 1\n"), @r#"gatehouse.toml:2:18: is not TOML: invalid basic string, expected `"` (correct that line)"#);
}

#[test]
fn a_line_that_is_not_toml_is_not_quoted() {
    for line in [
        "master = hunter2",
        "master = \"hunter2",
        "master = \"hunter2\\q\"",
        "master = \"\" hunter2",
        "master = [hunter2]",
        "master = \"hunter2\"\nmaster = \"hunter2\"",
    ] {
        let sentence = mistakes(&format!("[keys]\n{line}\n")).to_string();
        assert!(sentence.starts_with("gatehouse.toml:") && sentence.contains("is not TOML"), "{sentence}");
        assert!(!sentence.contains("hunter2"), "{sentence}");
    }
}

#[test]
fn a_missing_file_is_named() {
    let sources = Sources { file: Some("nowhere/gatehouse.toml".into()), ..Sources::default() };
    let mistakes = Config::load(&sources).expect_err("there is no file").to_string();
    assert!(mistakes.starts_with("nowhere/gatehouse.toml: cannot be read: No such file"), "{mistakes}");
    assert!(mistakes.ends_with("(name a readable file with --config)"), "{mistakes}");
}

#[test]
fn a_portal_there_must_be() {
    let none = "gatehouse.toml: portal: no portal is configured (add a [[portal]] with name, title, url and upstream)";
    assert_eq!(mistakes("").to_string(), none);
    assert_eq!(mistakes("portal = []").to_string(), none);
    let one = mistakes("[portal]\nname = \"calls\"").to_string();
    assert!(one.ends_with("expected a list of tables, found a table (write [[portal]] and its keys below it)"), "{one}");
}

#[test]
fn what_comes_later_is_known_and_refused() {
    for key in [
        "[[server.tls]]\ncertificate = \"a\"",
        "[portal.encryption]\nmode = \"spool\"",
        "[portal.identity.headers]\nX-User = \"{user.username}\"",
        "[portal.identity.role_map]\nadmin = \"ROLE_ADMIN\"",
        "[portal.identity]\nbind = \"rfc9421\"",
        "[portal.identity]\nalgorithm = \"EdDSA\"",
        "[portal.identity]\nprofile = \"oauth2-proxy\"",
        "[portal.identity]\nassertion_header = \"Authorization: Bearer {assertion}\"",
    ] {
        let sentence = mistake(key);
        assert!(sentence.contains("not yet: ") && sentence.contains("comes in a later release"), "{sentence}");
    }
}

#[test]
fn a_secret_is_never_repeated() {
    for master in ["\"hunter2\"", "[\"hunter2\"]", "{ value = \"hunter2\" }"] {
        let sentence = mistake(&format!("[keys]\nmaster = {master}"));
        assert!(!sentence.contains("hunter2"), "{sentence}");
    }
    assert!(!mistake("[keys]\nmaster = 123456789").contains("123456789"));
    for keys in [
        "url = \"smtp://ada:hunter2@\"",
        "url = [\"smtp://ada:hunter2@a\"]",
        "url = \"smtp://ada:hunter2@mail.example.com\"",
        "url = \"smtps://a\"\npassword = \"hunter2\"",
        "url = \"smtps://a\"\nusername = \"ada\"\npassword = [\"hunter2\"]",
        "url = \"smtps://a\"\nusername = \"ada\"\npassword = \"hunter2\\n\"",
    ] {
        let sentence = mistake(&format!("[mail]\nfrom = \"a@b\"\n{keys}"));
        assert!(!sentence.contains("hunter2"), "{sentence}");
    }
    for keys in [
        "url = \"postgres://ada:hunter2@db\"",
        "url = \"postgres:ada:hunter2@db/gatehouse\"",
        "url = [\"postgres://ada:hunter2@db/gatehouse\"]",
        "url = \"postgres://ada:hunter2@db/gatehouse\"",
        "url = \"postgres://ada:hunter2@db/gatehouse?sslmode=require\"",
        "password = \"hunter2\"",
        "password = [\"hunter2\"]",
        "password = \"hunter2\\n\"",
    ] {
        let sentence = mistakes(&format!("[directory]\n{keys}\n{PORTAL}")).to_string();
        assert!(sentence.contains("gatehouse.toml: directory.") || sentence.contains("keys.master_file: "), "{sentence}");
        assert!(!sentence.contains("hunter2"), "{sentence}");
    }
    for keys in [
        "url = \"redis://ada:hunter2@\"",
        "url = \"redis-sentinel://:hunter2@cache\"",
        "url = [\"redis://:hunter2@cache\"]",
        "url = \"redis://:hunter2@cache\"",
        "url = \"rediss://cache\"\npassword = \"hunter2\\n\"",
        "url = \"rediss://cache\"\nsentinel_password = \"hunter2\"",
        "password = \"hunter2\"",
    ] {
        let sentence = mistake(&format!("[state]\n{keys}"));
        assert!(!sentence.contains("hunter2"), "{sentence}");
    }
    assert!(!mistake("allowed_origins = [\"https://ada:hunter2@a\"]").contains("hunter2"));
}

#[test]
fn numbers_have_bounds_in_every_spelling() {
    for text in ["{\"min_length\": 7}", "{ min_length = 7 }", "{\"min_length\": 18446744073709551615}"] {
        let password = ("GATEHOUSE_PASSWORD".to_owned(), text.to_owned());
        let sources = Sources { environment: vec![password], ..Sources::default() };
        let sentence = Config::load(&sources).expect_err("something is wrong").to_string();
        assert!(sentence.contains("is out of range (give 8 to 128)"), "{sentence}");
    }
}

#[test]
fn an_empty_path_is_no_path() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("gatehouse.toml");
    fs::write(&file, format!("[keys]\nmaster_file = \"\"\n{PORTAL}")).expect("a file");
    let sources = Sources { file: Some(file), ..Sources::default() };
    let sentence = Config::load(&sources).expect_err("something is wrong").to_string();
    assert!(sentence.contains("keys.master_file: is not a path"), "{sentence}");
}

#[test]
fn a_logo_is_a_picture_that_can_be_read() {
    says("[portal.brand]\nlogo = \"logo.jpg\"", "use an .svg or .png file");
    says("[portal.brand]\nlogo = \"nowhere.svg\"", "\"nowhere.svg\" cannot be read: No such file");
    let folder = tempfile::tempdir().expect("a folder");
    let logo = folder.path().join("logo.PNG");
    fs::write(&logo, "png").expect("a file");
    assert!(Config::from_toml(&format!("{PORTAL}[portal.brand]\nlogo = \"{}\"", logo.display())).is_ok());
}

#[test]
fn an_authority_is_a_file_that_can_be_read() {
    let with = |file: &str| format!("[mail]\nurl = \"smtps://a\"\nfrom = \"a@b\"\nca_file = \"{file}\"\n");
    says(&with("nowhere.pem"), "mail.ca_file: \"nowhere.pem\" cannot be read: No such file");
    let folder = tempfile::tempdir().expect("a folder");
    says(&with(&folder.path().display().to_string()), "is a directory (name the file in it)");
    let file = folder.path().join("ca.pem");
    fs::write(&file, "pem").expect("a file");
    assert!(Config::from_toml(&format!("{}{PORTAL}", with(&file.display().to_string()))).is_ok());
}

#[test]
fn mistakes_are_a_list_in_json() {
    let json = serde_json::to_value(mistakes("[log]\nlevel = \"loud\"\n[[portal]]")).expect("plain data");
    assert_eq!(json[0]["file"], "gatehouse.toml");
    assert_eq!(json[0]["key"], "log.level");
    assert!(json[0]["problem"].is_string() && json[0]["remedy"].is_string());
}
