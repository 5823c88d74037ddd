//! A moment as RFC 3339 writes it, for programs.

use gatehouse_auth_core::time::Timestamp;

const DAY: i64 = 86_400;

/// The moment in UTC, to the second: `2026-11-21T14:06:00Z`.
pub(crate) fn format(at: Timestamp) -> String {
    let (days, second) = (at.as_secs().div_euclid(DAY), at.as_secs().rem_euclid(DAY));
    let (year, month, day) = civil(days);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60)
}

/// The first moment of a day that is written `2026-11-21`.
pub(crate) fn day(text: &str) -> Option<Timestamp> {
    let mut parts = text.split('-').map(|part| part.parse::<i64>().ok().filter(|_| part.bytes().all(|b| b.is_ascii_digit())));
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    // Looked at before anything is counted with them: a number of 19 digits would count too far.
    let is_in_range = (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    if !is_in_range || parts.next().is_some() {
        return None;
    }
    let days = days_before(year, month, day);
    (civil(days) == (year, month, day)).then(|| Timestamp::from_millis(days * DAY * 1000))
}

/// Days since 1970-01-01 to year, month and day of the Gregorian calendar. Years begin in March here, so that the leap day is the last.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_moments_are_written_as_they_are_known() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_795_269_960, "2026-11-21T14:06:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
        ] {
            assert_eq!(format(Timestamp::from_millis(seconds * 1000)), text);
        }
    }

    /// Whoever counts with these before looking at them counts too far.
    const HUGE_YEAR: &str = "9223372036854775807-01-01";
    const HUGE_DAY: &str = "2026-12-9223372036854775807";

    #[test]
    fn what_is_no_day_is_none() {
        for text in
            ["", "2026", "2026-13-01", "2026-02-30", "2026-11-21-1", "x-1-1", "+2026-1-1", "2026-11-00", HUGE_YEAR, HUGE_DAY]
        {
            assert_eq!(day(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_a_day_of_the_calendar_or_none(text in "[0-9]{1,19}-[0-9]{1,19}-[0-9]{1,19}|(?s).{0,20}") {
            if let Some(at) = day(&text) {
                let (year, month, day) = civil(at.as_secs() / DAY);
                prop_assert!((1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day), "{}", text);
            }
        }

        #[test]
        fn a_day_is_read_as_it_was_written(days in 0_i64..2_900_000) {
            let at = Timestamp::from_millis(days * DAY * 1000);
            let text = format(at);
            prop_assert_eq!(day(&text[..10]), Some(at));
        }
    }
}
