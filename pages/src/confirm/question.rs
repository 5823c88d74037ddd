//! The things that are asked about before they are done.

use std::time::Duration;

use maud::{Markup, html};

use crate::{Language, MfaPolicy, masked};

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
    /// The one who asks is to set up a second factor.
    SetUpOwnMfa,
    /// The one who asks is to set up their own second factor anew.
    ResetOwnMfa,
    /// The one who asks is to be asked for a second factor no more.
    TurnOffOwnMfa,
    /// The recovery codes of the one who asks are to be replaced.
    NewRecoveryCodes,
    /// A passkey or security key of the one who asks is to work no longer.
    RemovePasskey {
        /// What they call it.
        name: String,
    },
    /// Somebody is to set up their second factor anew.
    ResetMfa {
        /// Their name.
        name: String,
    },
    /// Nobody of the account is to be asked for a second factor. A phrase has to be typed, the same in every language.
    DisableMfa,
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
    /// What has to be typed before MFA is turned off for everyone, whatever the language of the page.
    pub const DISABLE_MFA: &str = "Disable MFA";

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
            Self::DisableMfa => Some(Self::DISABLE_MFA),
            _ => None,
        }
    }

    /// What the form posts besides.
    pub(super) const fn hidden(&self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::DisableMfa => Some(("policy", MfaPolicy::Disabled.as_str())),
            _ => None,
        }
    }

    /// Whether it takes something away from people.
    pub(super) const fn is_danger(&self) -> bool {
        match self {
            Self::ResetPassword { .. }
            | Self::Unlock { .. }
            | Self::SetUpOwnMfa
            | Self::NewRecoveryCodes
            | Self::ReopenAccount { .. } => false,
            Self::EndSessions { .. }
            | Self::TakeBack { .. }
            | Self::ResetOwnMfa
            | Self::TurnOffOwnMfa
            | Self::RemovePasskey { .. }
            | Self::ResetMfa { .. }
            | Self::DisableMfa
            | Self::SuspendAccount { .. } => true,
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::ResetPassword { name, .. }
            | Self::EndSessions { name }
            | Self::Unlock { name }
            | Self::TakeBack { name }
            | Self::RemovePasskey { name }
            | Self::ResetMfa { name }
            | Self::SuspendAccount { name, .. }
            | Self::ReopenAccount { name } => name,
            // Their sentences name nobody.
            Self::SetUpOwnMfa | Self::ResetOwnMfa | Self::TurnOffOwnMfa | Self::NewRecoveryCodes | Self::DisableMfa => "",
        }
    }

    const fn keys(&self) -> Keys {
        match self {
            Self::ResetPassword { .. } => Keys::new("confirm-reset", "confirm-reset-text", "confirm-reset-button"),
            Self::EndSessions { .. } => Keys::new("confirm-end-sessions", "confirm-end-sessions-text", "user-end-sessions"),
            Self::Unlock { .. } => Keys::new("confirm-unlock", "confirm-unlock-text", "unlock"),
            Self::TakeBack { .. } => Keys::new("confirm-take-back", "confirm-take-back-text", "requests-take-back"),
            Self::SetUpOwnMfa => Keys::new("confirm-set-up-mfa", "confirm-set-up-mfa-text", "continue"),
            Self::ResetOwnMfa => Keys::new("confirm-reset-own-mfa", "confirm-reset-own-mfa-text", "my-mfa-reset"),
            Self::TurnOffOwnMfa => Keys::new("confirm-turn-off-mfa", "confirm-turn-off-mfa-text", "confirm-turn-off-mfa-button"),
            Self::NewRecoveryCodes => Keys::new("confirm-new-codes", "recovery-codes-new-hint", "recovery-codes-new"),
            Self::RemovePasskey { .. } => Keys::new("confirm-remove-passkey", "confirm-remove-passkey-text", "remove"),
            Self::ResetMfa { .. } => Keys::new("confirm-reset-mfa", "confirm-reset-mfa-text", "users-reset-mfa"),
            Self::DisableMfa => Keys::new("confirm-disable-mfa", "confirm-disable-mfa-text", "confirm-disable-mfa-button"),
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
