use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use super::*;

fn sources_of(language: Language) -> String {
    match language {
        Language::English => ENGLISH_FILES.concat(),
        Language::Spanish => SPANISH_FILES.concat(),
    }
}

#[test]
fn every_language_has_the_same_keys_with_the_same_variables() {
    let english = sources_of(Language::English);
    for language in Language::ALL {
        assert_eq!(variables_by_key(&sources_of(language)), variables_by_key(&english), "{}", language.code());
    }
}

#[test]
fn every_file_parses_and_names_each_key_once() {
    for language in Language::ALL {
        let source = sources_of(language);
        let named = source.lines().filter(|line| key_of(line).is_some()).count();
        assert_eq!(named, variables_by_key(&source).len());
        let _ = language.bundle();
    }
}

#[test]
fn every_key_is_used_and_every_used_key_exists() {
    let code = sources();
    let english = sources_of(Language::English);
    let keys = variables_by_key(&english);
    let unused: Vec<_> = keys.keys().filter(|key| !code.contains(&format!("\"{key}\""))).collect();
    assert!(unused.is_empty(), "never said: {unused:?}");

    for call in ["say(\"", "say_with(\"", "fill(\""] {
        for rest in code.split(call).skip(1) {
            let key = rest.split('"').next().unwrap_or_default();
            assert!(keys.contains_key(key), "no sentence {key}");
        }
    }
}

#[test]
fn numbers_choose_their_plural() {
    let minutes = |n: u64| Language::English.duration(Duration::from_secs(n * 60));
    assert_eq!(minutes(1), "1 minute");
    assert_eq!(minutes(15), "15 minutes");
    assert_eq!(minutes(60), "1 hour");
    assert_eq!(minutes(90), "90 minutes");
    assert_eq!(minutes(1440), "24 hours");
    assert_eq!(minutes(2880), "2 days");
    assert_eq!(Language::Spanish.duration(Duration::from_secs(61)), "2 minutos");
    assert_eq!(Language::English.duration(Duration::ZERO), "1 minute");
}

#[test]
fn markup_takes_the_place_of_its_variable_and_text_is_escaped() {
    let host = "<b>\u{E000}";
    let filled = Language::English.fill("destination", &[("host", html! { bdi { (host) } })]);
    assert_eq!(filled.into_string(), "Next you will go to <bdi>&lt;b&gt;\u{E000}</bdi>");
}

fn variables_by_key(source: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut current = None;
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        current = key_of(line).or(current);
        let Some(key) = current else { continue };
        let names = found.entry(key).or_default();
        for rest in line.split('$').skip(1) {
            let end = rest.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(rest.len());
            names.insert(&rest[..end]);
        }
    }
    found
}

fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once(" =")?;
    key.starts_with(|c: char| c.is_ascii_lowercase()).then_some(key)
}

/// All Rust sources of this crate but the tests.
fn sources() -> String {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut code = String::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the sources are here") {
            let path = entry.expect("the sources are readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
                code += &fs::read_to_string(path).expect("the sources are text");
            }
        }
    }
    code
}
