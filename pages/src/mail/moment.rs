//! A point in time, in words. The reader's time zone is unknown, so it says UTC.

use crate::Language;

const MILLISECONDS_A_MINUTE: i64 = 60_000;
const MINUTES_A_DAY: i64 = 24 * 60;

/// In the order of the calendar.
const MONTHS: [&str; 12] = [
    "mail-january",
    "mail-february",
    "mail-march",
    "mail-april",
    "mail-may",
    "mail-june",
    "mail-july",
    "mail-august",
    "mail-september",
    "mail-october",
    "mail-november",
    "mail-december",
];

/// The minute in which this many milliseconds since the Unix epoch are over: "21 Nov 2026, 14:06 UTC".
pub fn moment(language: Language, unix_ms: i64) -> String {
    let minutes = unix_ms.div_euclid(MILLISECONDS_A_MINUTE);
    let (year, month, day) = date(minutes.div_euclid(MINUTES_A_DAY));
    let minute = minutes.rem_euclid(MINUTES_A_DAY);
    let time = format!("{:02}:{:02}", minute / 60, minute % 60);
    let values = [
        ("day", day.to_string().into()),
        ("month", language.say(month).into()),
        ("year", year.to_string().into()),
        ("time", time.into()),
    ];
    language.say_with("mail-moment", &values)
}

/// Year, month's name and day of the day that is `days` after 1 January 1970.
///
/// This is `civil_from_days` of Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms": its years begin in March, so that a leap
/// day is the last day of one.
fn date(days: i64) -> (i64, &'static str, i64) {
    const DAYS_BEFORE_1970: i64 = 719_468;
    const DAYS_AN_ERA: i64 = 146_097;
    let days = days + DAYS_BEFORE_1970;
    let era = days.div_euclid(DAYS_AN_ERA);
    let day_of_era = days.rem_euclid(DAYS_AN_ERA);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let months_since_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * months_since_march + 2) / 5 + 1;
    let index = (months_since_march + 2) % 12;
    let year = era * 400 + year_of_era + i64::from(index < 2);
    let month = usize::try_from(index).ok().and_then(|index| MONTHS.get(index)).expect("a remainder of twelve names a month");
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn english(unix_ms: i64) -> String {
        moment(Language::English, unix_ms)
    }

    #[test]
    fn a_moment_is_said_in_its_language() {
        assert_eq!(english(1_795_269_960_000), "21 Nov 2026, 14:06 UTC");
        assert_eq!(moment(Language::Spanish, 1_768_435_200_000), "15 ene 2026, 00:00 UTC");
    }

    #[test]
    fn seconds_are_left_out_and_never_rounded_up() {
        assert_eq!(english(59_999), "1 Jan 1970, 00:00 UTC");
        assert_eq!(english(60_000), "1 Jan 1970, 00:01 UTC");
        assert_eq!(english(-1), "31 Dec 1969, 23:59 UTC");
    }

    #[test]
    fn leap_days_come_when_they_should() {
        assert_eq!(english(951_782_400_000), "29 Feb 2000, 00:00 UTC");
        assert_eq!(english(1_709_251_199_000), "29 Feb 2024, 23:59 UTC");
        assert_eq!(english(4_107_542_400_000), "1 Mar 2100, 00:00 UTC");
        assert_eq!(english(4_107_542_399_000), "28 Feb 2100, 23:59 UTC");
    }

    proptest! {
        #[test]
        fn the_next_day_is_the_next_or_a_first(days in -1_000_000_i64..1_000_000) {
            let ((year, month, day), (next_year, next_month, next_day)) = (date(days), date(days + 1));
            if next_day == day + 1 {
                prop_assert_eq!((year, month), (next_year, next_month));
            } else {
                prop_assert_eq!(next_day, 1);
                prop_assert!((28..=31).contains(&day));
                prop_assert_eq!(next_year, year + i64::from(next_month == "mail-january"));
            }
        }

        #[test]
        fn every_number_is_some_moment(unix_ms: i64) {
            prop_assert!(english(unix_ms).ends_with(" UTC"));
        }
    }
}
