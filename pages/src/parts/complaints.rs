//! What has to be mended in a form: said at the top of the page, and again above each field.

use maud::{Markup, html};

use super::{Tone, message};
use crate::Language;

/// One thing to mend.
pub(crate) struct Complaint {
    /// Id of the field.
    pub(crate) field: &'static str,
    pub(crate) sentence: String,
}

/// Everything to mend, in the order of the fields.
#[derive(Default)]
pub(crate) struct Complaints(Vec<Complaint>);

impl FromIterator<Complaint> for Complaints {
    fn from_iter<T: IntoIterator<Item = Complaint>>(complaints: T) -> Self {
        Self(complaints.into_iter().collect())
    }
}

impl Complaints {
    /// Nothing to mend.
    pub(crate) const NONE: &Self = &Self(Vec::new());

    /// The sentence above a field, if it has to be mended.
    pub(crate) fn of(&self, field: &str) -> Option<String> {
        self.0.iter().find(|complaint| complaint.field == field).map(|complaint| complaint.sentence.clone())
    }

    /// Whether anything has to be mended. The browser's own bubbles would cover our messages then.
    pub(crate) fn exist(&self) -> bool {
        !self.0.is_empty()
    }

    /// All of them, each leading to its field.
    pub(crate) fn summary(&self, language: Language) -> Option<Markup> {
        let list = html! {
            ul {
                @for complaint in &self.0 {
                    li { a href={ "#" (complaint.field) } { (complaint.sentence) } }
                }
            }
        };
        self.exist().then(|| message(Tone::Bad, Some(language.say("problem-heading")), &list))
    }
}
