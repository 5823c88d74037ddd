//! Why an attempt was not let in, and how the page says so without telling strangers anything.

use std::time::Duration;

use maud::{Markup, html};

use super::{SignInField, SignInForm, SignInPage};
use crate::{
    Language, PasskeyProblem,
    parts::{Tone, message},
};

/// What stands in the way of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignInProblem {
    /// Fields left empty, in the order they stand in the form.
    EmptyFields(Vec<SignInField>),
    /// What was typed into the email field is no address.
    MalformedEmail,
    /// Unknown person, wrong password, disabled or locked: one answer for all.
    WrongDetails {
        /// Given when few attempts are left.
        warning: Option<PauseWarning>,
    },
    /// Too many failures for what was typed.
    Paused {
        /// Until the next attempt counts.
        wait: Duration,
    },
    /// Too many failures from the visitor's network.
    NetworkLimited,
    /// The form's token no longer holds.
    FormTooOld,
    /// The browser did not bring our cookie back.
    CookiesBlocked {
        /// The host whose cookies have to be allowed.
        host: String,
    },
    /// What we know people by cannot be reached.
    Unavailable,
    /// A passkey was not taken.
    Passkey(PasskeyProblem),
    /// More attempts are under way than we can work on.
    Busy,
}

/// Said before a pause, so that it surprises nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PauseWarning {
    /// Failures until the pause.
    pub failures_left: u32,
    /// How long it will be.
    pub pause: Duration,
}

impl SignInProblem {
    /// Whether the page's title begins with "Error:". A form that grew old is nobody's error.
    pub fn is_error(&self) -> bool {
        !matches!(self, Self::FormTooOld | Self::Passkey(PasskeyProblem::FormTooOld))
    }

    pub(super) fn of_field(&self, field: SignInField, form: SignInForm, language: Language) -> Option<String> {
        match self {
            Self::EmptyFields(fields) if fields.contains(&field) => Some(language.say(form.empty(field))),
            Self::MalformedEmail if field == SignInField::Identifier => Some(language.say("malformed-email")),
            _ => None,
        }
    }

    pub(super) fn message(&self, page: &SignInPage<'_>) -> Markup {
        let (language, form) = (page.language, page.form);
        let summary = |body: &Markup| {
            let heading = language.say("problem-heading");
            message(Tone::Bad, Some(heading), body)
        };
        let link = |field, key| html! { li { a href={ "#" (form.name_of(field)) } { (language.say(key)) } } };
        match self {
            Self::EmptyFields(fields) => summary(&html! {
                ul { @for field in fields { (link(*field, form.empty(*field))) } }
            }),
            Self::MalformedEmail => summary(&html! {
                ul { (link(SignInField::Identifier, "malformed-email")) }
            }),
            Self::WrongDetails { warning } => summary(&html! {
                ul { (link(form.first_field(), form.wrong_details())) }
                @if let Some(warning) = warning { p.small { (warning.sentence(language)) } }
            }),
            Self::Paused { wait } => {
                message(Tone::Bad, Some(language.say("paused-heading")), &html! { p { (paused(page, *wait)) } })
            }
            Self::NetworkLimited => summary(&html! { p { (language.say("network-limited")) } }),
            Self::FormTooOld => message(Tone::Info, None, &html! { p { (language.say("form-too-old")) } }),
            Self::CookiesBlocked { host } => {
                let host = html! { bdi.ltr { (host) } };
                summary(&html! { p { (language.fill("cookies-blocked", &[("host", host)])) } })
            }
            Self::Unavailable => summary(&html! { p { (language.say("unavailable")) } }),
            Self::Passkey(problem) => problem.trouble(language).message,
            Self::Busy => summary(&html! { p { (language.say("busy")) } }),
        }
    }
}

impl PauseWarning {
    fn sentence(self, language: Language) -> String {
        language.say_with(
            "pause-warning",
            &[("failures", self.failures_left.into()), ("duration", language.duration(self.pause).into())],
        )
    }
}

fn paused(page: &SignInPage<'_>, wait: Duration) -> Markup {
    let language = page.language;
    let duration = html! { (language.duration(wait)) };
    let Some(forgot) = &page.forgot else {
        return language.fill("paused-without-reset", &[("duration", duration)]);
    };
    let reset = html! { a href=(forgot.address) { (language.say("paused-reset")) } };
    language.fill("paused", &[("duration", duration), ("reset", reset)])
}
