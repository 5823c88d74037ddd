//! What is demanded of some people beyond the account's policy.

use maud::Markup;

use crate::{Language, parts::Choice};

/// A demand on everyone of a level, or who holds a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MfaDemand {
    /// None: the account's policy holds.
    AsCompany,
    /// They must use a second factor.
    Required,
    /// They must use one that resists phishing: a passkey or security key.
    PhishingResistant,
}

impl MfaDemand {
    /// Every demand, the lightest first.
    pub const ALL: [Self; 3] = [Self::AsCompany, Self::Required, Self::PhishingResistant];

    /// Its value in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AsCompany => "",
            Self::Required => "required",
            Self::PhishingResistant => "phishing-resistant",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::AsCompany => "mfa-demand-as-company",
            Self::Required => "mfa-demand-required",
            Self::PhishingResistant => "mfa-demand-phishing-resistant",
        }
    }

    /// The field that chooses it.
    pub(super) fn choice(self, name: &str, label: String, language: Language) -> Markup {
        let options = Self::ALL.into_iter().map(|demand| (demand.as_str(), language.say(demand.label()))).collect();
        Choice { name, label, hint: None, problem: None, options, chosen: self.as_str() }.render()
    }
}
