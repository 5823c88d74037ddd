//! The letters about the second factor of somebody's sign-in.

use super::{
    Envelope, Letter,
    draft::{Block, Doubt, Draft},
    sentence::Sentence,
};

/// The second factor of an account is another than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MfaChanged {
    /// Whom it goes to, and where the change came from.
    pub envelope: Envelope,
    /// What happened to it.
    pub change: MfaChange,
    /// Whole name of whoever did it, where it was somebody else.
    pub administrator: Option<String>,
}

/// What happened to a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MfaChange {
    /// It is asked for from now on.
    On,
    /// It has to be set up anew.
    Reset,
    /// It is asked for no more.
    Off,
    /// Its recovery codes are others.
    Codes,
}

/// A passkey or security key of somebody's came or went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyChanged {
    /// Whom it goes to, and where the change came from.
    pub envelope: Envelope,
    /// What happened to it.
    pub change: PasskeyChange,
    /// What its owner calls it.
    pub name: String,
}

/// What happened to a passkey or security key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyChange {
    /// One can sign in with it from now on.
    Added,
    /// One can sign in with it no more.
    Removed,
}

/// Somebody came in by a recovery code in place of their second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryCodeUsed {
    /// Whom it goes to, and where the code was used.
    pub envelope: Envelope,
    /// How many are good still.
    pub left: u32,
}

/// An account asks for the second factor otherwise than before; to its administrators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MfaPolicyChanged {
    /// Whom it goes to, and where the change came from.
    pub envelope: Envelope,
    /// What the pages call the policy.
    pub value: String,
    /// Whole name of whoever changed it.
    pub person: String,
}

/// Somebody gave the right password, and then too many wrong codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodesPaused {
    /// Whom it goes to, and where the last code came from.
    pub envelope: Envelope,
}

impl CodesPaused {
    /// The whole letter.
    pub fn render(&self) -> Letter {
        let envelope = &self.envelope;
        let (subject, opening) = (envelope.say("mail-codes-paused-subject"), envelope.say("mail-codes-paused"));
        let doubt = Doubt { question: envelope.say("mail-news-doubt"), answer: envelope.say("mail-codes-paused-doubt-answer") };
        let blocks = vec![Block::Paragraph(opening.clone())];
        let trace = envelope.trace("mail-changed-from");
        Draft { envelope, subject: subject.clone(), heading: subject, preheader: opening, blocks, doubt: Some(doubt), trace }
            .letter()
    }
}

/// Somebody set up a second factor with a browser that was new for them; to their administrators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MfaRegistered {
    /// Whom it goes to, and where it was set up.
    pub envelope: Envelope,
    /// Whole name of whoever did.
    pub person: String,
}

impl MfaRegistered {
    /// The whole letter.
    pub fn render(&self) -> Letter {
        let envelope = &self.envelope;
        let subject = envelope.say("mail-mfa-registered-subject").with("person", &self.person);
        let opening = envelope.say("mail-mfa-registered").with("person", &self.person);
        let doubt = Doubt {
            question: envelope.say("mail-mfa-registered-doubt"),
            answer: envelope.say("mail-mfa-registered-doubt-answer"),
        };
        let blocks = vec![Block::Paragraph(opening.clone())];
        let trace = envelope.trace("mail-changed-from");
        Draft { envelope, subject: subject.clone(), heading: subject, preheader: opening, blocks, doubt: Some(doubt), trace }
            .letter()
    }
}

impl MfaChanged {
    /// The whole letter.
    pub fn render(&self) -> Letter {
        let envelope = &self.envelope;
        let (subject, did, was_done) = match self.change {
            MfaChange::On => ("mail-mfa-on-subject", "mail-mfa-on", "mail-mfa-on-by"),
            MfaChange::Reset => ("mail-mfa-reset-subject", "mail-mfa-reset", "mail-mfa-reset-by"),
            MfaChange::Off => ("mail-mfa-off-subject", "mail-mfa-off", "mail-mfa-off-by"),
            MfaChange::Codes => ("mail-mfa-codes-subject", "mail-mfa-codes", "mail-mfa-codes-by"),
        };
        let opening = match &self.administrator {
            None => envelope.say(did),
            Some(administrator) => envelope.say(was_done).with("administrator", administrator),
        };
        news(envelope, envelope.say(subject), opening, Vec::new())
    }
}

impl PasskeyChanged {
    /// The whole letter.
    pub fn render(&self) -> Letter {
        let envelope = &self.envelope;
        let (subject, opening) = match self.change {
            PasskeyChange::Added => ("mail-passkey-added-subject", "mail-passkey-added"),
            PasskeyChange::Removed => ("mail-passkey-removed-subject", "mail-passkey-removed"),
        };
        news(envelope, envelope.say(subject), envelope.say(opening).with("name", &self.name), Vec::new())
    }
}

impl RecoveryCodeUsed {
    /// The whole letter.
    pub fn render(&self) -> Letter {
        let envelope = &self.envelope;
        let left = envelope.say("mail-recovery-code-left").with("count", &self.left.to_string());
        news(
            envelope,
            envelope.say("mail-recovery-code-subject"),
            envelope.say("mail-recovery-code"),
            vec![Block::Paragraph(left)],
        )
    }
}

impl MfaPolicyChanged {
    /// The whole letter.
    pub fn render(&self) -> Letter {
        let envelope = &self.envelope;
        let subject = envelope.say("mail-mfa-policy-subject").with("value", &self.value);
        let opening = envelope.say("mail-mfa-policy").with("person", &self.person).with("value", &self.value);
        news(envelope, subject, opening, Vec::new())
    }
}

/// What happened, and whom to tell who did not expect it.
pub(super) fn news(envelope: &Envelope, subject: Sentence, opening: Sentence, more: Vec<Block<'_>>) -> Letter {
    let mut blocks = vec![Block::Paragraph(opening.clone())];
    blocks.extend(more);
    let doubt = Doubt { question: envelope.say("mail-news-doubt"), answer: envelope.say("mail-news-doubt-answer") };
    let trace = envelope.trace("mail-changed-from");
    let (heading, preheader) = (subject.clone(), opening);
    Draft { envelope, subject, heading, preheader, blocks, doubt: Some(doubt), trace }.letter()
}
