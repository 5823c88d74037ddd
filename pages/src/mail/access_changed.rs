//! The letter after an administrator changed what somebody may do.

use super::{
    Envelope, Letter,
    draft::{Block, Draft},
};

/// An administrator changed somebody's access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessChanged {
    /// Whom it goes to.
    pub envelope: Envelope,
    /// Whole name of the administrator.
    pub administrator: String,
    /// What is different now.
    pub change: AccessChange,
}

/// What is different for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessChange {
    /// The roles.
    Roles {
        /// What the pages call each role the person has now.
        now: Vec<String>,
    },
    /// The person cannot sign in any more.
    Disabled,
    /// The person can sign in again.
    Enabled,
}

impl AccessChanged {
    /// The whole letter.
    pub fn render(&self) -> Letter {
        let envelope = &self.envelope;
        let opening = envelope.say(self.change.key()).with("administrator", &self.administrator);
        let blocks = [Block::Paragraph(opening.clone())]
            .into_iter()
            .chain(self.roles())
            .chain([Block::Paragraph(envelope.say("mail-access-questions"))]);
        let draft = Draft {
            envelope,
            subject: envelope.say("mail-access-subject"),
            heading: envelope.say("mail-access-heading"),
            preheader: opening,
            blocks: blocks.collect(),
            doubt: None,
            trace: envelope.trace("mail-changed-from"),
        };
        draft.letter()
    }

    fn roles(&self) -> Vec<Block<'_>> {
        match &self.change {
            AccessChange::Roles { now } if now.is_empty() => vec![Block::Paragraph(self.envelope.say("mail-access-no-roles"))],
            AccessChange::Roles { now } => {
                vec![Block::Paragraph(self.envelope.say("mail-access-roles-now")), Block::List(now.clone())]
            }
            AccessChange::Disabled | AccessChange::Enabled => Vec::new(),
        }
    }
}

impl AccessChange {
    fn key(&self) -> &'static str {
        match self {
            Self::Roles { .. } => "mail-access-roles",
            Self::Disabled => "mail-access-disabled",
            Self::Enabled => "mail-access-enabled",
        }
    }
}
