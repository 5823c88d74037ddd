//! The languages pages are written in, and the choice between them.

use std::{fmt, str::FromStr};

mod negotiation;

/// A language every page can be read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    English,
    /// Spanish.
    Spanish,
}

impl Language {
    /// Every language, in the order the footer lists them.
    pub const ALL: [Self; 2] = [Self::English, Self::Spanish];

    /// Chooses by what the person picked, then by what the browser prefers, then `default`.
    ///
    /// `chosen` is the `lang` parameter or its cookie; `accept_language` the header of that name.
    pub fn negotiate(chosen: Option<&str>, accept_language: Option<&str>, default: Self) -> Self {
        chosen.and_then(|code| code.parse().ok()).or_else(|| negotiation::preferred(accept_language?, default)).unwrap_or(default)
    }

    /// The language tag, as in `lang` attributes.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
        }
    }

    /// The direction it is written in, as in `dir` attributes.
    pub const fn dir(self) -> &'static str {
        match self {
            Self::English | Self::Spanish => "ltr",
        }
    }

    /// Its name in itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Spanish => "Español",
        }
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    /// Reads a tag by its language alone: `es-MX` is Spanish.
    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        let primary = tag.split(['-', '_']).next().unwrap_or(tag).trim();
        Self::ALL.into_iter().find(|language| primary.eq_ignore_ascii_case(language.code())).ok_or(UnknownLanguage)
    }
}

/// No page is written in the language of this tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownLanguage;

impl fmt::Display for UnknownLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected one of")?;
        Language::ALL.iter().try_for_each(|language| write!(f, " {}", language.code()))
    }
}

impl std::error::Error for UnknownLanguage {}
