use std::{collections::BTreeSet, fs, path::Path};

use super::*;
use crate::assets::{self, Name};

/// Spanish samples that are kept too; the rest differ from the English ones by words alone.
const SPANISH_SNAPSHOTS: [&str; 3] = ["sign-in-account-es", "sign-in-wrong-account-two-left-es", "error-502-es"];

#[test]
fn pages_look_as_they_did() {
    let mut names = BTreeSet::new();
    for (name, page) in all() {
        if name.ends_with("-es") && !SPANISH_SNAPSHOTS.contains(&name.as_str()) {
            continue;
        }
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name.clone(), readable(&page.into_string()));
        });
        names.insert(format!("{name}.snap"));
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/samples/snapshots");
    let kept: BTreeSet<_> = fs::read_dir(folder)
        .expect("snapshots are kept")
        .map(|entry| entry.expect("a file").file_name().into_string().expect("a name"))
        .collect();
    assert_eq!(kept, names, "a snapshot that no sample makes is to be deleted");
}

#[test]
fn every_name_is_given_once() {
    let names: BTreeSet<_> = all().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), all().len());
}

#[test]
fn every_field_has_its_label() {
    each_page(|name, page| {
        for input in tags(page, "input") {
            if attribute(input, "type") == Some("hidden") {
                continue;
            }
            let id = attribute(input, "id").expect("an input that people see has an id");
            assert!(page.contains(&format!("for=\"{id}\"")), "{name}: {id}");
        }
    });
}

#[test]
fn every_page_says_its_language_and_has_one_heading_and_one_title() {
    each_page(|name, page| {
        let code = if name.ends_with("-es") { "es" } else { "en" };
        let root = format!("<!DOCTYPE html><html lang=\"{code}\" dir=\"ltr\">");
        assert!(page.starts_with(&root), "{name}");
        assert_eq!(page.matches("<h1").count(), 1, "{name}");
        let title = between(page, "<title>", "</title>").expect("a title");
        assert!(title.contains(" – "), "{name}: {title}");
        let brings_error = page.contains("class=\"msg bad\"");
        assert_eq!(title.starts_with("Error: "), brings_error, "{name}: {title}");
    });
}

#[test]
fn nothing_on_a_page_needs_what_our_policy_forbids() {
    each_page(|name, page| {
        assert!(!page.contains(" style="), "{name}");
        assert!(!page.contains("<style"), "{name}");
        assert!(!page.contains("javascript:"), "{name}");
        for script in tags(page, "script") {
            let is_inert = attribute(script, "type") == Some("application/json");
            assert!(is_inert || attribute(script, "src").is_some(), "{name}: {script}");
        }
        for tag in page.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap_or_default();
            let has_handler =
                tag.split_whitespace().skip(1).any(|attribute| attribute.starts_with("on") && attribute.contains('='));
            assert!(!has_handler, "{name}: <{tag}>");
        }
    });
}

#[test]
fn one_thing_at_most_takes_the_focus_and_messages_do() {
    each_page(|name, page| {
        let focused = page.matches(" autofocus").count();
        assert!(focused <= 1, "{name}");
        if page.contains("class=\"msg ") {
            let message = tags(page, "div").find(|tag| tag.contains("class=\"msg "));
            assert!(message.is_some_and(|tag| tag.contains(" autofocus")), "{name}");
        }
    });
}

#[test]
fn every_description_and_every_inner_link_leads_somewhere() {
    each_page(|name, page| {
        for tag in page.split('<') {
            let described_by = attribute(tag, "aria-describedby").unwrap_or_default();
            let link = attribute(tag, "href").and_then(|href| href.strip_prefix('#'));
            for id in described_by.split_whitespace().chain(link) {
                assert!(page.contains(&format!("id=\"{id}\"")), "{name}: {id}");
            }
        }
    });
}

#[test]
fn sentences_are_never_loud_and_never_beg() {
    each_page(|name, page| {
        let body = page.replace("<!DOCTYPE html>", "");
        assert!(!body.contains('!'), "{name}");
        for word in ["please", "oops", "Please", "Oops"] {
            assert!(!body.contains(word), "{name}: {word}");
        }
    });
}

fn each_page(check: impl Fn(&str, &str)) {
    for (name, page) in all() {
        check(&name, &page.into_string());
    }
}

/// Every opening tag of this name.
fn tags<'a>(page: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let opening = format!("<{name} ");
    page.match_indices(&opening).filter_map(|(at, _)| page[at..].split('>').next()).collect::<Vec<_>>().into_iter()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    between(tag, &format!(" {name}=\""), "\"")
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(start)?;
    rest.split_once(end).map(|(inside, _)| inside)
}

/// One element a line, and no digests: a change of the stylesheet is no change of the page.
fn readable(page: &str) -> String {
    let mut text = page.replace("><", ">\n<");
    for name in [Name::Stylesheet, Name::Script, Name::Logo] {
        let file = assets::file_name(name);
        assert!(text.contains(file), "every page loads {file}");
        text = without_digest(&text, file);
    }
    for (file, _) in themes() {
        text = without_digest(&text, &file);
    }
    text
}

fn without_digest(text: &str, file: &str) -> String {
    let [stem, digest, extension] = file.split('.').collect::<Vec<_>>()[..] else {
        panic!("{file} has no digest");
    };
    assert!(digest.len() == 12 && digest.bytes().all(|b| b.is_ascii_hexdigit()));
    text.replace(file, &format!("{stem}.[digest].{extension}"))
}
