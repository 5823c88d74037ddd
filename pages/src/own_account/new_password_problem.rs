//! Why a person's new password was not taken.

use crate::{
    Band, Language, PasswordRules, Tip,
    parts::{CONFIRMATION, Complaint, PASSWORD, Verdict},
    strength::{Judgement, not_strong_enough},
};

/// Why a new password was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnPasswordProblem {
    /// None was given.
    Missing,
    /// It has too few characters.
    TooShort,
    /// It is long enough, and too easy to guess.
    Weak {
        /// From 0 to 4.
        score: u8,
        /// What would better it.
        tip: Option<Tip>,
    },
    /// It was used before.
    SameAsOld,
    /// It is known from thefts.
    Common,
    /// The second is another than the first.
    Mismatch,
}

impl OwnPasswordProblem {
    pub(super) fn complaint(self, language: Language, rules: PasswordRules) -> Complaint {
        let field = match self {
            Self::Mismatch => CONFIRMATION,
            _ => PASSWORD,
        };
        let sentence = match self {
            Self::Missing => language.say("new-password-missing"),
            Self::TooShort => language.say_with("new-password-too-short", &[("count", rules.min_length.into())]),
            Self::Weak { tip, .. } => not_strong_enough(language, tip),
            Self::SameAsOld => language.say("new-password-same-as-old"),
            Self::Common => language.say("new-password-common"),
            Self::Mismatch => language.say("new-password-mismatch"),
        };
        Complaint { field, sentence }
    }

    /// What the bar and the rules show of the password that was sent.
    pub(super) fn verdict(self) -> Verdict {
        let judgement = match self {
            Self::Weak { score, tip } => Some(Judgement { band: Band::of(score, true), tip }),
            Self::Common => Some(Judgement { band: Band::Weak, tip: Some(Tip::ThisIsACommonPassword) }),
            _ => None,
        };
        let is_long_enough = match self {
            Self::TooShort => Some(false),
            Self::Weak { .. } | Self::SameAsOld | Self::Common => Some(true),
            Self::Missing | Self::Mismatch => None,
        };
        Verdict { judgement, is_long_enough }
    }
}
