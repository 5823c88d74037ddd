//! Reading `Accept-Language` (RFC 9110 §12.5.4).

use super::Language;

/// The language the header ranks highest among ours; of equals, the one named first.
pub(super) fn preferred(accept_language: &str, default: Language) -> Option<Language> {
    accept_language
        .split(',')
        .filter_map(|range| ranked(range, default))
        .filter(|(_, quality)| *quality > 0.0)
        .rev()
        .max_by(|(_, one), (_, other)| one.total_cmp(other))
        .map(|(language, _)| language)
}

fn ranked(range: &str, default: Language) -> Option<(Language, f32)> {
    let mut parts = range.split(';').map(str::trim);
    let language = match parts.next()? {
        "*" => default,
        tag => tag.parse().ok()?,
    };
    let quality = match parts.find_map(|part| part.strip_prefix("q=")) {
        // A quality we cannot read counts for nothing rather than for everything.
        Some(text) => text.parse().ok().filter(|q| (0.0..=1.0).contains(q))?,
        None => 1.0,
    };
    Some((language, quality))
}

#[cfg(test)]
mod tests {
    use super::Language::{self, English, Spanish};

    fn from(header: &str) -> Language {
        Language::negotiate(None, Some(header), English)
    }

    #[test]
    fn the_choice_of_the_person_wins() {
        assert_eq!(Language::negotiate(Some("es"), Some("en"), English), Spanish);
        assert_eq!(Language::negotiate(Some("xx"), Some("es"), English), Spanish);
    }

    #[test]
    fn the_highest_quality_wins_and_of_equals_the_first() {
        assert_eq!(from("en;q=0.5, es-MX"), Spanish);
        assert_eq!(from("fr, es;q=0.8, en;q=0.7"), Spanish);
        assert_eq!(from("es, en"), Spanish);
        assert_eq!(from("en, es"), English);
    }

    #[test]
    fn a_language_refused_or_garbled_is_not_chosen() {
        for header in ["es;q=0", "es;q=NaN", "es;q=7", "es;q=", ";;,,", "", "fr"] {
            assert_eq!(from(header), English, "{header}");
        }
    }

    #[test]
    fn a_star_means_the_default() {
        assert_eq!(Language::negotiate(None, Some("fr, *;q=0.1"), Spanish), Spanish);
    }
}
