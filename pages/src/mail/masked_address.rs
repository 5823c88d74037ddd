//! A mail address for somebody who need not know all of it.

/// The first letter, and the domain: `maya@harbour.example` is `m•••@harbour.example`.
pub(super) fn masked(address: &str) -> String {
    match address.rsplit_once('@') {
        // Always three dots: their number would tell the length.
        Some((mailbox, domain)) => mailbox.chars().take(1).chain("•••@".chars()).chain(domain.chars()).collect(),
        None => "•••".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mailbox_shows_its_first_letter_alone() {
        assert_eq!(masked("maya.okafor@harbour.example"), "m•••@harbour.example");
        assert_eq!(masked("élise@harbour.example"), "é•••@harbour.example");
        assert_eq!(masked("\"a@b\"@harbour.example"), "\"•••@harbour.example");
    }

    #[test]
    fn what_is_no_address_shows_nothing() {
        assert_eq!(masked("maya"), "•••");
        assert_eq!(masked(""), "•••");
        assert_eq!(masked("@harbour.example"), "•••@harbour.example");
    }
}
