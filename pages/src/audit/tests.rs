use super::{
    event::{KINDS, isolated_sentence},
    *,
};
use crate::Language;

fn event(kind: &str, subject: Option<&str>) -> EventText {
    EventText { kind: kind.to_owned(), subject: subject.map(str::to_owned) }
}

#[test]
fn an_event_is_told_with_and_without_its_subject() {
    let english = |kind, subject| event_sentence(Language::English, &event(kind, subject));
    assert_eq!(english("link-sent", Some("Siti Nurhaliza")), "Sent a password link to Siti Nurhaliza");
    assert_eq!(english("password-changed", None), "Changed their password");
}

#[test]
fn every_kind_has_words_of_its_own_in_every_language() {
    for language in Language::ALL {
        for subject in [None, Some("Siti")] {
            let mut sentences: Vec<_> = KINDS.iter().map(|(kind, _)| event_sentence(language, &event(kind, subject))).collect();
            assert!(subject.is_none_or(|name| sentences.iter().all(|sentence| sentence.contains(name))), "{sentences:?}");
            sentences.sort();
            sentences.dedup();
            assert_eq!(sentences.len(), KINDS.len(), "{}", language.code());
        }
    }
}

#[test]
fn an_unknown_kind_shows_its_name() {
    assert_eq!(event_sentence(Language::Spanish, &event("moon-landed", Some("Neil"))), "moon-landed");
}

#[test]
fn a_name_in_a_page_cannot_turn_the_words_around_it() {
    let sentence = isolated_sentence(Language::English, &event("unlocked", Some("سيتي")));
    assert_eq!(sentence, "Unlocked \u{2068}سيتي\u{2069}");
}
