//! The letters about access tokens.

use super::{
    Envelope, Letter,
    draft::{Block, Fact},
    second_factor::news,
};

/// There is a token that acts for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessTokenNews {
    /// Whom it goes to, and where it was made.
    pub envelope: Envelope,
    /// What is new about it.
    pub occasion: AccessTokenOccasion,
    /// What its owner called it.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<String>,
}

/// What is new about a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessTokenOccasion {
    /// It was made.
    Made,
    /// It expires in 7 days.
    Expiring,
}

impl AccessTokenNews {
    /// The whole letter. It never shows the token.
    pub fn render(&self) -> Letter {
        let envelope = &self.envelope;
        let (subject, opening) = match self.occasion {
            AccessTokenOccasion::Made => ("mail-token-made-subject", "mail-token-made"),
            AccessTokenOccasion::Expiring => ("mail-token-expiring-subject", "mail-token-expiring"),
        };
        let facts = vec![
            Fact { label: envelope.say("mail-token-name"), value: self.name.clone() },
            Fact { label: envelope.say("mail-token-scopes"), value: self.scopes.join(", ") },
        ];
        news(envelope, envelope.say(subject), envelope.say(opening), vec![Block::Facts(facts)])
    }
}
