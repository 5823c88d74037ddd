//! How the people of an account stand with the second factor, and what a policy would change for them.

use super::MfaPolicy;
use crate::Language;

/// Numbers of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MfaPeople {
    /// All who may sign in.
    pub all: u64,
    /// Those who have set up a second factor.
    pub set_up: u64,
}

impl MfaPeople {
    /// What a policy would change.
    pub(super) fn impact(self, policy: MfaPolicy, language: Language) -> String {
        let missing = self.all.saturating_sub(self.set_up);
        let (key, count) = match policy {
            MfaPolicy::Available => ("mfa-impact-available", self.set_up),
            MfaPolicy::Enabled if missing == 0 => return language.say("mfa-impact-enabled-nobody"),
            MfaPolicy::Enabled => ("mfa-impact-enabled", missing),
            MfaPolicy::Disabled if self.set_up == 0 => return language.say("mfa-impact-disabled-nobody"),
            MfaPolicy::Disabled => ("mfa-impact-disabled", self.set_up),
        };
        language.say_with(key, &[("count", count.into()), ("all", self.all.into())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_policy_says_whom_it_touches() {
        let english = |all, set_up, policy| MfaPeople { all, set_up }.impact(policy, Language::English);
        assert_eq!(
            english(38, 26, MfaPolicy::Enabled),
            "12 of 38 people have not set up MFA. They will be asked to at next sign-in."
        );
        assert_eq!(
            english(38, 37, MfaPolicy::Enabled),
            "1 of 38 people has not set up MFA. They will be asked to at next sign-in."
        );
        assert_eq!(english(38, 38, MfaPolicy::Enabled), "Everyone has set up MFA.");
        assert_eq!(english(38, 0, MfaPolicy::Disabled), "Nobody has set up MFA.");
    }
}
