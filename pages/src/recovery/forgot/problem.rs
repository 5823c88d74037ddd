//! Why a request was not taken. None of it says whether anybody was found.

use std::time::Duration;

use maud::{Markup, html};

use super::{ForgotField, ForgotForm, ForgotPage};
use crate::{
    Language,
    parts::{Tone, message},
};

/// What stands in the way of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ForgotProblem {
    /// Fields left empty, in the order they stand in the form.
    EmptyFields(Vec<ForgotField>),
    /// What was typed into the email field is no address.
    MalformedEmail,
    /// Too many requests for what was typed, or from the visitor's network.
    Throttled {
        /// Until the next request counts.
        wait: Duration,
    },
    /// The form's token no longer holds.
    FormTooOld,
    /// The browser did not bring our cookie back.
    CookiesBlocked {
        /// The host whose cookies have to be allowed.
        host: String,
    },
    /// What we know people by cannot be reached.
    Unavailable,
}

impl ForgotProblem {
    /// Whether the page's title begins with "Error:". A form that grew old is nobody's error.
    pub fn is_error(&self) -> bool {
        !matches!(self, Self::FormTooOld)
    }

    pub(super) fn of_field(&self, field: ForgotField, form: ForgotForm, language: Language) -> Option<String> {
        match self {
            Self::EmptyFields(fields) if fields.contains(&field) => Some(language.say(form.empty(field))),
            Self::MalformedEmail if field == ForgotField::Identifier => Some(language.say("malformed-email")),
            _ => None,
        }
    }

    pub(super) fn message(&self, page: &ForgotPage<'_>) -> Markup {
        let (language, form) = (page.language, page.form);
        let summary = |body: &Markup| message(Tone::Bad, Some(language.say("problem-heading")), body);
        let link = |field, key| html! { li { a href={ "#" (form.name_of(field)) } { (language.say(key)) } } };
        match self {
            Self::EmptyFields(fields) => summary(&html! {
                ul { @for field in fields { (link(*field, form.empty(*field))) } }
            }),
            Self::MalformedEmail => summary(&html! {
                ul { (link(ForgotField::Identifier, "malformed-email")) }
            }),
            Self::Throttled { wait } => {
                let duration = language.duration(*wait);
                summary(&html! { p { (language.say_with("forgot-throttled", &[("duration", duration.into())])) } })
            }
            Self::FormTooOld => message(Tone::Info, None, &html! { p { (language.say("forgot-form-too-old")) } }),
            Self::CookiesBlocked { host } => {
                let host = html! { bdi.ltr { (host) } };
                summary(&html! { p { (language.fill("forgot-cookies-blocked", &[("host", host)])) } })
            }
            Self::Unavailable => summary(&html! { p { (language.say("forgot-unavailable")) } }),
        }
    }
}
