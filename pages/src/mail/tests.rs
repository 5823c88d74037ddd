use std::{collections::BTreeSet, fs, path::Path, time::Duration};

use proptest::prelude::*;

use super::*;
use crate::Language;

/// Spanish samples that are kept too; the rest differ from the English ones by words alone.
const SPANISH_SNAPSHOTS: [&str; 2] = ["temporary-password", "welcome"];
const PASSWORD: &str = "kmtw-7rhq-x3vd-9npc";

#[test]
fn letters_look_as_they_did() {
    let mut names = BTreeSet::new();
    let english = samples(Language::English).into_iter();
    let spanish = samples(Language::Spanish).into_iter().filter(|(name, _)| SPANISH_SNAPSHOTS.contains(&name.as_str()));
    for (name, letter) in english.chain(spanish.map(|(name, letter)| (format!("{name}-es"), letter))) {
        let Letter { subject, text, html } = letter;
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name.clone(), format!("Subject: {subject}\n\n{text}\n{}", html.replace("><", ">\n<")));
        });
        names.insert(format!("{name}.snap"));
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/mail/snapshots");
    let kept: BTreeSet<_> = fs::read_dir(folder)
        .expect("snapshots are kept")
        .map(|entry| entry.expect("a file").file_name().into_string().expect("a name"))
        .collect();
    assert_eq!(kept, names, "a snapshot that no sample makes is to be deleted");
}

#[test]
fn every_name_is_given_once() {
    let names: BTreeSet<_> = samples(Language::English).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), samples(Language::English).len());
}

#[test]
fn subjects_are_those_that_were_agreed() {
    let letters = samples(Language::English);
    for (name, subject) in [
        ("temporary-password", "Your temporary Harbour Contact password"),
        ("temporary-password-after-link", "Your temporary password"),
        ("temporary-link", "We received your request"),
        ("reset-link", "Reset your Harbour Contact password"),
        ("reset-link-approved", "Reset your Harbour Contact password"),
        ("reset-link-by-administrator", "Your administrator sent you a password link"),
        ("approval-wanted", "Maya Okafor asked for a new password"),
        ("request-declined", "Your password request"),
        ("password-changed", "Your Harbour Contact password was changed"),
        ("email-changing", "Your Harbour Contact email address is changing"),
        ("confirm-email", "Your Harbour Contact email address is changing"),
        ("sign-in-paused", "Sign-in to your account is paused"),
    ] {
        let (_, letter) = letters.iter().find(|(known, _)| known == name).expect("a sample");
        assert_eq!(letter.subject, subject, "{name}");
    }
}

#[test]
fn every_link_stands_in_both_parts_to_be_followed_and_to_be_copied() {
    each_letter(|name, letter| {
        for address in letter.text.lines().filter(|line| line.starts_with("https://")) {
            assert_eq!(letter.html.matches(&format!("href=\"{address}\"")).count(), 1, "{name}");
            assert_eq!(letter.html.matches(&format!(">{address}</span>")).count(), 1, "{name}");
        }
        let buttons = letter.html.matches("class=\"on-fill\"").count();
        assert_eq!(letter.text.lines().filter(|line| line.starts_with("https://")).count(), buttons, "{name}");
    });
}

#[test]
fn a_temporary_password_stands_once_in_each_part_and_nowhere_else() {
    each_letter(|name, letter| {
        let is_expected = usize::from(name.starts_with("temporary-password"));
        assert_eq!(letter.text.lines().filter(|line| *line == PASSWORD).count(), is_expected, "{name}");
        assert_eq!(letter.text.matches(PASSWORD).count(), is_expected, "{name}");
        assert_eq!(letter.html.matches(&format!(">{PASSWORD}</p>")).count(), is_expected, "{name}");
        assert_eq!(letter.html.matches(PASSWORD).count(), is_expected, "{name}");
        assert!(!letter.subject.contains(PASSWORD), "{name}");
    });
}

#[test]
fn names_to_sign_in_with_stand_in_first_letters_alone() {
    each_letter(|name, letter| {
        let is_first = matches!(name, "welcome" | "first-administrator");
        for part in [&letter.subject, &letter.text, &letter.html] {
            assert!(is_first || !(part.contains("m.okafor") || part.contains("HARBOUR")), "{name}");
        }
    });
}

#[test]
fn a_letter_loads_nothing_and_runs_nothing() {
    each_letter(|name, letter| {
        let html = letter.html.to_lowercase();
        for forbidden in ["src=", "srcset=", "url(", "@import", "<link", "<script", "<img", "<form", "javascript:"] {
            assert!(!html.contains(forbidden), "{name}: {forbidden}");
        }
    });
}

#[test]
fn a_letter_is_short() {
    each_letter(|name, letter| {
        assert!(letter.html.len() < 30_000, "{name}");
        for line in letter.text.lines() {
            assert!(line.chars().count() <= 200, "{name}: {line}");
        }
    });
}

#[test]
fn both_parts_say_the_same_and_end_the_same() {
    each_letter(|name, letter| {
        let seen = visible(&letter.html);
        for line in letter.text.lines().map(|line| line.trim_start_matches("- ")) {
            assert!(seen.contains(line), "{name}: {line}");
        }
    });
    for (name, letter) in samples(Language::English) {
        assert!(letter.text.ends_with("\nWe will never ask for your password or a code by email or phone.\n"), "{name}");
    }
}

#[test]
fn letters_are_never_loud_and_never_beg() {
    each_letter(|name, letter| {
        let said = format!("{} {} {}", letter.subject, letter.text, visible(&letter.html)).to_lowercase();
        for word in ["!", "please", "oops", "por favor"] {
            assert!(!said.contains(word), "{name}: {word}");
        }
    });
}

#[test]
fn nothing_of_a_letter_is_shown_to_a_log() {
    let letter = Letter { subject: "one".to_owned(), text: "two".to_owned(), html: "three".to_owned() };
    assert_eq!(format!("{letter:?}"), "Letter(…)");
}

#[test]
fn a_name_that_is_no_name_is_not_greeted() {
    let letter = hostile("\r\n\u{200B} ");
    assert!(letter.text.starts_with("Hello, "), "{}", letter.text);
}

#[test]
fn names_are_escaped_in_html() {
    let html = hostile("<img src=x>&\"").html;
    assert!(html.contains("Hello <bdi>&lt;img src=x&gt;&amp;&quot;</bdi>, "), "{html}");
    assert!(!html.contains("<img"));
}

proptest! {
    #[test]
    fn nothing_that_somebody_chose_writes_a_line_of_its_own(value: String) {
        // A value that holds nothing greets nobody, which takes less markup.
        let letter = hostile(&format!("M{value}"));
        prop_assert!(!letter.subject.chars().any(char::is_control), "{:?}", letter.subject);
        prop_assert!(letter.subject.chars().count() < 100);
        prop_assert!(!letter.text.chars().any(|c| c != '\n' && c.is_control()));
        prop_assert_eq!(letter.text.lines().count(), hostile("Maya").text.lines().count());
        prop_assert!(letter.text.lines().all(|line| line.chars().count() <= 400));
        prop_assert_eq!(letter.html.matches('<').count(), hostile("Maya").html.matches('<').count());
    }
}

/// A letter in which every value is this one.
fn hostile(value: &str) -> Letter {
    let value = || value.to_owned();
    let letter = ApprovalWanted {
        envelope: Envelope {
            portal_title: value(),
            language: Language::English,
            accent: None,
            first_name: Some(value()),
            support: None,
            origin: Some(Origin { network: value(), device: value(), at: value() }),
        },
        person: value(),
        account: Some(value()),
        requests: format!("https://calls.harbour.example/{}", value()),
        life: Duration::from_hours(24),
    };
    letter.render()
}

fn each_letter(check: impl Fn(&str, &Letter)) {
    for language in Language::ALL {
        for (name, letter) in samples(language) {
            check(&name, &letter);
        }
    }
}

/// What a reader sees of HTML in which nothing had to be escaped.
fn visible(html: &str) -> String {
    let (_, body) = html.split_once("<body").expect("a body");
    body.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text).collect()
}
