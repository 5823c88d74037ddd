//! The three blocks of the bar.

/// How hard a password is to guess, from one block of the bar to three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Red: guessed in no time.
    Weak,
    /// Amber: guessed in a while, or too short.
    Nearly,
    /// Green: worth saving.
    Strong,
}

impl Band {
    /// The band of a score from 0 to 4. What is hard to guess but too short is nearly there.
    pub const fn of(score: u8, is_long_enough: bool) -> Self {
        match (score, is_long_enough) {
            (0 | 1, _) => Self::Weak,
            (3.., true) => Self::Strong,
            (2.., _) => Self::Nearly,
        }
    }

    /// What the script and the stylesheet call it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Weak => "weak",
            Self::Nearly => "nearly",
            Self::Strong => "strong",
        }
    }

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Weak => "strength-weak",
            Self::Nearly => "strength-nearly",
            Self::Strong => "strength-strong",
        }
    }
}
