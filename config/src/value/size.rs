//! A number of bytes, as `19MiB`.

use std::fmt;
use std::str::FromStr;

use super::Malformed;

/// A number of bytes: `19MiB`, `64KiB`, `1GiB`, or plain bytes as `1024`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Size {
    bytes: u64,
}

/// From the largest, so that printing takes the first that divides.
const UNITS: [(&str, u64); 4] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("", 1)];

impl Size {
    /// So many times 1,048,576 bytes.
    pub const fn mebibytes(mebibytes: u32) -> Self {
        Self { bytes: (mebibytes as u64) << 20 }
    }

    /// The number of bytes.
    pub const fn bytes(self) -> u64 {
        self.bytes
    }
}

impl fmt::Display for Size {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.bytes == 0 {
            return formatter.write_str("0");
        }
        let divides = |length: u64| self.bytes.is_multiple_of(length);
        let (unit, length) = UNITS.into_iter().find(|(_, length)| divides(*length)).unwrap_or(("", 1));
        write!(formatter, "{}{unit}", self.bytes / length)
    }
}

impl FromStr for Size {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let unreadable = || {
            let remedy = "write a whole number and one unit: 64KiB, 19MiB or 1GiB";
            Malformed::new(format!("{text:?} is not a size"), remedy)
        };
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(end);
        let (_, length) = UNITS.into_iter().find(|(name, _)| *name == unit).ok_or_else(unreadable)?;
        let number: u64 = number.parse().map_err(|_| unreadable())?;
        let bytes = number.checked_mul(length).ok_or_else(unreadable)?;
        Ok(Self { bytes })
    }
}

text!(Size, "gatehouse-size", "19MiB", "64KiB");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_size_counts_in_powers_of_two() {
        assert_eq!("19MiB".parse(), Ok(Size::mebibytes(19)));
        assert_eq!("1024".parse::<Size>().map(Size::bytes), Ok(1024));
        for bad in ["", "MiB", "19MB", "19 MiB", "1.5GiB", "-1", "99999999999GiB"] {
            assert!(bad.parse::<Size>().is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_printed_size_reads_back(bytes: u64) {
            let size = Size { bytes };
            prop_assert_eq!(size.to_string().parse(), Ok(size));
        }

        #[test]
        fn no_text_upsets_the_parser(text in ".*") {
            let _ = text.parse::<Size>();
        }
    }
}
