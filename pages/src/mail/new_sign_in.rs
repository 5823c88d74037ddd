//! The letter about a sign-in with a browser that was not seen before.

use super::{
    Envelope, Letter, Origin,
    draft::{Block, Doubt, Draft, Fact},
};

/// Somebody signed in where they had not before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSignIn {
    /// Whom it goes to, and where the sign-in came from, which is what the letter is about.
    pub envelope: Envelope,
}

impl NewSignIn {
    /// The whole letter.
    pub fn render(&self) -> Letter {
        let envelope = &self.envelope;
        let subject = envelope.say("mail-new-sign-in-subject");
        let opening = envelope.say("mail-new-sign-in");
        let mut blocks = vec![Block::Paragraph(opening.clone())];
        blocks.extend(envelope.origin.as_ref().map(|origin| Block::Facts(self.facts(origin))));
        let draft = Draft {
            envelope,
            subject: subject.clone(),
            heading: subject,
            preheader: opening,
            blocks,
            doubt: Some(Doubt {
                question: envelope.say("mail-news-doubt"),
                answer: envelope.say("mail-new-sign-in-doubt-answer"),
            }),
            trace: None,
        };
        draft.letter()
    }

    fn facts(&self, origin: &Origin) -> Vec<Fact> {
        let fact = |label, value: &str| Fact { label: self.envelope.say(label), value: value.to_owned() };
        vec![
            fact("mail-new-sign-in-when", &origin.at),
            fact("mail-new-sign-in-device", &origin.device),
            fact("mail-new-sign-in-network", &origin.network),
        ]
    }
}
