//! What would better a password, or what is wrong with it.

use crate::Language;

/// An advice: the warnings and the suggestions of `zxcvbn`, under the same names, and one of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tip {
    /// Ours: the password is too short, however hard it is to guess.
    UseMoreCharacters {
        /// The shortest that is taken.
        min_length: u8,
    },
    /// A warning, as are all down to [`Tip::CommonNamesAndSurnamesAreEasyToGuess`].
    StraightRowsOfKeysAreEasyToGuess,
    /// Such as `qazwsx`.
    ShortKeyboardPatternsAreEasyToGuess,
    /// One character again and again.
    RepeatsLikeAaaAreEasyToGuess,
    /// Several characters again and again.
    RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess,
    /// One of the ten most common.
    ThisIsATop10Password,
    /// One of the hundred most common.
    ThisIsATop100Password,
    /// A common one.
    ThisIsACommonPassword,
    /// A common one with small changes.
    ThisIsSimilarToACommonlyUsedPassword,
    /// Such as `abc` or `6543`.
    SequencesLikeAbcAreEasyToGuess,
    /// A year of the last decades.
    RecentYearsAreEasyToGuess,
    /// Nothing but one word.
    AWordByItselfIsEasyToGuess,
    /// A date.
    DatesAreOftenEasyToGuess,
    /// Nothing but a name.
    NamesAndSurnamesByThemselvesAreEasyToGuess,
    /// A name among other things.
    CommonNamesAndSurnamesAreEasyToGuess,
    /// A suggestion, as are all from here on.
    UseAFewWordsAvoidCommonPhrases,
    /// Length does it alone.
    NoNeedForSymbolsDigitsOrUppercaseLetters,
    /// The longer, the better.
    AddAnotherWordOrTwo,
    /// A capital at the start is the first thing that is tried.
    CapitalizationDoesntHelpVeryMuch,
    /// Capitals throughout.
    AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase,
    /// A word written backwards.
    ReversedWordsArentMuchHarderToGuess,
    /// `@` for `a`.
    PredictableSubstitutionsDontHelpVeryMuch,
    /// A way over the keyboard that turns more often.
    UseALongerKeyboardPatternWithMoreTurns,
    /// Something stands in it twice.
    AvoidRepeatedWordsAndCharacters,
    /// Characters in their own order.
    AvoidSequences,
    /// A year of the last decades.
    AvoidRecentYears,
    /// A year that others can know of.
    AvoidYearsThatAreAssociatedWithYou,
    /// A date that others can know of.
    AvoidDatesAndYearsThatAreAssociatedWithYou,
}

impl Tip {
    /// The advice in a sentence.
    pub fn sentence(self, language: Language) -> String {
        match self {
            Self::UseMoreCharacters { min_length } => language.say_with("tip-more-characters", &[("count", min_length.into())]),
            _ => language.say(self.key()),
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::UseMoreCharacters { .. } => "tip-more-characters",
            Self::StraightRowsOfKeysAreEasyToGuess => "tip-straight-rows",
            Self::ShortKeyboardPatternsAreEasyToGuess => "tip-keyboard-patterns",
            Self::RepeatsLikeAaaAreEasyToGuess => "tip-repeated-character",
            Self::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => "tip-repeated-characters",
            Self::ThisIsATop10Password => "tip-top-ten",
            Self::ThisIsATop100Password => "tip-top-hundred",
            Self::ThisIsACommonPassword => "tip-common",
            Self::ThisIsSimilarToACommonlyUsedPassword => "tip-similar-to-common",
            Self::SequencesLikeAbcAreEasyToGuess => "tip-sequence",
            Self::RecentYearsAreEasyToGuess => "tip-recent-years",
            Self::AWordByItselfIsEasyToGuess => "tip-single-word",
            Self::DatesAreOftenEasyToGuess => "tip-dates",
            Self::NamesAndSurnamesByThemselvesAreEasyToGuess => "tip-single-name",
            Self::CommonNamesAndSurnamesAreEasyToGuess => "tip-common-names",
            Self::UseAFewWordsAvoidCommonPhrases => "tip-few-words",
            Self::NoNeedForSymbolsDigitsOrUppercaseLetters => "tip-no-need-for-symbols",
            Self::AddAnotherWordOrTwo => "tip-another-word",
            Self::CapitalizationDoesntHelpVeryMuch => "tip-capitalization",
            Self::AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase => "tip-all-uppercase",
            Self::ReversedWordsArentMuchHarderToGuess => "tip-reversed-words",
            Self::PredictableSubstitutionsDontHelpVeryMuch => "tip-substitutions",
            Self::UseALongerKeyboardPatternWithMoreTurns => "tip-longer-keyboard-pattern",
            Self::AvoidRepeatedWordsAndCharacters => "tip-avoid-repeats",
            Self::AvoidSequences => "tip-avoid-sequences",
            Self::AvoidRecentYears => "tip-avoid-recent-years",
            Self::AvoidYearsThatAreAssociatedWithYou => "tip-avoid-own-years",
            Self::AvoidDatesAndYearsThatAreAssociatedWithYou => "tip-avoid-own-dates",
        }
    }
}
