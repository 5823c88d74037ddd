//! Portals that exist only here.

use std::sync::LazyLock;

use crate::{
    Brand,
    assets::{self, Name},
    theme::Theme,
};

const PREFIX: &str = "/_auth";

/// Name and content of the stylesheets that samples refer to, under `/_auth/assets/`.
pub fn themes() -> Vec<(String, String)> {
    [HARBOUR_ACCENT, CANARY_ACCENT].into_iter().map(theme).collect()
}

/// A portal that has everything.
pub(super) static HARBOUR: LazyLock<Brand> = LazyLock::new(|| Brand {
    title: "Harbour Contact".to_owned(),
    logo: assets::url(PREFIX, Name::Logo),
    theme: Some(format!("{PREFIX}/assets/{}", theme(HARBOUR_ACCENT).0)),
    prefix: PREFIX.to_owned(),
    support: Some("support@harbour.example".parse().expect("a mailbox")),
    help: Some("https://harbour.example/help".to_owned()),
    privacy: Some("https://harbour.example/privacy".to_owned()),
    names_gatehouse: true,
});

/// A portal whose colour cannot be text on white.
pub(super) static CANARY: LazyLock<Brand> = LazyLock::new(|| Brand {
    title: "Canary Calls".to_owned(),
    theme: Some(format!("{PREFIX}/assets/{}", theme(CANARY_ACCENT).0)),
    ..Brand::neutral(PREFIX)
});

/// No portal.
pub(super) static NEUTRAL: LazyLock<Brand> = LazyLock::new(|| Brand::neutral(PREFIX));

const HARBOUR_ACCENT: &str = "#0b6b74";
const CANARY_ACCENT: &str = "#ffd400";

fn theme(accent: &str) -> (String, String) {
    let css = Theme::from_accent(accent.parse().expect("a colour")).css();
    (assets::hashed_name("theme", "css", css.as_bytes()), css)
}
