//! A length of time, as `15m`.

use std::fmt;
use std::str::FromStr;
use std::time;

use super::Malformed;

/// A whole number of milliseconds, written with one unit: `500ms`, `90s`, `15m`, `12h`, `30d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Duration {
    milliseconds: u64,
}

/// From the longest, so that printing takes the first that divides.
const UNITS: [(&str, u64); 5] = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

impl Duration {
    /// So many seconds.
    pub const fn seconds(seconds: u32) -> Self {
        Self { milliseconds: seconds as u64 * 1_000 }
    }

    /// So many minutes.
    pub const fn minutes(minutes: u32) -> Self {
        Self { milliseconds: minutes as u64 * 60_000 }
    }

    /// So many hours.
    pub const fn hours(hours: u32) -> Self {
        Self { milliseconds: hours as u64 * 3_600_000 }
    }

    /// So many days.
    pub const fn days(days: u32) -> Self {
        Self { milliseconds: days as u64 * 86_400_000 }
    }

    /// The same length for the standard library.
    pub const fn as_std(self) -> time::Duration {
        time::Duration::from_millis(self.milliseconds)
    }

    pub(crate) const fn as_millis(self) -> u64 {
        self.milliseconds
    }
}

impl From<Duration> for time::Duration {
    fn from(duration: Duration) -> Self {
        duration.as_std()
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.milliseconds == 0 {
            return formatter.write_str("0s");
        }
        let divides = |length: u64| self.milliseconds.is_multiple_of(length);
        let (unit, length) = UNITS.into_iter().find(|(_, length)| divides(*length)).unwrap_or(("ms", 1));
        write!(formatter, "{}{unit}", self.milliseconds / length)
    }
}

impl FromStr for Duration {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let unreadable = || {
            let remedy = "write a whole number and one unit: 500ms, 90s, 15m, 12h or 30d";
            Malformed::new(format!("{text:?} is not a duration"), remedy)
        };
        let end = text.find(|c: char| !c.is_ascii_digit()).ok_or_else(unreadable)?;
        let (number, unit) = text.split_at(end);
        let (_, length) = UNITS.into_iter().find(|(name, _)| *name == unit).ok_or_else(unreadable)?;
        let number: u64 = number.parse().map_err(|_| unreadable())?;
        let milliseconds = number.checked_mul(length).ok_or_else(unreadable)?;
        Ok(Self { milliseconds })
    }
}

text!(Duration, "gatehouse-duration", "15m", "90s", "30d");

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_duration_has_one_unit() {
        assert_eq!("15m".parse(), Ok(Duration::minutes(15)));
        assert_eq!("30d".parse(), Ok(Duration::days(30)));
        for bad in ["", "15", "m", "1h30m", "1.5h", "-1s", "15 m", "15M", "99999999999999d"] {
            assert!(bad.parse::<Duration>().is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_printed_duration_reads_back(milliseconds: u64) {
            let duration = Duration { milliseconds };
            prop_assert_eq!(duration.to_string().parse(), Ok(duration));
        }

        #[test]
        fn no_text_upsets_the_parser(text in ".*") {
            let _ = text.parse::<Duration>();
        }
    }
}
