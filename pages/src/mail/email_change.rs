//! The letters around a new mail address: two to the old one, and between them one to the new.

use std::time::Duration;

use super::{
    Envelope, Letter,
    draft::{Block, Doubt, Draft, Link},
};
use crate::masked;

/// To the old address: the new one waits for its confirmation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailChanging {
    /// Whom it goes to, and where the request came from.
    pub envelope: Envelope,
    /// The new address; the letter shows little of it.
    pub new_address: String,
}

/// To the new address: a link that confirms it.
#[derive(Clone)]
pub struct ConfirmEmail {
    /// Whom it goes to, and where the request came from.
    pub envelope: Envelope,
    /// The address of the confirming page, with its secret.
    pub link: String,
    /// How long that address works.
    pub life: Duration,
}

/// To the old address: the new one has taken its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailChanged {
    /// Whom it goes to, and where the change came from.
    pub envelope: Envelope,
    /// The new address; the letter shows little of it.
    pub new_address: String,
}

impl EmailChanging {
    /// The whole letter.
    pub fn render(&self) -> Letter {
        let envelope = &self.envelope;
        let draft = Draft {
            envelope,
            subject: envelope.say("mail-email-changing-subject"),
            heading: envelope.say("mail-email-changing-heading"),
            preheader: envelope.say("mail-was-not-you"),
            blocks: vec![
                Block::Paragraph(envelope.say("mail-email-changing").with("address", &masked(&self.new_address))),
                Block::Paragraph(envelope.say("mail-was-not-you")),
            ],
            doubt: None,
            trace: envelope.trace("mail-requested-from"),
        };
        draft.letter()
    }
}

impl ConfirmEmail {
    /// The whole letter.
    pub fn render(&self) -> Letter {
        let envelope = &self.envelope;
        let life = envelope.say("mail-link-life").with("life", &envelope.language.duration(self.life));
        let draft = Draft {
            envelope,
            subject: envelope.say("mail-email-changing-subject"),
            heading: envelope.say("mail-confirm-email-heading"),
            preheader: life.clone(),
            blocks: vec![
                Block::Paragraph(envelope.say("mail-confirm-email")),
                Block::Link(Link { label: envelope.say("mail-confirm-email-button"), address: &self.link, life: Some(life) }),
            ],
            doubt: Some(Doubt { question: envelope.say("mail-unasked"), answer: envelope.say("mail-confirm-email-unasked") }),
            trace: envelope.trace("mail-requested-from"),
        };
        draft.letter()
    }
}

impl EmailChanged {
    /// The whole letter.
    pub fn render(&self) -> Letter {
        let envelope = &self.envelope;
        let draft = Draft {
            envelope,
            subject: envelope.say("mail-email-changed-subject"),
            heading: envelope.say("mail-email-changed-heading"),
            preheader: envelope.say("mail-was-not-you"),
            blocks: vec![
                Block::Paragraph(envelope.say("mail-email-changed").with("address", &masked(&self.new_address))),
                Block::Paragraph(envelope.say("mail-was-not-you")),
            ],
            doubt: None,
            trace: envelope.trace("mail-changed-from"),
        };
        draft.letter()
    }
}
