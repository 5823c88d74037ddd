//! The pages around a session's beginning and end.

use maud::Markup;

use super::brands::HARBOUR;
use crate::{Language, MovingOnPage, SignOutPage, SignedOutPage};

pub(super) fn samples(language: Language) -> Vec<(String, Markup)> {
    let moving_on = |destination: Option<&str>| MovingOnPage {
        brand: &HARBOUR,
        language,
        to: "/calls?from=1&to=2".to_owned(),
        destination: destination.map(str::to_owned),
    };
    let sign_out = SignOutPage { brand: &HARBOUR, language, csrf: "a-token".to_owned(), home: "/".to_owned() };
    let signed_out = SignedOutPage { brand: &HARBOUR, language };
    [
        ("moving-on", moving_on(Some("calls.harbour.example")).render()),
        ("moving-on-home", moving_on(None).render()),
        ("sign-out", sign_out.render()),
        ("signed-out", signed_out.render()),
    ]
    .map(|(name, page)| (name.to_owned(), page))
    .into()
}
