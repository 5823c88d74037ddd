//! What is said of a configuration that is wrong.

mod directory;
mod mail;
mod relations;
mod shapes;
mod state;

use gatehouse_config::{Config, Mistakes};

const PORTAL: &str = r#"
[[portal]]
name = "calls"
title = "Calls"
url = "https://calls.example.com"
upstream = "http://127.0.0.1:9000"
"#;

#[track_caller]
fn mistakes(text: &str) -> Mistakes {
    Config::from_toml(text).expect_err("something is wrong")
}

/// The single mistake of a file that is right but for `text`, which stands before or within the portal.
#[track_caller]
fn mistake(text: &str) -> String {
    let is_in_portal = !text.starts_with('[') || text.starts_with("[portal.") || text.starts_with("[[portal");
    let whole = if is_in_portal { format!("{PORTAL}{text}") } else { format!("{text}\n{PORTAL}") };
    let mistakes = mistakes(&whole);
    assert_eq!(mistakes.iter().count(), 1, "{mistakes}");
    mistakes.to_string()
}

#[track_caller]
fn says(text: &str, sentence: &str) {
    let mistake = mistake(text);
    assert!(mistake.contains(sentence), "{mistake}");
}

#[track_caller]
fn is_right(text: &str) {
    let config = Config::from_toml(&format!("{text}{PORTAL}"));
    assert!(config.is_ok(), "{}", config.expect_err("checked"));
}
