//! The things that are asked about before they are done.

use std::time::Duration;

use maud::{Markup, html};

use crate::{Language, masked};

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// A link to choose a new password is to be mailed to somebody.
    ResetPassword {
        /// Their name.
        name: String,
        /// Where the letter goes; the page shows it masked.
        email: String,
        /// How long the link works.
        life: Duration,
    },
    /// Somebody is to be signed out everywhere.
    EndSessions {
        /// Their name.
        name: String,
    },
    /// Somebody who was locked out is to be let in again.
    Unlock {
        /// Their name.
        name: String,
    },
    /// A link that was approved is to work no longer.
    TakeBack {
        /// Whom it was sent to.
        name: String,
    },
    /// Nobody of an account is to sign in. Its Account ID has to be typed.
    SuspendAccount {
        /// The organisation's name.
        name: String,
        /// Its Account ID.
        account_id: String,
    },
    /// The people of a suspended account are to sign in again.
    ReopenAccount {
        /// The organisation's name.
        name: String,
    },
}

impl Question {
    pub(super) fn title(&self, language: Language) -> String {
        language.say_with(self.keys().heading, &[("name", self.name().into())])
    }

    pub(super) fn heading(&self, language: Language) -> Markup {
        language.fill(self.keys().heading, &[("name", html! { bdi { (self.name()) } })])
    }

    pub(super) fn text(&self, language: Language) -> Markup {
        match self {
            Self::ResetPassword { email, life, .. } => {
                let duration = html! { (language.duration(*life)) };
                language.fill(self.keys().text, &[("email", html! { bdi.ltr { (masked(email)) } }), ("duration", duration)])
            }
            _ => html! { (language.say(self.keys().text)) },
        }
    }

    pub(super) const fn button(&self) -> &'static str {
        self.keys().button
    }

    /// What has to be typed first.
    pub(super) fn phrase(&self) -> Option<&str> {
        match self {
            Self::SuspendAccount { account_id, .. } => Some(account_id),
            _ => None,
        }
    }

    /// Whether it takes something away from people.
    pub(super) const fn is_danger(&self) -> bool {
        match self {
            Self::ResetPassword { .. } | Self::Unlock { .. } | Self::ReopenAccount { .. } => false,
            Self::EndSessions { .. } | Self::TakeBack { .. } | Self::SuspendAccount { .. } => true,
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::ResetPassword { name, .. }
            | Self::EndSessions { name }
            | Self::Unlock { name }
            | Self::TakeBack { name }
            | Self::SuspendAccount { name, .. }
            | Self::ReopenAccount { name } => name,
        }
    }

    const fn keys(&self) -> Keys {
        match self {
            Self::ResetPassword { .. } => Keys::new("confirm-reset", "confirm-reset-text", "confirm-reset-button"),
            Self::EndSessions { .. } => Keys::new("confirm-end-sessions", "confirm-end-sessions-text", "user-end-sessions"),
            Self::Unlock { .. } => Keys::new("confirm-unlock", "confirm-unlock-text", "unlock"),
            Self::TakeBack { .. } => Keys::new("confirm-take-back", "confirm-take-back-text", "requests-take-back"),
            Self::SuspendAccount { .. } => Keys::new("confirm-suspend", "confirm-suspend-text", "account-suspend"),
            Self::ReopenAccount { .. } => Keys::new("confirm-reopen", "confirm-reopen-text", "account-reopen"),
        }
    }
}

struct Keys {
    heading: &'static str,
    text: &'static str,
    button: &'static str,
}

impl Keys {
    const fn new(heading: &'static str, text: &'static str, button: &'static str) -> Self {
        Self { heading, text, button }
    }
}
