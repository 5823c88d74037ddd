//! How many there are, as far as it is worth counting.

use crate::Language;

/// A number of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// That many.
    Exactly(u64),
    /// More than that; nobody counted on.
    MoreThan(u64),
}

impl Count {
    /// "38 people" or "More than 1,000 people", by the key of each.
    pub(crate) fn sentence(self, language: Language, exactly: &str, more_than: &str) -> String {
        let (key, count) = match self {
            Self::Exactly(count) => (exactly, count),
            Self::MoreThan(count) => (more_than, count),
        };
        language.say_with(key, &[("count", count.into()), ("number", grouped(language, count).into())])
    }
}

/// A number as people read it: 1,000 in English, 1.000 in Spanish.
fn grouped(language: Language, number: u64) -> String {
    let separator = match language {
        Language::English => ',',
        Language::Spanish => '.',
    };
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_grouped_as_each_language_does() {
        assert_eq!(grouped(Language::English, 38), "38");
        assert_eq!(grouped(Language::English, 1000), "1,000");
        assert_eq!(grouped(Language::Spanish, 1_234_567), "1.234.567");
    }

    #[test]
    fn one_person_is_not_people() {
        let people = |count: Count| count.sentence(Language::English, "users-count", "users-more");
        assert_eq!(people(Count::Exactly(1)), "1 person");
        assert_eq!(people(Count::Exactly(38)), "38 people");
        assert_eq!(people(Count::MoreThan(1000)), "More than 1,000 people");
    }
}
