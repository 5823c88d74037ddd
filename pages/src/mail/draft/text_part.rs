//! The part of a letter that is text. A paragraph is a line: mail programs know better where it has to wrap, and nothing that somebody
//! chose can then stand at the beginning of one by being long.

use super::{Block, Draft, Fact, Link};
use crate::{
    Language,
    mail::{
        one_line::{one_line, unbroken, whole_line},
        sentence::Sentence,
    },
};

pub(super) fn text(draft: &Draft<'_>) -> String {
    let envelope = draft.envelope;
    let mut paragraphs: Vec<String> = draft.blocks.iter().map(|piece| block(piece, envelope.language)).collect();
    if let Some(doubt) = &draft.doubt {
        paragraphs.push(format!("{} {}", doubt.question.text(), doubt.answer.text()));
    }
    let tail = [envelope.say("mail-sent-by"), envelope.say("mail-never-asks")];
    paragraphs.push(lines(draft.trace.iter().chain(&tail).map(Sentence::text)));
    paragraphs.join("\n\n") + "\n"
}

fn block(block: &Block<'_>, language: Language) -> String {
    match block {
        Block::Paragraph(sentence) => sentence.text(),
        Block::Secret(secret) => unbroken(secret),
        Block::Facts(facts) => lines(facts.iter().map(|fact| stated(fact, language))),
        Block::List(items) => lines(items.iter().map(|item| format!("- {}", one_line(item)))),
        Block::Link(link) => followed(link),
    }
}

fn stated(fact: &Fact, language: Language) -> String {
    language.say_with("mail-fact", &[("label", fact.label.text().into()), ("value", whole_line(&fact.value).into())])
}

fn followed(link: &Link<'_>) -> String {
    let address = unbroken(link.address);
    match &link.life {
        Some(life) => format!("{address}\n\n{}", life.text()),
        None => address,
    }
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}
