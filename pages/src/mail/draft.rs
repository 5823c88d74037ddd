//! What a letter says, before it is text and HTML.

mod html_part;
mod look;
mod text_part;

use super::{Envelope, Letter, sentence::Sentence};

/// The sentences of one letter, in their order.
pub(super) struct Draft<'a> {
    pub(super) envelope: &'a Envelope,
    pub(super) subject: Sentence,
    pub(super) heading: Sentence,
    /// What mailboxes list beside the subject. Never a secret: such lists stand on locked screens.
    pub(super) preheader: Sentence,
    pub(super) blocks: Vec<Block<'a>>,
    /// For the reader who did not expect the letter.
    pub(super) doubt: Option<Doubt>,
    /// Where the request came from.
    pub(super) trace: Option<Sentence>,
}

/// A piece of a letter that stands by itself.
pub(super) enum Block<'a> {
    Paragraph(Sentence),
    /// What the reader copies.
    Secret(&'a str),
    Facts(Vec<Fact>),
    List(Vec<String>),
    Link(Link<'a>),
}

/// A name and what it stands for.
pub(super) struct Fact {
    pub(super) label: Sentence,
    pub(super) value: String,
}

/// Where the reader goes next.
pub(super) struct Link<'a> {
    pub(super) label: Sentence,
    pub(super) address: &'a str,
    /// How long and how often the address works, where it does not for ever.
    pub(super) life: Option<Sentence>,
}

/// What a reader may wonder, and the answer.
pub(super) struct Doubt {
    pub(super) question: Sentence,
    pub(super) answer: Sentence,
}

impl Draft<'_> {
    pub(super) fn letter(&self) -> Letter {
        Letter { subject: self.subject.text(), text: text_part::text(self), html: html_part::html(self).into_string() }
    }
}
