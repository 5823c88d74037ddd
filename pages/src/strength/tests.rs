use super::*;
use crate::Language;

const EVERY_TIP: [Tip; 28] = [
    Tip::UseMoreCharacters { min_length: 12 },
    Tip::StraightRowsOfKeysAreEasyToGuess,
    Tip::ShortKeyboardPatternsAreEasyToGuess,
    Tip::RepeatsLikeAaaAreEasyToGuess,
    Tip::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess,
    Tip::ThisIsATop10Password,
    Tip::ThisIsATop100Password,
    Tip::ThisIsACommonPassword,
    Tip::ThisIsSimilarToACommonlyUsedPassword,
    Tip::SequencesLikeAbcAreEasyToGuess,
    Tip::RecentYearsAreEasyToGuess,
    Tip::AWordByItselfIsEasyToGuess,
    Tip::DatesAreOftenEasyToGuess,
    Tip::NamesAndSurnamesByThemselvesAreEasyToGuess,
    Tip::CommonNamesAndSurnamesAreEasyToGuess,
    Tip::UseAFewWordsAvoidCommonPhrases,
    Tip::NoNeedForSymbolsDigitsOrUppercaseLetters,
    Tip::AddAnotherWordOrTwo,
    Tip::CapitalizationDoesntHelpVeryMuch,
    Tip::AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase,
    Tip::ReversedWordsArentMuchHarderToGuess,
    Tip::PredictableSubstitutionsDontHelpVeryMuch,
    Tip::UseALongerKeyboardPatternWithMoreTurns,
    Tip::AvoidRepeatedWordsAndCharacters,
    Tip::AvoidSequences,
    Tip::AvoidRecentYears,
    Tip::AvoidYearsThatAreAssociatedWithYou,
    Tip::AvoidDatesAndYearsThatAreAssociatedWithYou,
];

#[test]
fn every_tip_is_a_sentence_of_its_own_in_every_language() {
    for language in Language::ALL {
        let mut sentences: Vec<_> = EVERY_TIP.into_iter().map(|tip| tip.sentence(language)).collect();
        assert!(sentences.iter().all(|sentence| sentence.ends_with('.')), "{sentences:?}");
        sentences.sort();
        sentences.dedup();
        assert_eq!(sentences.len(), EVERY_TIP.len(), "{}", language.code());
    }
}

#[test]
fn a_strong_password_that_is_short_is_nearly_there() {
    let bands = |is_long_enough| [0, 1, 2, 3, 4].map(|score| Band::of(score, is_long_enough));
    assert_eq!(bands(true), [Band::Weak, Band::Weak, Band::Nearly, Band::Strong, Band::Strong]);
    assert_eq!(bands(false), [Band::Weak, Band::Weak, Band::Nearly, Band::Nearly, Band::Nearly]);
}

#[test]
fn the_sentence_names_the_band_and_then_the_tip() {
    let short = Some(Tip::UseMoreCharacters { min_length: 12 });
    assert_eq!(strength_sentence(Language::English, Band::Nearly, short), "Nearly there. Use at least 12 characters.");
    assert_eq!(strength_sentence(Language::English, Band::Strong, None), "Strong.");
}
