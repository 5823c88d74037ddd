//! What an account says about the second factor.

use crate::Language;

/// The policy of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MfaPolicy {
    /// People decide for themselves.
    Available,
    /// Everyone is asked.
    Enabled,
    /// Nobody is asked.
    Disabled,
}

impl MfaPolicy {
    /// Every policy.
    pub const ALL: [Self; 3] = [Self::Available, Self::Enabled, Self::Disabled];

    /// Its value in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Enabled => "enabled",
            Self::Disabled => "disabled",
        }
    }

    /// What it is called, on pages and in letters.
    pub fn name(self, language: Language) -> String {
        language.say(match self {
            Self::Available => "mfa-available",
            Self::Enabled => "mfa-enabled",
            Self::Disabled => "mfa-disabled",
        })
    }

    /// The same with what it means.
    pub(super) fn title(self, language: Language) -> String {
        let meaning = language.say(match self {
            Self::Available => "mfa-available-means",
            Self::Enabled => "mfa-enabled-means",
            Self::Disabled => "mfa-disabled-means",
        });
        language.say_with("mfa-policy-option", &[("name", self.name(language).into()), ("meaning", meaning.into())])
    }
}
