//! A colour, as `#0b5fff`.

use std::fmt;
use std::str::FromStr;

use super::Malformed;

/// A colour in sRGB, written `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour {
    /// The share of red.
    pub red: u8,
    /// The share of green.
    pub green: u8,
    /// The share of blue.
    pub blue: u8,
}

impl fmt::Display for Colour {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { red, green, blue } = self;
        write!(formatter, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl FromStr for Colour {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let unreadable = || Malformed::new(format!("{text:?} is not a colour"), "write # and six hex digits, such as #0b5fff");
        let digits = text.strip_prefix('#').filter(|d| d.len() == 6).ok_or_else(unreadable)?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(unreadable());
        }
        let number = u32::from_str_radix(digits, 16).map_err(|_| unreadable())?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self { red, green, blue })
    }
}

text!(Colour, "gatehouse-colour", "#0b5fff");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_colour_is_six_hex_digits() {
        assert_eq!("#0B5fff".parse(), Ok(Colour { red: 0x0b, green: 0x5f, blue: 0xff }));
        for bad in ["", "#fff", "0b5fff", "#+b5fff", "#0b5ffg", "blue", "#é5ff0"] {
            assert!(bad.parse::<Colour>().is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_printed_colour_reads_back(red: u8, green: u8, blue: u8) {
            let colour = Colour { red, green, blue };
            prop_assert_eq!(colour.to_string().parse(), Ok(colour));
        }
    }
}
