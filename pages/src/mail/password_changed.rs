//! The letter after a password changed.

use super::{
    Envelope, Letter,
    draft::{Block, Draft},
};

/// A password was changed. There is no link to undo it: a thief of the mailbox would use it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordChanged {
    /// Whom it goes to, and where the change came from.
    pub envelope: Envelope,
}

impl PasswordChanged {
    /// The whole letter.
    pub fn render(&self) -> Letter {
        let envelope = &self.envelope;
        let draft = Draft {
            envelope,
            subject: envelope.say("mail-password-changed-subject"),
            heading: envelope.say("mail-password-changed-heading"),
            preheader: envelope.say("mail-was-not-you"),
            blocks: vec![
                Block::Paragraph(envelope.say("mail-password-changed")),
                Block::Paragraph(envelope.say("mail-was-not-you")),
            ],
            doubt: None,
            trace: envelope.trace("mail-changed-from"),
        };
        draft.letter()
    }
}
