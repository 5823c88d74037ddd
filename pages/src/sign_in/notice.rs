//! What happened before a person came to the sign-in page.

use std::time::Duration;

use maud::{Markup, html};

use crate::{
    Language,
    parts::{Tone, message},
};

/// News from before the sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInNotice {
    /// The session ended for want of activity.
    SignedOutIdle {
        /// How long nothing happened.
        after: Duration,
        /// Whether a form was on its way to the application and is lost.
        lost_post: bool,
    },
    /// The session reached the longest time a session may last.
    SignedOutAbsolute {
        /// That longest time.
        after: Duration,
        /// Whether a form was on its way to the application and is lost.
        lost_post: bool,
    },
    /// The session ended because the password changed.
    SignedOutPasswordChanged,
    /// The session was ended by an administrator.
    SignedOutByAdministrator,
    /// The second factor was not given in time.
    TookTooLong,
    /// Too many codes were wrong.
    TooManyCodes,
    /// The person has just chosen a new password.
    PasswordChanged,
}

impl SignInNotice {
    pub(super) fn message(self, language: Language) -> Markup {
        let info = |body: Markup| message(Tone::Info, None, &body);
        match self {
            Self::SignedOutIdle { after, lost_post } => info(ended(language, "signed-out-idle", after, lost_post)),
            Self::SignedOutAbsolute { after, lost_post } => info(ended(language, "signed-out-absolute", after, lost_post)),
            Self::SignedOutPasswordChanged => info(html! { p { (language.say("signed-out-password-changed")) } }),
            Self::SignedOutByAdministrator => info(html! { p { (language.say("signed-out-by-administrator")) } }),
            Self::TookTooLong => info(html! { p { (language.say("sign-in-took-too-long")) } }),
            Self::TooManyCodes => info(html! { p { (language.say("sign-in-too-many-codes")) } }),
            Self::PasswordChanged => message(Tone::Good, None, &html! { p { (language.say("password-changed")) } }),
        }
    }
}

fn ended(language: Language, key: &str, after: Duration, lost_post: bool) -> Markup {
    let duration = language.duration(after);
    html! {
        p {
            (language.say_with(key, &[("duration", duration.into())]))
            @if lost_post { " " (language.say("lost-post")) }
        }
    }
}
