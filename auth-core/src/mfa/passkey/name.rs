//! What somebody calls a passkey of theirs.

use thiserror::Error;

/// One line of 1 to [`PasskeyName::LONGEST`] characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyName(String);

/// No name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BadName {
    /// Nothing was typed.
    #[error("the name is missing")]
    Missing,
    /// More than [`PasskeyName::LONGEST`] characters were.
    #[error("the name has more than {} characters", PasskeyName::LONGEST)]
    TooLong,
}

impl PasskeyName {
    /// In characters.
    pub const LONGEST: usize = 60;

    /// What was typed, without outer space and control characters.
    pub fn parse(typed: &str) -> Result<Self, BadName> {
        let line: String = typed.chars().filter(|c| !c.is_control()).collect();
        match line.trim() {
            "" => Err(BadName::Missing),
            name if name.chars().count() > Self::LONGEST => Err(BadName::TooLong),
            name => Ok(Self(name.to_owned())),
        }
    }

    /// The line.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_of_sixty_characters() {
        let name = |typed: &str| PasskeyName::parse(typed).map(|name| name.as_str().to_owned());
        assert_eq!(name(" Blue \u{1}key\r\n").as_deref(), Ok("Blue key"));
        assert_eq!(name(&"\u{e9}".repeat(60)).map(|name| name.chars().count()), Ok(60));
        assert_eq!(name(&"x".repeat(61)), Err(BadName::TooLong));
        assert_eq!(name(" \u{7} \n"), Err(BadName::Missing));
    }
}
