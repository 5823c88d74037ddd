//! The letter after too many failed attempts.

use std::time::Duration;

use super::{
    Envelope, Letter,
    draft::{Block, Doubt, Draft},
};

/// Signing in to somebody's account is paused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInPaused {
    /// Whom it goes to, and where the last attempt came from.
    pub envelope: Envelope,
    /// How long the pause is.
    pub pause: Duration,
}

impl SignInPaused {
    /// The whole letter.
    pub fn render(&self) -> Letter {
        let envelope = &self.envelope;
        let pause = envelope.language.duration(self.pause);
        let draft = Draft {
            envelope,
            subject: envelope.say("mail-paused-subject"),
            heading: envelope.say("paused-heading"),
            preheader: envelope.say("mail-paused-advice"),
            blocks: vec![
                Block::Paragraph(envelope.say("mail-paused").with("pause", &pause)),
                Block::Paragraph(envelope.say("mail-paused-advice")),
            ],
            doubt: Some(Doubt { question: envelope.say("mail-paused-doubt"), answer: envelope.say("mail-paused-doubt-answer") }),
            trace: envelope.trace("mail-tried-from"),
        };
        draft.letter()
    }
}
