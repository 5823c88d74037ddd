//! What people type to say who they are, and the one form it is compared in.

use std::fmt;

use caseless::Caseless as _;
use thiserror::Error;
use unicode_normalization::UnicodeNormalization as _;

/// Longest identifier kept, in bytes: an email address can have 254 (RFC 5321 §4.5.3.1.3).
const MAX_BYTES: usize = 254;

/// Why something typed is no identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum IdentifierError {
    /// Nothing but space.
    #[error("it is empty")]
    Empty,
    /// Longer than 254 bytes.
    #[error("it is longer than 254 bytes")]
    TooLong,
    /// A character that does not belong in this kind of identifier.
    #[error("it contains a character that is not allowed here: {0:?}")]
    Character(char),
    /// An email address without exactly one `@` between two parts.
    #[error("it is not an address like name@example.com")]
    Address,
}

/// The form identifiers are compared in: NFKC, case folded, NFKC again, outer space gone.
///
/// Full-width and compatibility spellings meet their plain ones (PRECIS, RFC 8265 §3.3, with full case folding in place of lower-casing).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Folded(String);

impl Folded {
    /// Folds anything typed, well-formed or not.
    pub fn of(typed: &str) -> Self {
        Self(typed.nfkc().default_case_fold().nfkc().collect::<String>().trim().to_owned())
    }

    /// A form that a store gave back.
    pub fn from_stored(stored: String) -> Self {
        Self(stored)
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $judge:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name {
            shown: String,
            folded: Folded,
        }

        impl $name {
            /// As it was given, without outer space.
            pub fn as_str(&self) -> &str {
                &self.shown
            }

            /// As it is compared.
            pub fn folded(&self) -> &Folded {
                &self.folded
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdentifierError;

            fn from_str(typed: &str) -> Result<Self, IdentifierError> {
                let shown = typed.trim();
                if shown.len() > MAX_BYTES {
                    return Err(IdentifierError::TooLong);
                }
                let folded = Folded::of(shown);
                if folded.as_str().is_empty() {
                    return Err(IdentifierError::Empty);
                }
                if let Some(control) = shown.chars().find(|c| c.is_control()) {
                    return Err(IdentifierError::Character(control));
                }
                let judge: fn(&str) -> Result<(), IdentifierError> = $judge;
                judge(folded.as_str())?;
                Ok(Self { shown: shown.to_owned(), folded })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.shown)
            }
        }
    };
}

identifier!(
    /// An account's short public name, typed at portals that sign in by Account ID: letters, digits and dashes.
    AccountKey,
    |folded| match folded.chars().find(|c| !(c.is_alphanumeric() || *c == '-')) {
        Some(stranger) => Err(IdentifierError::Character(stranger)),
        None => Ok(()),
    }
);

identifier!(
    /// A username, unique within its account. It holds no `@`, so that it can never be taken for another person's email address.
    Username,
    |folded| match folded.chars().find(|c| c.is_whitespace() || *c == '@') {
        Some(stranger) => Err(IdentifierError::Character(stranger)),
        None => Ok(()),
    }
);

identifier!(
    /// An email address, as far as its shape can be judged without writing to it.
    EmailAddress,
    |folded| {
        if let Some(space) = folded.chars().find(|c| c.is_whitespace()) {
            return Err(IdentifierError::Character(space));
        }
        match folded.split_once('@') {
            Some((mailbox, domain)) if !mailbox.is_empty() && !domain.is_empty() && !domain.contains('@') => Ok(()),
            _ => Err(IdentifierError::Address),
        }
    }
);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_space_and_width_do_not_matter() {
        let plain: Username = "henryj".parse().expect("a plain username");
        for spelling in ["HenryJ", "  henryj ", "ｈｅｎｒｙｊ", "HENRYJ\u{3000}"] {
            let other: Username = spelling.parse().expect("a spelling of it");
            assert_eq!(plain.folded(), other.folded(), "{spelling:?}");
        }
    }

    #[test]
    fn the_german_sharp_s_meets_its_capital_spelling() {
        assert_eq!(Folded::of("Straße"), Folded::of("STRASSE"));
    }

    #[test]
    fn look_alikes_stay_apart() {
        // A dotless ı is another letter: folding it to i would mail one person's link to another (CVE-2019-19844).
        assert_ne!(Folded::of("mıke"), Folded::of("mike"));
    }

    #[test]
    fn a_username_is_never_an_address() {
        assert_eq!("a@b".parse::<Username>(), Err(IdentifierError::Character('@')));
        assert_eq!("a＠b".parse::<Username>(), Err(IdentifierError::Character('@')));
    }

    #[test]
    fn an_account_id_has_letters_digits_and_dashes() {
        assert!("ACME-2".parse::<AccountKey>().is_ok());
        assert_eq!("ac me".parse::<AccountKey>(), Err(IdentifierError::Character(' ')));
    }

    #[test]
    fn line_breaks_are_in_no_identifier() {
        assert_eq!("a@b.example\r\nBcc: c".parse::<EmailAddress>(), Err(IdentifierError::Character('\r')));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(typed in ".{0,40}") {
            let once = Folded::of(&typed);
            prop_assert_eq!(Folded::of(once.as_str()), once);
        }
    }
}
