//! The letter that brings a temporary password.

use super::{
    Envelope, Letter,
    draft::{Block, Doubt, Draft, Link},
};

/// A password that works once. It says neither username nor Account ID.
#[derive(Clone)]
pub struct TemporaryPassword {
    /// Whom it goes to.
    pub envelope: Envelope,
    /// The password itself.
    pub password: String,
    /// Until when it works, as [`moment`](super::moment()) puts it.
    pub until: String,
    /// Address of the sign-in page.
    pub sign_in: String,
    /// What led to it.
    pub kind: TemporaryPasswordKind,
    /// What comes after signing in with it.
    pub after: AfterTemporary,
}

/// What led to a temporary password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemporaryPasswordKind {
    /// Somebody asked for one.
    Emailed,
    /// Somebody followed the link of a [`TemporaryLink`](super::TemporaryLink).
    AfterLink,
}

/// What a portal does once somebody signed in with a temporary password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterTemporary {
    /// It demands a new one.
    Require,
    /// It reminds of choosing a new one.
    Recommend,
}

impl TemporaryPassword {
    /// The whole letter.
    pub fn render(&self) -> Letter {
        let envelope = &self.envelope;
        let draft = Draft {
            envelope,
            subject: envelope.say(match self.kind {
                TemporaryPasswordKind::Emailed => "mail-temporary-password-subject",
                TemporaryPasswordKind::AfterLink => "mail-temporary-password-heading",
            }),
            heading: envelope.say("mail-temporary-password-heading"),
            preheader: envelope.say("mail-temporary-password-life").with("until", &self.until),
            blocks: vec![
                Block::Paragraph(envelope.say("mail-temporary-password")),
                Block::Secret(&self.password),
                Block::Paragraph(envelope.say("mail-temporary-password-life").with("until", &self.until)),
                Block::Paragraph(envelope.say(match self.after {
                    AfterTemporary::Require => "mail-temporary-password-require",
                    AfterTemporary::Recommend => "mail-temporary-password-recommend",
                })),
                Block::Link(Link { label: envelope.say("sign-in"), address: &self.sign_in, life: None }),
            ],
            doubt: Some(Doubt { question: envelope.say("mail-unasked"), answer: envelope.say("mail-password-still-works") }),
            trace: envelope.trace("mail-requested-from"),
        };
        draft.letter()
    }
}
