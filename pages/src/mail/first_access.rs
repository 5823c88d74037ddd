//! The letters that somebody gets first: what they sign in with, and a link to choose a password.

use std::time::Duration;

use super::{
    Envelope, Letter,
    draft::{Block, Doubt, Draft, Fact, Link},
    sentence::Sentence,
};

/// To a person who was added to an account.
#[derive(Clone)]
pub struct Welcome {
    /// Whom it goes to.
    pub envelope: Envelope,
    /// Name of the account.
    pub account: String,
    /// What the person signs in with, unless the portal keeps such names out of letters.
    pub names: Option<SignInNames>,
    /// The address for choosing a password, with its secret.
    pub link: String,
    /// How long that address works.
    pub life: Duration,
}

/// To the person who is an account's first administrator.
#[derive(Clone)]
pub struct FirstAdministrator {
    /// Whom it goes to.
    pub envelope: Envelope,
    /// Name of the account.
    pub account: String,
    /// What the person signs in with, unless the portal keeps such names out of letters.
    pub names: Option<SignInNames>,
    /// The address for choosing a password, with its secret.
    pub link: String,
    /// How long that address works.
    pub life: Duration,
}

/// What a person signs in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInNames {
    /// The Account ID, where the portal asks for it.
    pub account_id: Option<String>,
    /// The username, where the portal asks for it.
    pub username: Option<String>,
}

impl Welcome {
    /// The whole letter.
    pub fn render(&self) -> Letter {
        let envelope = &self.envelope;
        let first = FirstAccess {
            subject: envelope.say("mail-welcome-subject"),
            heading: envelope.say("mail-welcome-subject"),
            opening: envelope.say("mail-welcome").with("account", &self.account),
            names: self.names.as_ref(),
            link: &self.link,
            life: self.life,
        };
        first.letter(envelope)
    }
}

impl FirstAdministrator {
    /// The whole letter.
    pub fn render(&self) -> Letter {
        let envelope = &self.envelope;
        let first = FirstAccess {
            subject: envelope.say("mail-first-administrator-subject"),
            heading: envelope.say("mail-first-administrator-heading"),
            opening: envelope.say("mail-first-administrator").with("account", &self.account),
            names: self.names.as_ref(),
            link: &self.link,
            life: self.life,
        };
        first.letter(envelope)
    }
}

/// What the two letters share.
struct FirstAccess<'a> {
    subject: Sentence,
    heading: Sentence,
    opening: Sentence,
    names: Option<&'a SignInNames>,
    link: &'a str,
    life: Duration,
}

impl FirstAccess<'_> {
    fn letter(self, envelope: &Envelope) -> Letter {
        let life = envelope.say("mail-link-life").with("life", &envelope.language.duration(self.life));
        let names = self.names.map(|names| names.facts(envelope)).filter(|facts| !facts.is_empty());
        let link = Link { label: envelope.say("mail-first-access-button"), address: self.link, life: Some(life.clone()) };
        let draft = Draft {
            envelope,
            subject: self.subject,
            heading: self.heading,
            preheader: life,
            blocks: [Block::Paragraph(self.opening)]
                .into_iter()
                .chain(names.map(Block::Facts))
                .chain([Block::Paragraph(envelope.say("mail-first-access")), Block::Link(link)])
                .collect(),
            doubt: Some(Doubt {
                question: envelope.say("mail-unexpected"),
                answer: envelope.say("mail-first-access-unexpected"),
            }),
            trace: envelope.trace("mail-requested-from"),
        };
        draft.letter()
    }
}

impl SignInNames {
    fn facts(&self, envelope: &Envelope) -> Vec<Fact> {
        let fact = |key, value: &Option<String>| value.clone().map(|value| Fact { label: envelope.say(key), value });
        [fact("account-id", &self.account_id), fact("username", &self.username)].into_iter().flatten().collect()
    }
}
