//! The letter with a link to choose a new password.

use std::time::Duration;

use super::{
    Envelope, Letter,
    draft::{Block, Doubt, Draft, Link},
    sentence::Sentence,
};

/// A link to choose a new password.
#[derive(Clone)]
pub struct ResetLink {
    /// Whom it goes to.
    pub envelope: Envelope,
    /// Why it goes out.
    pub reason: ResetLinkReason,
    /// The address, with its secret.
    pub link: String,
    /// How long the address works.
    pub life: Duration,
}

/// Why a link goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResetLinkReason {
    /// The person asked for it.
    Asked,
    /// An administrator sent it unasked.
    SentByAdministrator {
        /// The administrator's name.
        name: String,
    },
    /// The person asked for it, and an administrator agreed.
    Approved,
}

impl ResetLink {
    /// The whole letter.
    pub fn render(&self) -> Letter {
        let envelope = &self.envelope;
        let life = envelope.say("mail-link-life").with("life", &envelope.language.duration(self.life));
        let draft = Draft {
            envelope,
            subject: self.subject(),
            heading: envelope.say(match self.reason {
                ResetLinkReason::Asked | ResetLinkReason::Approved => "mail-reset-heading",
                ResetLinkReason::SentByAdministrator { .. } => "mail-reset-button",
            }),
            preheader: life.clone(),
            blocks: vec![
                Block::Paragraph(self.opening()),
                Block::Link(Link { label: envelope.say("mail-reset-button"), address: &self.link, life: Some(life) }),
            ],
            doubt: Some(self.doubt()),
            trace: envelope.trace("mail-requested-from"),
        };
        draft.letter()
    }

    fn subject(&self) -> Sentence {
        self.envelope.say(match self.reason {
            ResetLinkReason::Asked | ResetLinkReason::Approved => "mail-reset-subject",
            ResetLinkReason::SentByAdministrator { .. } => "mail-reset-sent-subject",
        })
    }

    fn opening(&self) -> Sentence {
        match &self.reason {
            ResetLinkReason::Asked => self.envelope.say("mail-reset-asked"),
            ResetLinkReason::SentByAdministrator { name } => self.envelope.say("mail-reset-sent").with("administrator", name),
            ResetLinkReason::Approved => self.envelope.say("mail-reset-approved"),
        }
    }

    fn doubt(&self) -> Doubt {
        let (question, answer) = match self.reason {
            ResetLinkReason::Asked | ResetLinkReason::Approved => ("mail-unasked", "mail-password-unchanged"),
            ResetLinkReason::SentByAdministrator { .. } => ("mail-unexpected", "mail-reset-sent-unexpected"),
        };
        Doubt { question: self.envelope.say(question), answer: self.envelope.say(answer) }
    }
}
