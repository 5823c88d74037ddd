//! Whether a new password is good enough: long enough, hard enough to guess, on no list, and not about its owner.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;
pub use zxcvbn::feedback::{Suggestion, Warning};

use crate::secret::TypedPassword;

/// What a portal or account asks of new passwords.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordPolicy {
    /// Fewest characters.
    pub min_length: usize,
    /// Lowest zxcvbn score, 0 to 4; 3 is green.
    pub required_score: u8,
}

/// Characters that the score looks at; its time grows with the square.
const SCORED: usize = 100;

/// Why a password is not good enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Weakness {
    /// Fewer characters than `min_length`.
    Short {
        /// How many it needs.
        min_length: usize,
    },
    /// On the list of common and stolen passwords (ASVS 6.2.4).
    Common,
    /// Guessed too easily.
    Guessable {
        /// Its score.
        score: u8,
        /// What would better it.
        advice: Option<Advice>,
    },
}

impl fmt::Display for Weakness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Short { min_length } => write!(f, "the password must have at least {min_length} characters"),
            Self::Common => f.write_str("this password is on a list of stolen passwords; choose another"),
            Self::Guessable { score, .. } => {
                write!(f, "the password is not strong enough (score {score}); add a few uncommon words")
            }
        }
    }
}

impl std::error::Error for Weakness {}

/// A password that is good enough to become someone's. There is no other way to one than [`NewPassword::choose`].
pub struct NewPassword(TypedPassword);

impl NewPassword {
    /// Judges `typed` by `policy`; `about` holds words that make a password easier to guess for whoever knows its owner: their names,
    /// the organisation's, the portal's (ASVS 6.2.11).
    pub fn choose(typed: TypedPassword, policy: PasswordPolicy, about: &[&str]) -> Result<Self, Weakness> {
        match Strength::of(&typed, policy, about).weakness(policy) {
            None => Ok(Self(typed)),
            Some(weakness) => Err(weakness),
        }
    }

    pub(super) fn typed(&self) -> &TypedPassword {
        &self.0
    }
}

/// How good a candidate for a password is. The bar on a page shows this, and the form is judged by it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strength {
    /// How hard it is to guess, 0 to 4; 3 is green.
    pub score: u8,
    /// Whether it has as many characters as are asked for.
    pub is_long_enough: bool,
    /// Whether it stands on the list of common and stolen passwords.
    pub is_common: bool,
    /// What would better it.
    pub advice: Option<Advice>,
}

/// What would better a password.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Advice {
    /// Something about it makes it easy to guess.
    Warning(Warning),
    /// Something would make it harder.
    Suggestion(Suggestion),
}

impl Strength {
    /// Judges `typed`.
    pub fn of(typed: &TypedPassword, policy: PasswordPolicy, about: &[&str]) -> Self {
        let text: Zeroizing<String> = Zeroizing::new(typed.expose().nfc().collect());
        let scored: Zeroizing<String> = Zeroizing::new(text.chars().take(SCORED).collect());
        let estimate = zxcvbn::zxcvbn(&scored, about);
        let advice = estimate.feedback().and_then(|feedback| {
            let suggestion = feedback.suggestions().first().copied().map(Advice::Suggestion);
            feedback.warning().map(Advice::Warning).or(suggestion)
        });
        Self {
            score: u8::from(estimate.score()),
            is_long_enough: text.chars().count() >= policy.min_length,
            is_common: is_common(&estimate),
            advice,
        }
    }

    /// Why it may be nobody's password under `policy`; `None` when it may.
    pub fn weakness(&self, policy: PasswordPolicy) -> Option<Weakness> {
        match self {
            Self { is_long_enough: false, .. } => Some(Weakness::Short { min_length: policy.min_length }),
            Self { is_common: true, .. } => Some(Weakness::Common),
            Self { score, advice, .. } if *score < policy.required_score => {
                Some(Weakness::Guessable { score: *score, advice: *advice })
            }
            Self { .. } => None,
        }
    }
}

/// Whether the whole password is one entry of zxcvbn's lists of common passwords, words and names, in any case.
fn is_common(estimate: &zxcvbn::Entropy) -> bool {
    use zxcvbn::matching::patterns::MatchPattern;
    matches!(estimate.sequence(), [whole] if matches!(&whole.pattern, MatchPattern::Dictionary(entry) if !entry.l33t && !entry.reversed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(text: &str, about: &[&str]) -> Result<(), Weakness> {
        let policy = PasswordPolicy { min_length: 12, required_score: 3 };
        let typed = TypedPassword::new(text.to_owned()).expect("short enough");
        NewPassword::choose(typed, policy, about).map(drop)
    }

    #[test]
    fn short_passwords_are_refused_by_characters_not_bytes() {
        assert_eq!(choose("eleven-char", &[]), Err(Weakness::Short { min_length: 12 }));
        assert_eq!(choose("ééééééééééé", &[]), Err(Weakness::Short { min_length: 12 }));
    }

    #[test]
    fn a_password_on_a_list_is_refused_as_that() {
        assert_eq!(choose("Unbelievable", &[]), Err(Weakness::Common));
    }

    #[test]
    fn words_about_the_owner_help_nobody_but_a_guesser() {
        assert!(choose("Quokkaburger-9", &[]).is_ok());
        assert!(matches!(choose("Quokkaburger-9", &["quokkaburger"]), Err(Weakness::Guessable { .. })));
    }

    #[test]
    fn four_uncommon_words_are_enough_without_any_digit() {
        assert!(choose("harbour violet anvil teaspoon", &[]).is_ok());
    }
}
