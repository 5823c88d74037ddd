//! What may import what: the table of the architecture, read from the sources.

use std::{fs, path::Path};

/// A part of the house, and what it must not name.
struct Room {
    /// A folder or file below the workspace.
    place: &'static str,
    /// What its sources must not use, as paths begin.
    never: &'static [&'static str],
}

const LEAVES: [&str; 3] = ["gatehouse_auth_core", "gatehouse_pages", "gatehouse_config"];

const ROOMS: [Room; 17] = [
    Room {
        place: "auth-core/src",
        never: &[
            LEAVES[1],
            LEAVES[2],
            "gatehouse",
            "tokio",
            "http",
            "axum",
            "hyper",
            "pingora",
            "sqlx",
            "std::net::TcpStream",
            "std::env",
            "std::fs",
        ],
    },
    Room {
        place: "pages/src",
        never: &[LEAVES[0], LEAVES[2], "gatehouse", "tokio", "http", "axum", "hyper", "pingora", "sqlx", "std::net", "std::env"],
    },
    Room {
        place: "config/src",
        never: &[LEAVES[0], LEAVES[1], "gatehouse", "tokio", "http", "axum", "hyper", "pingora", "sqlx", "std::env"],
    },
    Room {
        place: "gateway/src/gate",
        never: &[
            "crate::proxy",
            "crate::routes",
            "crate::store",
            "crate::mail",
            "crate::wiring",
            "pingora",
            "axum",
            "sqlx",
            "hyper",
        ],
    },
    Room {
        place: "gateway/src/portal.rs",
        never: &[
            "crate::proxy",
            "crate::routes",
            "crate::store",
            "crate::mail",
            "crate::wiring",
            "pingora",
            "axum",
            "sqlx",
            "hyper",
        ],
    },
    Room { place: "gateway/src/proxy", never: &["crate::store", "crate::mail", "crate::wiring", "crate::cli", "sqlx"] },
    Room {
        place: "gateway/src/routes",
        never: &["crate::proxy", "crate::store", "crate::mail", "crate::wiring", "crate::cli", "pingora", "sqlx"],
    },
    Room {
        place: "gateway/src/store",
        never: &[
            "crate::proxy",
            "crate::routes",
            "crate::gate",
            "crate::mail",
            "crate::wiring",
            LEAVES[1],
            LEAVES[2],
            "pingora",
            "axum",
            "http",
        ],
    },
    Room {
        place: "gateway/src/hashing.rs",
        never: &[
            "crate::proxy",
            "crate::routes",
            "crate::gate",
            "crate::mail",
            "crate::wiring",
            LEAVES[1],
            LEAVES[2],
            "pingora",
            "axum",
            "http",
        ],
    },
    Room {
        place: "gateway/src/mail",
        never: &["crate::proxy", "crate::routes", "crate::store", "crate::wiring", "pingora", "axum"],
    },
    Room {
        place: "gateway/src/management.rs",
        never: &["crate::proxy", "crate::routes", "crate::store", "crate::wiring", "pingora", "axum", "sqlx"],
    },
    Room {
        place: "gateway/src/news.rs",
        never: &["crate::proxy", "crate::routes", "crate::store", "crate::wiring", "pingora", "axum", "sqlx"],
    },
    Room {
        place: "gateway/src/chores.rs",
        never: &["crate::proxy", "crate::routes", "crate::store", "crate::wiring", "pingora", "axum", "sqlx"],
    },
    Room {
        place: "gateway/src/compile.rs",
        never: &["crate::routes", "crate::store", "crate::wiring", "crate::cli", "pingora", "sqlx"],
    },
    Room {
        place: "gateway/src/stores.rs",
        never: &[
            "crate::proxy",
            "crate::routes",
            "crate::gate",
            "crate::mail",
            "crate::wiring",
            "crate::cli",
            "pingora",
            "sqlx",
            "redis",
        ],
    },
    Room {
        place: "gateway/src/telemetry.rs",
        never: &["crate::proxy", "crate::routes", "crate::store", "crate::gate", "crate::wiring", "pingora", "axum", "sqlx"],
    },
    Room { place: "gateway/src/cli", never: &["crate::proxy", "crate::routes", "crate::store", "pingora", "axum", "sqlx"] },
];

/// The forbidden paths that a source uses, by `use` or by naming them in full.
fn forbidden<'a>(source: &str, never: &[&'a str]) -> Vec<&'a str> {
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let code = with_groups_spelled_out(&code);
    never.iter().copied().filter(|path| names(&code, path)).collect()
}

/// Whether `code` has `path` as the beginning of a path, not as a part of a longer word.
fn names(code: &str, path: &str) -> bool {
    code.match_indices(path).any(|(at, _)| {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let before = code[..at].chars().next_back();
        let after = &code[at + path.len()..];
        // `gatehouse::x` is not `self::gatehouse::x`; `pingora` is used by `pingora::` or `use pingora;`.
        let begins = before.is_none_or(|c| !is_word(c) && c != ':' && c != '.' && c != '"');
        let is_used =
            after.starts_with("::") || (after.starts_with(';') || after.starts_with(" as ")) && code[..at].ends_with("use ");
        begins && (is_used || (path.contains("::") && !after.starts_with(is_word)))
    })
}

/// `use crate::{a, b::{c, d}};` as `use crate::a; use crate::b::{c, d};`, so that what comes first in a group is a path.
fn with_groups_spelled_out(code: &str) -> String {
    let mut spelled = code.to_owned();
    for (at, _) in code.match_indices("crate::{") {
        let (mut depth, mut item) = (1, String::new());
        for c in code[at + "crate::{".len()..].chars() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 || (depth == 1 && c == ',') {
                spelled.extend(["\nuse crate::", item.trim(), ";"]);
                item.clear();
            } else {
                item.push(c);
            }
            if depth == 0 {
                break;
            }
        }
    }
    spelled
}

/// Every source below `place`, without its tests and what only tests use.
fn sources(place: &Path, found: &mut Vec<(String, String)>) {
    if place.ends_with("auth-core/src/testing") {
        return;
    }
    if place.is_dir() {
        for entry in fs::read_dir(place).expect("a folder") {
            sources(&entry.expect("an entry").path(), found);
        }
    } else if place.extension().is_some_and(|extension| extension == "rs") && !place.ends_with("tests.rs") {
        let text = fs::read_to_string(place).expect("a source");
        found.push((place.display().to_string(), without_tests(&text)));
    }
}

/// A source up to its module of tests.
fn without_tests(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let is_tests = |pair: &[&str]| pair[0].starts_with("#[cfg(") && pair[0].contains("test") && pair[1].starts_with("mod ");
    let end = lines.windows(2).position(is_tests).unwrap_or(lines.len());
    lines[..end].join("\n")
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace")
}

#[test]
fn every_room_imports_only_what_it_may() {
    let mut broken = Vec::new();
    let mut read = 0;
    for room in ROOMS {
        let place = workspace().join(room.place);
        if !place.exists() {
            continue;
        }
        let mut found = Vec::new();
        sources(&place, &mut found);
        read += found.len();
        for (file, code) in found {
            broken.extend(forbidden(&code, room.never).into_iter().map(|path| format!("{file} uses {path}")));
        }
    }
    assert!(read > 100, "only {read} sources were read");
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn wiring_is_named_by_nobody_but_the_library_and_the_commands() {
    let mut found = Vec::new();
    sources(&workspace().join("gateway/src"), &mut found);
    let may = |file: &str| {
        ["/lib.rs", "/wiring.rs"].iter().any(|end| file.ends_with(end)) || file.contains("/cli/") || file.contains("/demo/")
    };
    let broken: Vec<_> = found
        .iter()
        .filter(|(file, code)| !may(file) && !forbidden(code, &["crate::wiring"]).is_empty())
        .map(|(file, _)| file)
        .collect();
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn leaves_know_nothing_of_each_other() {
    for leaf in ["auth-core", "pages", "config"] {
        let manifest = fs::read_to_string(workspace().join(leaf).join("Cargo.toml")).expect("a manifest");
        let dependencies = manifest.split("[dependencies]").nth(1).expect("dependencies");
        assert!(!dependencies.contains("gatehouse"), "{leaf} depends on another crate of this workspace");
    }
}

#[test]
fn a_forbidden_import_is_seen_however_it_is_written() {
    let never = ["crate::store", "pingora"];
    for source in [
        "use crate::store::SqlStore;",
        "use crate::{gate::Gate, store::SqlStore};",
        "use crate::{\n    gate::{a, b},\n    store,\n};",
        "fn f() { crate::store::open() }",
        "pub(crate) use crate::store;",
    ] {
        assert_eq!(forbidden(source, &never), ["crate::store"], "{source}");
    }
    for source in ["use pingora::http::RequestHeader;", "use pingora;", "fn f(_: &pingora::Error) {}", "use ::pingora::Error;"] {
        let seen = forbidden(&source.replace("use ::", "use "), &never);
        assert_eq!(seen, ["pingora"], "{source}");
    }
}

#[test]
fn an_honest_source_is_left_alone() {
    let never = ["crate::store", "pingora", "http"];
    for source in [
        "// as pingora::Error has it",
        "/// See [`crate::store`].",
        "use crate::stored::Thing;",
        "use crate::{gate, storehouse::X};",
        "let url = \"http://x\";",
        "use percent_encoding::x; struct pingora_like;",
        "use gatehouse_auth_core::http_less::X;",
    ] {
        assert!(forbidden(source, &never).is_empty(), "{source}");
    }
}
