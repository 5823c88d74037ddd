//! The letter to operators after a customer changed its settings.

use super::{
    Envelope, Letter,
    draft::{Block, Draft},
};

/// A customer's settings were changed. The letter names the fields and shows none of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsChanged {
    /// Whom it goes to, and where the change came from.
    pub envelope: Envelope,
    /// Whole name of the person who changed them.
    pub person: String,
    /// Name of the account.
    pub account: String,
    /// What was changed.
    pub settings: Vec<CustomerSetting>,
}

/// A field of the customer settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CustomerSetting {
    /// The organisation's name.
    OrganisationName,
    /// Whom to talk to.
    Contact,
    /// A telephone number.
    Phone,
    /// A postal address.
    Address,
    /// Where bills go.
    BillingEmail,
}

impl SettingsChanged {
    /// The whole letter.
    pub fn render(&self) -> Letter {
        let envelope = &self.envelope;
        let subject = envelope.say("mail-settings-subject").with("account", &self.account);
        let opening = envelope.say("mail-settings").with("person", &self.person).with("account", &self.account);
        let draft = Draft {
            envelope,
            subject: subject.clone(),
            heading: subject,
            preheader: opening.clone(),
            blocks: vec![Block::Paragraph(opening), Block::List(self.names())],
            doubt: None,
            trace: envelope.trace("mail-changed-from"),
        };
        draft.letter()
    }

    fn names(&self) -> Vec<String> {
        self.settings.iter().map(|setting| self.envelope.say(setting.key()).text()).collect()
    }
}

impl CustomerSetting {
    fn key(self) -> &'static str {
        match self {
            Self::OrganisationName => "mail-setting-organisation-name",
            Self::Contact => "mail-setting-contact",
            Self::Phone => "mail-setting-phone",
            Self::Address => "mail-setting-address",
            Self::BillingEmail => "mail-setting-billing-email",
        }
    }
}
