//! Every sentence, in every language, from the Fluent files.

use std::{sync::LazyLock, time::Duration};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use maud::{Markup, html};

use crate::Language;

impl Language {
    /// The sentence of this key.
    pub(crate) fn say(self, key: &str) -> String {
        self.say_with(key, &[])
    }

    /// The sentence of this key with its variables put in. For text: what people typed is wrapped by
    /// [`Language::fill`] instead, except where no markup can stand, as in a title.
    pub(crate) fn say_with(self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        let bundle = self.bundle();
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            debug_assert!(false, "no sentence {key} in {}", self.code());
            return key.to_owned();
        };
        let mut arguments = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            arguments.set(*name, value.clone());
        }
        let mut problems = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&arguments), &mut problems);
        debug_assert!(problems.is_empty(), "{key} in {}: {problems:?}", self.code());
        text.into_owned()
    }

    /// The sentence of this key with markup in place of its variables.
    pub(crate) fn fill(self, key: &str, slots: &[(&str, Markup)]) -> Markup {
        let marks: Vec<_> =
            slots.iter().zip(FIRST_MARK..).map(|((name, _), mark)| (*name, FluentValue::from(mark.to_string()))).collect();
        let text = self.say_with(key, &marks);
        html! {
            @for piece in text.split_inclusive(|c| c >= FIRST_MARK && slot(c) < slots.len()) {
                @match piece.chars().next_back().and_then(|c| slots.get(slot(c))) {
                    Some((_, markup)) => { (piece.trim_end_matches(|c| c >= FIRST_MARK)) (markup) },
                    None => { (piece) },
                }
            }
        }
    }

    /// A span of time, rounded up to whole minutes: "15 minutes", "24 hours", "30 days".
    pub(crate) fn duration(self, duration: Duration) -> String {
        let minutes = duration.as_secs().div_ceil(60).max(1);
        match minutes {
            days if days > 24 * 60 && days % (24 * 60) == 0 => self.say_with("days", &[("days", (days / (24 * 60)).into())]),
            hours if hours % 60 == 0 => self.say_with("hours", &[("hours", (hours / 60).into())]),
            _ => self.say_with("minutes", &[("minutes", minutes.into())]),
        }
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        match self {
            Self::English => &ENGLISH,
            Self::Spanish => &SPANISH,
        }
    }
}

/// Stands in a sentence where markup goes; private to us by Unicode, and in none of the Fluent files.
const FIRST_MARK: char = '\u{E000}';

fn slot(mark: char) -> usize {
    (mark as usize).wrapping_sub(FIRST_MARK as usize)
}

/// The files of one language: a file a part of the product.
macro_rules! files {
    ($language:literal) => {
        [
            include_str!(concat!("words/", $language, "/signing_in.ftl")),
            include_str!(concat!("words/", $language, "/recovery.ftl")),
            include_str!(concat!("words/", $language, "/mfa.ftl")),
            include_str!(concat!("words/", $language, "/people.ftl")),
            include_str!(concat!("words/", $language, "/mail.ftl")),
        ]
    };
}

#[cfg(test)]
mod tests;

const ENGLISH_FILES: [&str; 5] = files!("en");
const SPANISH_FILES: [&str; 5] = files!("es");

static ENGLISH: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle(Language::English, &ENGLISH_FILES));

static SPANISH: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle(Language::Spanish, &SPANISH_FILES));

fn bundle(language: Language, files: &[&str]) -> FluentBundle<FluentResource> {
    let tag = language.code().parse().expect("our language codes are tags");
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // Isolation marks would leak into titles and attributes; markup uses <bdi> instead.
    bundle.set_use_isolating(false);
    for file in files {
        let resource = FluentResource::try_new((*file).to_owned()).expect("a test parses the Fluent files that are compiled in");
        bundle.add_resource(resource).expect("a test looks for keys given twice");
    }
    bundle
}
