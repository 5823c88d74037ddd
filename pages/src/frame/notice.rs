//! What was just done, said once on the page that follows.

use std::time::Duration;

use maud::{Markup, html};

use super::Frame;
use crate::{
    Language,
    parts::{Tone, message},
};

/// A thing done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The person changed their own account.
    AccountUpdated,
    /// A new address waits to be confirmed from its own mailbox.
    ConfirmationSent {
        /// That address.
        email: String,
    },
    /// The person changed their own password.
    PasswordChanged,
    /// One of the person's other sessions was ended.
    SignedOutOf {
        /// What it ran on.
        device: String,
    },
    /// All of the person's other sessions were ended.
    SignedOutElsewhere,
    /// A link to choose a new password is on its way to somebody.
    LinkSent {
        /// Their name.
        name: String,
    },
    /// A person's particulars were changed.
    UserSaved {
        /// Their name.
        name: String,
    },
    /// A person's roles were changed.
    RolesSaved {
        /// Their name.
        name: String,
    },
    /// A person was added.
    UserAdded {
        /// Their name.
        name: String,
    },
    /// A person may sign in again.
    Unlocked {
        /// Their name.
        name: String,
    },
    /// A person was signed out everywhere.
    SessionsEnded {
        /// Their name.
        name: String,
    },
    /// A request was approved, and its link is on its way.
    RequestApproved {
        /// Whose request it was.
        name: String,
        /// How long the link works from now on.
        expires_in: Duration,
    },
    /// A request was declined.
    RequestDeclined {
        /// Whose request it was.
        name: String,
    },
    /// A link that was on its way works no longer.
    RequestTakenBack {
        /// Whose request it was.
        name: String,
    },
    /// The person is asked for a second factor from now on.
    MfaTurnedOn,
    /// The person is asked for a second factor no more.
    MfaTurnedOff,
    /// The person sets up their second factor anew at their next sign-in.
    MfaReset,
    /// The person will be asked again to set up a second factor.
    MfaPutOff,
    /// Somebody else sets up their second factor anew at their next sign-in.
    MfaResetOf {
        /// Their name.
        name: String,
    },
    /// The account asks for the second factor otherwise than before.
    MfaPolicySaved,
    /// The person has new recovery codes; the old ones work no longer.
    RecoveryCodesMade,
    /// The person came in by a recovery code.
    RecoveryCodesLeft {
        /// How many are good still.
        left: u32,
    },
    /// The person registered a passkey or security key.
    PasskeyAdded {
        /// What they call it.
        name: String,
    },
    /// The person calls a passkey or security key otherwise.
    PasskeyRenamed {
        /// What they call it now.
        name: String,
    },
    /// A passkey or security key of the person works no longer.
    PasskeyRemoved {
        /// What they called it.
        name: String,
    },
    /// A passkey or security key of the person stays: it is the last that meets what their company asks of them.
    PasskeyKept {
        /// What they call it.
        name: String,
    },
    /// The account's own particulars were changed.
    SettingsSaved,
    /// An account was opened.
    AccountOpened,
    /// An account was changed.
    AccountSaved,
    /// The link for an account's first administrator is on its way.
    FirstAdminLinkSent {
        /// Their name.
        name: String,
    },
}

impl Notice {
    pub(super) fn message(&self, frame: &Frame<'_>) -> Markup {
        let language = frame.language;
        let tone = match self {
            Self::MfaPutOff | Self::RecoveryCodesLeft { .. } | Self::PasskeyKept { .. } => Tone::Info,
            _ => Tone::Good,
        };
        let make_new = match self {
            Self::RecoveryCodesLeft { .. } => {
                html! { " " a href=(frame.path("account/mfa/recovery-codes/new")) { (language.say("notice-make-new-codes")) } }
            }
            _ => html! {},
        };
        message(tone, None, &html! { p { (self.sentence(language)) (make_new) } })
    }

    fn sentence(&self, language: Language) -> Markup {
        let plain = |key| html! { (language.say(key)) };
        let about = |key, name: &str| language.fill(key, &[("name", html! { bdi { (name) } })]);
        match self {
            Self::AccountUpdated => plain("notice-account-updated"),
            Self::ConfirmationSent { email } => {
                language.fill("notice-confirmation-sent", &[("email", html! { bdi.ltr { (email) } })])
            }
            Self::PasswordChanged => plain("notice-password-changed"),
            Self::SignedOutOf { device } => language.fill("notice-signed-out-of", &[("device", html! { bdi { (device) } })]),
            Self::SignedOutElsewhere => plain("notice-signed-out-elsewhere"),
            Self::LinkSent { name } => about("notice-link-sent", name),
            Self::UserSaved { name } => about("notice-user-saved", name),
            Self::RolesSaved { name } => about("notice-roles-saved", name),
            Self::UserAdded { name } => about("notice-user-added", name),
            Self::Unlocked { name } => about("notice-unlocked", name),
            Self::SessionsEnded { name } => about("notice-sessions-ended", name),
            Self::RequestApproved { name, expires_in } => {
                let duration = html! { (language.duration(*expires_in)) };
                language.fill("notice-request-approved", &[("name", html! { bdi { (name) } }), ("duration", duration)])
            }
            Self::RequestDeclined { name } => about("notice-request-declined", name),
            Self::RequestTakenBack { name } => about("notice-request-taken-back", name),
            Self::MfaTurnedOn => plain("notice-mfa-turned-on"),
            Self::MfaTurnedOff => plain("notice-mfa-turned-off"),
            Self::MfaReset => plain("notice-mfa-reset"),
            Self::MfaPutOff => plain("notice-mfa-put-off"),
            Self::MfaResetOf { name } => about("notice-mfa-reset-of", name),
            Self::MfaPolicySaved => plain("notice-mfa-policy-saved"),
            Self::RecoveryCodesMade => plain("notice-recovery-codes-made"),
            Self::RecoveryCodesLeft { left } => {
                html! { (language.say_with("notice-recovery-codes-left", &[("count", (*left).into())])) }
            }
            Self::PasskeyAdded { name } => about("notice-passkey-added", name),
            Self::PasskeyRenamed { name } => about("notice-passkey-renamed", name),
            Self::PasskeyRemoved { name } => about("notice-passkey-removed", name),
            Self::PasskeyKept { name } => about("notice-passkey-kept", name),
            Self::SettingsSaved => plain("notice-settings-saved"),
            Self::AccountOpened => plain("notice-account-opened"),
            Self::AccountSaved => plain("notice-account-saved"),
            Self::FirstAdminLinkSent { name } => about("notice-first-admin-link-sent", name),
        }
    }
}
