//! The document's head.

use maud::{Markup, html};

use super::{Layout, Outcome};
use crate::assets::{self, Name};

/// Title, stylesheets and script; the portal's theme comes last so that it wins.
pub(super) fn head(layout: &Layout<'_>) -> Markup {
    let brand = layout.brand;
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            title { (title(layout)) }
            meta name="color-scheme" content="light dark";
            // `no-referrer` would make Chromium send `Origin: null` with our own forms.
            meta name="referrer" content="same-origin";
            meta name="robots" content="noindex";
            @if let Some(address) = layout.moves_to {
                meta http-equiv="refresh" content=(format!("0; url={address}"));
            }
            link rel="icon" href=(brand.logo);
            link rel="stylesheet" href=(assets::url(&brand.prefix, Name::Stylesheet));
            @if let Some(theme) = &brand.theme {
                link rel="stylesheet" href=(theme);
            }
            script src=(assets::url(&brand.prefix, Name::Script)) defer {}
        }
    }
}

fn title(layout: &Layout<'_>) -> String {
    let values = [("page", layout.title.as_str().into()), ("tenant", layout.brand.title.as_str().into())];
    match layout.outcome {
        Outcome::Plain => layout.language.say_with("title", &values),
        Outcome::Problem => layout.language.say_with("title-error", &values),
    }
}
