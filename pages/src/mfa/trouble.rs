//! Why a page is shown again.

use std::time::Duration;

use maud::{Markup, html};

use crate::{
    Language,
    parts::{Complaint, Complaints, Outcome, Tone, message},
};

/// What a page says first: fields to mend, or something that no field is to blame for.
pub(crate) struct Trouble {
    pub(crate) outcome: Outcome,
    pub(crate) message: Markup,
    complaints: Complaints,
}

impl Trouble {
    /// Fields have to be mended; `None` if none has.
    pub(super) fn of_fields(language: Language, complaints: Complaints) -> Option<Self> {
        let message = complaints.summary(language)?;
        Some(Self { outcome: Outcome::Problem, message, complaints })
    }

    /// One field has to be mended.
    pub(super) fn of_field(language: Language, field: &'static str, key: &str) -> Self {
        let complaints: Complaints = [Complaint { field, sentence: language.say(key) }].into_iter().collect();
        let message = complaints.summary(language).unwrap_or_default();
        Self { outcome: Outcome::Problem, message, complaints }
    }

    /// No field is to blame.
    pub(super) fn of_page(language: Language, key: &str) -> Self {
        Self::said(language, &language.say(key))
    }

    /// It was tried too often.
    pub(super) fn too_often(language: Language, wait: Duration) -> Self {
        let duration = language.duration(wait);
        Self::said(language, &language.say_with("paused-without-reset", &[("duration", duration.into())]))
    }

    /// The form's token no longer holds, which is nobody's error.
    pub(super) fn form_too_old(language: Language, key: &str) -> Self {
        let message = message(Tone::Info, None, &html! { p { (language.say(key)) } });
        Self { outcome: Outcome::Plain, message, complaints: Complaints::default() }
    }

    /// What has to be mended.
    pub(super) fn complaints(trouble: Option<&Self>) -> &Complaints {
        trouble.map_or(Complaints::NONE, |trouble| &trouble.complaints)
    }

    fn said(language: Language, sentence: &str) -> Self {
        let message = message(Tone::Bad, Some(language.say("problem-heading")), &html! { p { (sentence) } });
        Self { outcome: Outcome::Problem, message, complaints: Complaints::default() }
    }
}
