//! The files that are kept beside the code: schema, annotated default and examples.

use gatehouse_config::portal::{Brand, Identity, Timeouts};
use gatehouse_config::section::{Audit, Directory, Keys, Limits, Log, Mail, Password, Recovery, Server, Session, State};
use gatehouse_config::value::{DirectoryUrl, StateUrl};
use gatehouse_config::{Config, schema};
use serde_json::Value;

const ANNOTATED: &str = include_str!("../gatehouse.toml");

/// The annotated file with its commented keys made real: `#key = …` has no space, prose has one.
fn with_commented_keys() -> toml::Table {
    let is_key = |line: &&str| line.starts_with('#') && line.as_bytes().get(1).is_some_and(u8::is_ascii_lowercase);
    let uncomment = |line: &'static str| if is_key(&line) { &line[1..] } else { line };
    ANNOTATED.lines().map(uncomment).collect::<Vec<_>>().join("\n").parse().expect("TOML")
}

fn assert_every_key(node: &Value, written: &[&toml::Value], path: &str) {
    let properties = node.get("properties").and_then(Value::as_object);
    for (name, child) in properties.into_iter().flatten() {
        let path = format!("{path}.{name}");
        let mut found: Vec<&toml::Value> = written.iter().filter_map(|table| table.get(name)).collect();
        assert!(!found.is_empty(), "gatehouse.toml does not mention {path}");
        let child = match child.get("items") {
            Some(items) => {
                found = found.into_iter().filter_map(toml::Value::as_array).flatten().collect();
                items
            }
            None => child,
        };
        assert_every_key(child, &found, &path);
    }
}

#[test]
fn the_schema_is_the_one_that_is_kept() {
    let kept: Value = serde_json::from_str(include_str!("../gatehouse.schema.json")).expect("JSON");
    let command = "cargo run -p gatehouse-config --example schema > config/gatehouse.schema.json";
    assert!(kept == schema(), "gatehouse.schema.json is stale; renew it with: {command}");
}

#[test]
fn the_annotated_file_mentions_every_key() {
    assert_every_key(&schema(), &[&with_commented_keys().into()], "");
}

#[test]
fn the_annotated_file_holds_the_defaults() {
    let config = Config::from_toml(ANNOTATED).expect("nothing is wrong");
    assert_eq!(config.server, Server::default());
    assert_eq!(config.directory, Directory::default());
    assert_eq!(config.state, State::default());
    assert_eq!(config.keys, Keys::default());
    assert_eq!(config.mail, Mail::default());
    assert_eq!(config.session, Session::default());
    assert_eq!(config.password, Password::default());
    assert_eq!(config.recovery, Recovery::default());
    assert_eq!(config.limits, Limits::default());
    assert_eq!(config.audit, Audit::default());
    assert_eq!(config.log, Log::default());

    let bare = "[[portal]]\nname = \"calls\"\ntitle = \"Call Record Web Portal\"\n\
        url = \"https://calls.example.com\"\nupstream = \"http://127.0.0.1:9000\"";
    let mut bare = Config::from_toml(bare).expect("nothing is wrong").portals.remove(0);
    bare.rules.clone_from(&config.portals[0].rules);
    assert_eq!(config.portals[0], bare);
    assert_eq!(bare.brand, Brand::default());
    assert_eq!(bare.identity, Identity::default());
    assert_eq!(bare.timeouts, Timeouts::default());
}

#[test]
fn the_commented_keys_would_be_taken() {
    let mut table = with_commented_keys();
    table["directory"]["url"] = "postgres://gatehouse@db.example.com/gatehouse".into();
    table["state"]["url"] = "rediss+sentinel://one.example.com,two.example.com/gatehouse".into();
    let mistakes = Config::from_toml(&table.to_string()).expect_err("some are only shapes");
    let keys: Vec<_> = mistakes.iter().map(|mistake| mistake.key.as_str()).collect();
    let values = ["directory.ca_file", "keys.master", "mail.ca_file", "portal[0].brand.logo", "state.ca_file"];
    let given_twice = ["keys.master", "directory.password", "state.password", "state.sentinel_password", "mail.password"];
    assert_eq!(keys, [values, given_twice].concat());
}

#[test]
fn the_examples_are_right() {
    let sidecar = Config::from_toml(include_str!("../examples/sidecar.toml")).expect("nothing is wrong");
    assert_eq!(sidecar.portals.len(), 1);
    let edge = Config::from_toml(include_str!("../examples/edge.toml")).expect("nothing is wrong");
    assert_eq!(edge.portals.len(), 2);
    assert_eq!(edge.portals[1].upstreams.len(), 2);
    let several = Config::from_toml(include_str!("../examples/several.toml")).expect("nothing is wrong");
    assert!(matches!(several.directory.url, DirectoryUrl::Postgres(_)) && several.keys.master_file.is_some());
    assert!(matches!(several.state.url, StateUrl::Redis(_)));
    assert!(edge.mail.url.is_some() && edge.portals.iter().all(|portal| portal.recovery.is_some()));
}
