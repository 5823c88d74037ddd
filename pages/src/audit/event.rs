//! What happened, in words.

use crate::Language;

/// An event, and whom or what it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventText {
    /// Its kind, as stores and exports name it: `signed-in`.
    pub kind: String,
    /// The name of the person or account concerned, where that is not the one who did it.
    pub subject: Option<String>,
}

/// "Reset MFA for Siti Nurhaliza", as plain text. A kind that we have no words for is shown as it is.
pub fn event_sentence(language: Language, event: &EventText) -> String {
    sentence(language, &event.kind, event.subject.as_deref())
}

/// The same for a page, where a name that is written in the other direction must not turn the words around it.
pub(super) fn isolated_sentence(language: Language, event: &EventText) -> String {
    let subject = event.subject.as_ref().map(|subject| format!("{FIRST_STRONG_ISOLATE}{subject}{POP_ISOLATE}"));
    sentence(language, &event.kind, subject.as_deref())
}

const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';

pub(super) fn sentence(language: Language, kind: &str, subject: Option<&str>) -> String {
    let Some((_, key)) = KINDS.iter().find(|(known, _)| *known == kind) else {
        return kind.to_owned();
    };
    let about = if subject.is_some() { "someone" } else { "nobody" };
    language.say_with(key, &[("about", about.into()), ("subject", subject.unwrap_or_default().into())])
}

/// Each kind and the key of its sentence, in the order of the filter's list.
pub(super) const KINDS: [(&str, &str); 47] = [
    ("signed-in", "event-signed-in"),
    ("password-accepted", "event-password-accepted"),
    ("sign-in-refused", "event-sign-in-refused"),
    ("signed-out", "event-signed-out"),
    ("session-ended", "event-session-ended"),
    ("sessions-ended", "event-sessions-ended"),
    ("step-up", "event-step-up"),
    ("step-up-refused", "event-step-up-refused"),
    ("recovery-requested", "event-recovery-requested"),
    ("recovery-refused", "event-recovery-refused"),
    ("link-sent", "event-link-sent"),
    ("link-opened", "event-link-opened"),
    ("link-used", "event-link-used"),
    ("temporary-password-sent", "event-temporary-password-sent"),
    ("temporary-password-used", "event-temporary-password-used"),
    ("letter-given-up", "event-letter-given-up"),
    ("approval-requested", "event-approval-requested"),
    ("approved", "event-approved"),
    ("declined", "event-declined"),
    ("approval-taken-back", "event-approval-taken-back"),
    ("password-set", "event-password-set"),
    ("password-changed", "event-password-changed"),
    ("email-change-requested", "event-email-change-requested"),
    ("email-changed", "event-email-changed"),
    ("username-changed", "event-username-changed"),
    ("user-added", "event-user-added"),
    ("user-changed", "event-user-changed"),
    ("mfa-registered", "event-mfa-registered"),
    ("mfa-turned-on", "event-mfa-turned-on"),
    ("mfa-turned-off", "event-mfa-turned-off"),
    ("mfa-reset", "event-mfa-reset"),
    ("mfa-policy-changed", "event-mfa-policy-changed"),
    ("passkey-added", "event-passkey-added"),
    ("passkey-renamed", "event-passkey-renamed"),
    ("passkey-removed", "event-passkey-removed"),
    ("passkey-cloned", "event-passkey-cloned"),
    ("code-refused", "event-code-refused"),
    ("recovery-code-used", "event-recovery-code-used"),
    ("recovery-codes-made", "event-recovery-codes-made"),
    ("unlocked", "event-unlocked"),
    ("account-added", "event-account-added"),
    ("account-changed", "event-account-changed"),
    ("settings-changed", "event-settings-changed"),
    ("first-administrator-link-sent", "event-first-administrator-link-sent"),
    ("audit-exported", "event-audit-exported"),
    ("audit-shortened", "event-audit-shortened"),
    ("keys-rotated", "event-keys-rotated"),
];
