//! When something was, in words: the server knows nobody's time zone.

use std::time::Duration;

use maud::{Markup, html};

use crate::Language;

/// A moment that is past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// How long ago it was.
    pub ago: Duration,
    /// The same as RFC 3339 writes it, for programs.
    pub rfc3339: String,
}

impl Moment {
    pub(crate) fn render(&self, language: Language) -> Markup {
        html! { time datetime=(self.rfc3339) { (ago(language, self.ago)) } }
    }
}

/// "2 hours ago": whole units of the largest kind that has passed.
fn ago(language: Language, ago: Duration) -> String {
    let minutes = ago.as_secs() / 60;
    let (hours, days) = (minutes / 60, minutes / (24 * 60));
    match (days, hours, minutes) {
        (0, 0, 0) => language.say("just-now"),
        (0, 0, minutes) => language.say_with("minutes-ago", &[("minutes", minutes.into())]),
        (0, hours, _) => language.say_with("hours-ago", &[("hours", hours.into())]),
        (days, ..) => language.say_with("days-ago", &[("days", days.into())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_past_is_told_in_its_largest_unit() {
        let english = |seconds| ago(Language::English, Duration::from_secs(seconds));
        assert_eq!(english(59), "just now");
        assert_eq!(english(60), "1 minute ago");
        assert_eq!(english(2 * 3600 + 59 * 60), "2 hours ago");
        assert_eq!(english(24 * 3600), "1 day ago");
        assert_eq!(ago(Language::Spanish, Duration::from_hours(50)), "hace 2 días");
    }
}
