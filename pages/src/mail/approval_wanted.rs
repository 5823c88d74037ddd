//! The letter to those who can approve a request for a new password.

use std::time::Duration;

use super::{
    Envelope, Letter,
    draft::{Block, Doubt, Draft, Link},
    sentence::Sentence,
};

/// Somebody waits for an approval. No link of this letter approves by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalWanted {
    /// Whom it goes to, and where the request came from.
    pub envelope: Envelope,
    /// Whole name of the person who asked.
    pub person: String,
    /// Name of that person's account, where the reader serves several.
    pub account: Option<String>,
    /// Address of the page where requests wait; it asks to sign in.
    pub requests: String,
    /// How long the request waits.
    pub life: Duration,
}

impl ApprovalWanted {
    /// The whole letter.
    pub fn render(&self) -> Letter {
        let envelope = &self.envelope;
        let subject = envelope.say("mail-approval-subject").with("person", &self.person);
        let life = envelope.say("mail-approval-life").with("life", &envelope.language.duration(self.life));
        let draft = Draft {
            envelope,
            subject: subject.clone(),
            heading: subject,
            preheader: life.clone(),
            blocks: vec![
                Block::Paragraph(self.opening()),
                Block::Link(Link { label: envelope.say("mail-approval-button"), address: &self.requests, life: Some(life) }),
            ],
            doubt: Some(Doubt {
                question: envelope.say("mail-approval-doubt"),
                answer: envelope.say("mail-approval-doubt-answer"),
            }),
            trace: envelope.trace("mail-requested-from"),
        };
        draft.letter()
    }

    fn opening(&self) -> Sentence {
        let envelope = &self.envelope;
        match &self.account {
            Some(account) => envelope.say("mail-approval-of-account").with("person", &self.person).with("account", account),
            None => envelope.say("mail-approval").with("person", &self.person),
        }
    }
}
