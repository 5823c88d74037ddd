//! Making values harmless: whoever chose a name or a title must not write lines of a letter, or headers of it.

/// Longer than nearly every name, and too short for a sentence that passes for ours.
const LONGEST_VALUE: usize = 64;

/// The value on one line, and not longer than a name.
pub(super) fn one_line(value: &str) -> String {
    let line = whole_line(value);
    match line.char_indices().nth(LONGEST_VALUE) {
        Some(_) => line.chars().take(LONGEST_VALUE - 1).chain(['…']).collect(),
        None => line,
    }
}

/// All of the value on one line, with single spaces, without characters that steer or hide text: for what is copied, and stands by itself.
pub(super) fn whole_line(value: &str) -> String {
    let visible: String = value.chars().filter(|c| !steers(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An address or a secret with nothing in it that could end its line.
pub(super) fn unbroken(value: &str) -> String {
    value.chars().filter(|c| !c.is_control() && !c.is_whitespace() && !steers(*c)).collect()
}

/// Directional marks and what takes no space. Joiners stay: some scripts need them.
fn steers(c: char) -> bool {
    matches!(c,
        '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_stays_as_it_is() {
        for name in ["Maya", "Zoë O’Brien-Núñez", "محمد", "می‌خواهم", "李小龙"] {
            assert_eq!(one_line(name), name);
        }
    }

    #[test]
    fn what_could_begin_a_line_becomes_a_space() {
        assert_eq!(one_line(" Maya\r\nBcc: all@example.com\u{2028}\u{85}\0x "), "Maya Bcc: all@example.com x");
        assert_eq!(one_line("Ma\u{202E}ya\u{200B}"), "Maya");
        assert_eq!(one_line("\r\n\t"), "");
    }

    #[test]
    fn what_is_too_long_for_a_name_is_cut() {
        let cut = one_line(&"é".repeat(1000));
        assert_eq!(cut.chars().count(), LONGEST_VALUE);
        assert!(cut.ends_with('…'));
    }

    #[test]
    fn what_is_copied_is_never_cut() {
        let address = format!("{}@harbour.example", "m".repeat(64));
        assert_eq!(whole_line(&format!("{address}\r\n")), address);
    }

    #[test]
    fn an_address_keeps_to_its_line() {
        assert_eq!(unbroken("https://a.example/x?y=z\r\n evil"), "https://a.example/x?y=zevil");
    }

    proptest! {
        #[test]
        fn no_value_breaks_a_line(value: String) {
            let line = one_line(&value);
            prop_assert!(!line.chars().any(|c| c.is_control() || steers(c) || (c != ' ' && c.is_whitespace())), "{line:?}");
            prop_assert!(line.chars().count() <= LONGEST_VALUE);
            prop_assert_eq!(one_line(&line), line);
        }

        #[test]
        fn no_address_breaks_a_line(value: String) {
            prop_assert!(!unbroken(&value).chars().any(|c| c.is_control() || c.is_whitespace()));
        }
    }
}
