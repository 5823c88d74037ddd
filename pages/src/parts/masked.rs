//! A mail address of which just enough is shown to be known again.

/// `p•••@harbour.example` for `priya@harbour.example`; dots alone for what is no address.
pub fn masked(address: &str) -> String {
    let (mailbox, domain) = address.rsplit_once('@').unwrap_or_default();
    match mailbox.chars().next() {
        Some(first) => format!("{first}{DOTS}@{domain}"),
        None => DOTS.to_owned(),
    }
}

/// As many for a long name as for a short one.
const DOTS: &str = "•••";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_address_keeps_its_first_letter_and_its_domain() {
        assert_eq!(masked("priya.raman@harbour.example"), "p•••@harbour.example");
        assert_eq!(masked("ł@harbour.example"), "ł•••@harbour.example");
        assert_eq!(masked("\"a@b\"@harbour.example"), "\"•••@harbour.example");
    }

    #[test]
    fn what_is_no_address_shows_nothing() {
        for text in ["", "priya", "@harbour.example"] {
            assert_eq!(masked(text), "•••", "{text}");
        }
    }
}
