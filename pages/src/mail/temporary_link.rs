//! The letter with a link that brings a temporary password in a second one.

use std::time::Duration;

use super::{
    Envelope, Letter,
    draft::{Block, Doubt, Draft, Link},
};

/// A link to be sent a temporary password. It says neither username nor Account ID.
#[derive(Clone)]
pub struct TemporaryLink {
    /// Whom it goes to.
    pub envelope: Envelope,
    /// The address, with its secret.
    pub link: String,
    /// How long the address works.
    pub life: Duration,
}

impl TemporaryLink {
    /// The whole letter.
    pub fn render(&self) -> Letter {
        let envelope = &self.envelope;
        let life = envelope.say("mail-link-life").with("life", &envelope.language.duration(self.life));
        let draft = Draft {
            envelope,
            subject: envelope.say("mail-temporary-link-subject"),
            heading: envelope.say("mail-temporary-link-subject"),
            preheader: life.clone(),
            blocks: vec![
                Block::Paragraph(envelope.say("mail-temporary-link")),
                Block::Link(Link { label: envelope.say("mail-temporary-link-button"), address: &self.link, life: Some(life) }),
            ],
            doubt: Some(Doubt { question: envelope.say("mail-unasked"), answer: envelope.say("mail-password-still-works") }),
            trace: envelope.trace("mail-requested-from"),
        };
        draft.letter()
    }
}
