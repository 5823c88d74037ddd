//! The letter that says no.

use super::{
    Envelope, Letter,
    draft::{Block, Doubt, Draft},
};

/// An administrator did not approve a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestDeclined {
    /// Whom it goes to, and where the request came from.
    pub envelope: Envelope,
}

impl RequestDeclined {
    /// The whole letter.
    pub fn render(&self) -> Letter {
        let envelope = &self.envelope;
        let draft = Draft {
            envelope,
            subject: envelope.say("mail-declined-subject"),
            heading: envelope.say("mail-declined-subject"),
            preheader: envelope.say("mail-declined-advice"),
            blocks: vec![Block::Paragraph(envelope.say("mail-declined")), Block::Paragraph(envelope.say("mail-declined-advice"))],
            doubt: Some(Doubt { question: envelope.say("mail-unasked"), answer: envelope.say("mail-password-unchanged") }),
            trace: envelope.trace("mail-requested-from"),
        };
        draft.letter()
    }
}
