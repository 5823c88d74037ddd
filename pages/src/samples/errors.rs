//! The error page's kinds.

use maud::Markup;

use super::brands::{HARBOUR, NEUTRAL};
use crate::{ErrorKind, ErrorPage, Language};

pub(super) fn samples(language: Language) -> Vec<(String, Markup)> {
    let page = |kind| ErrorPage {
        brand: if kind == ErrorKind::NoSuchPortal { &NEUTRAL } else { &HARBOUR },
        language,
        kind,
        reference: "7f3c-2b9a-41d0".to_owned(),
        username: None,
        home: "/".to_owned(),
        retry: retry(kind),
    };
    let forbidden = ErrorPage { username: Some("m.okafor".to_owned()), ..page(ErrorKind::Forbidden) };
    ErrorKind::ALL
        .into_iter()
        .map(|kind| (name(kind).to_owned(), page(kind).render()))
        .chain([("error-403-signed-in".to_owned(), forbidden.render())])
        .collect()
}

fn retry(kind: ErrorKind) -> Option<String> {
    let is_worth_it = matches!(
        kind,
        ErrorKind::TooManyRequests
            | ErrorKind::UpstreamNotResponding
            | ErrorKind::Unavailable
            | ErrorKind::HeadersTooLarge
            | ErrorKind::RequestTimeout
            | ErrorKind::SignInUnavailable
            | ErrorKind::Internal
    );
    is_worth_it.then(|| "/calls".to_owned())
}

fn name(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Forbidden => "error-403",
        ErrorKind::NotFound => "error-404",
        ErrorKind::TooManyRequests => "error-429",
        ErrorKind::UpstreamNotResponding => "error-502",
        ErrorKind::Unavailable => "error-503",
        ErrorKind::UpstreamTimeout => "error-504",
        ErrorKind::BadRequest => "error-400",
        ErrorKind::NoSuchPortal => "error-no-such-portal",
        ErrorKind::MethodNotAllowed => "error-405",
        ErrorKind::HeadersTooLarge => "error-431",
        ErrorKind::PayloadTooLarge => "error-413",
        ErrorKind::RequestTimeout => "error-408",
        ErrorKind::SignInUnavailable => "error-sign-in-unavailable",
        ErrorKind::FormRefused => "error-form-refused",
        ErrorKind::Internal => "error-500",
    }
}
