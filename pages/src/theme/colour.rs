//! A colour as people write it.

use std::{fmt, str::FromStr};

/// An opaque sRGB colour.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    pub(super) red: u8,
    pub(super) green: u8,
    pub(super) blue: u8,
}

impl Colour {
    pub(super) const WHITE: Self = Self::new(0xff, 0xff, 0xff);

    pub(crate) const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    pub(super) fn channels(self) -> [u8; 3] {
        [self.red, self.green, self.blue]
    }
}

impl FromStr for Colour {
    type Err = NotAColour;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.trim().strip_prefix('#').ok_or(NotAColour::NoHash)?;
        let digits = digits
            .chars()
            .map(|c| match c.to_digit(16) {
                Some(digit) => u8::try_from(digit).map_err(|_| NotAColour::NoDigit(c)),
                None => Err(NotAColour::NoDigit(c)),
            })
            .collect::<Result<Vec<u8>, _>>()?;
        match *digits.as_slice() {
            [red, green, blue] => Ok(Self::new(red * 17, green * 17, blue * 17)),
            [r1, r0, g1, g0, b1, b0] => Ok(Self::new(r1 * 16 + r0, g1 * 16 + g0, b1 * 16 + b0)),
            _ => Err(NotAColour::Length(digits.len())),
        }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl fmt::Debug for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why a text is no colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAColour {
    /// It does not begin with `#`.
    NoHash,
    /// It holds something that is no hexadecimal digit.
    NoDigit(char),
    /// It has neither three digits nor six.
    Length(usize),
}

impl fmt::Display for NotAColour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a colour such as #0b5fff or #06f, ")?;
        match self {
            Self::NoHash => f.write_str("which begins with #"),
            Self::NoDigit(c) => write!(f, "but {c:?} is no hexadecimal digit"),
            Self::Length(count) => write!(f, "but found {count} digits"),
        }
    }
}

impl std::error::Error for NotAColour {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_stand_for_six() {
        assert_eq!("#06F".parse(), Ok(Colour::new(0x00, 0x66, 0xff)));
        assert_eq!(" #0b5fff ".parse(), Ok(Colour::new(0x0b, 0x5f, 0xff)));
    }

    #[test]
    fn what_is_no_colour_is_named() {
        assert_eq!("blue".parse::<Colour>(), Err(NotAColour::NoHash));
        assert_eq!("#12345g".parse::<Colour>(), Err(NotAColour::NoDigit('g')));
        assert_eq!("#1234".parse::<Colour>(), Err(NotAColour::Length(4)));
        assert_eq!(NotAColour::Length(4).to_string(), "expected a colour such as #0b5fff or #06f, but found 4 digits");
    }
}
