//! The order of a list of people, as it stands in an address: `name`, or `-name` for the other way round.

use std::{fmt, str::FromStr};

/// A column and a direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UserSort {
    /// What is compared.
    pub column: UserColumn,
    /// Which comes first.
    pub direction: Direction,
}

/// A column that can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserColumn {
    /// What people are called.
    Name,
    /// What they sign in with.
    Username,
    /// When they last signed in.
    LastSignIn,
}

/// Which way a column is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// A first, or the earliest.
    Ascending,
    /// Z first, or the latest.
    Descending,
}

impl UserColumn {
    const ALL: [Self; 3] = [Self::Name, Self::Username, Self::LastSignIn];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Username => "username",
            Self::LastSignIn => "last-sign-in",
        }
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Username => "username",
            Self::LastSignIn => "users-last-sign-in",
        }
    }
}

impl UserSort {
    /// The order that the heading of a column leads to: the other way round if it is sorted by that one already.
    pub(super) fn towards(self, column: UserColumn) -> Self {
        let direction = match self.direction {
            Direction::Ascending if self.column == column => Direction::Descending,
            _ => Direction::Ascending,
        };
        Self { column, direction }
    }
}

impl Direction {
    /// Value of `aria-sort`.
    pub(super) const fn aria(self) -> &'static str {
        match self {
            Self::Ascending => "ascending",
            Self::Descending => "descending",
        }
    }
}

impl Default for UserSort {
    fn default() -> Self {
        Self { column: UserColumn::Name, direction: Direction::Ascending }
    }
}

impl fmt::Display for UserSort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.direction {
            Direction::Ascending => "",
            Direction::Descending => "-",
        };
        write!(f, "{sign}{}", self.column.as_str())
    }
}

impl FromStr for UserSort {
    type Err = UnknownSort;

    fn from_str(text: &str) -> Result<Self, UnknownSort> {
        let (name, direction) = match text.strip_prefix('-') {
            Some(name) => (name, Direction::Descending),
            None => (text, Direction::Ascending),
        };
        let column = UserColumn::ALL.into_iter().find(|column| column.as_str() == name).ok_or(UnknownSort)?;
        Ok(Self { column, direction })
    }
}

/// No column has this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownSort;

impl fmt::Display for UnknownSort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected name, username or last-sign-in")
    }
}

impl std::error::Error for UnknownSort {}
