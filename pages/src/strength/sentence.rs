//! What stands under the bar.

use super::{Band, Tip};
use crate::Language;

/// The band in words, and what would better the password: the `text` of a password check's answer.
pub fn strength_sentence(language: Language, band: Band, tip: Option<Tip>) -> String {
    let word = language.say(band.word());
    match tip {
        Some(tip) => format!("{word} {}", tip.sentence(language)),
        None => word,
    }
}

/// Why a password was not taken that is long enough, and what would better it.
pub(crate) fn not_strong_enough(language: Language, tip: Option<Tip>) -> String {
    let sentence = language.say("new-password-not-strong-enough");
    match tip {
        Some(tip) => format!("{sentence} {}", tip.sentence(language)),
        None => sentence,
    }
}
