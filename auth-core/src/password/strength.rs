//! Whether a new password is good enough: long enough, hard enough to guess, on no list, and not about its owner.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    },
}

impl fmt::Display for Weakness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Short { min_length } => write!(f, "the password must have at least {min_length} characters"),
            Self::Common => f.write_str("this password is on a list of stolen passwords; choose another"),
            Self::Guessable { score } => {
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
        let text: String = typed.expose().nfc().collect();
        if text.chars().count() < policy.min_length {
            return Err(Weakness::Short { min_length: policy.min_length });
        }
        let scored: String = text.chars().take(SCORED).collect();
        let estimate = zxcvbn::zxcvbn(&scored, about);
        if is_common(&estimate) {
            return Err(Weakness::Common);
        }
        let score = u8::from(estimate.score());
        if score < policy.required_score {
            return Err(Weakness::Guessable { score });
        }
        Ok(Self(typed))
    }

    pub(super) fn typed(&self) -> &TypedPassword {
        &self.0
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
