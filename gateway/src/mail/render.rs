//! From what a letter is about to its words, in the language of whoever reads it.

use gatehouse_auth_core::{
    flow::write_letter::{Content, Draft, LinkWhy, NewWhy, Until},
    letter::{MfaChange, Origin, PasskeyChange},
    mfa::MfaSetting,
    portal::SignInKind,
    recovery::{AfterTemporary, LinkSecret, RecoveryFlow},
    time::Timestamp,
};
use gatehouse_pages::{
    Language, MfaPolicy,
    mail::{
        self, ApprovalWanted, CodesPaused, ConfirmEmail, CustomerSetting, EmailChanged, EmailChanging, Envelope,
        FirstAdministrator, Letter, MfaChanged, MfaPolicyChanged, MfaRegistered, NewSignIn, PasskeyChanged, PasswordChanged,
        RecoveryCodeUsed, RequestDeclined, ResetLink, ResetLinkReason, SettingsChanged, SignInNames, SignInPaused, TemporaryLink,
        TemporaryPassword, TemporaryPasswordKind, Welcome,
    },
};

use crate::portal::Portal;

/// The letter's words and their language.
pub(super) fn render(portal: &Portal, draft: &Draft) -> (Language, Letter) {
    let language = draft.language.as_deref().and_then(|code| code.parse().ok()).unwrap_or(portal.look.language);
    let writing = Writing { portal, draft, language };
    (language, writing.letter())
}

struct Writing<'a> {
    portal: &'a Portal,
    draft: &'a Draft,
    language: Language,
}

impl Writing<'_> {
    fn letter(&self) -> Letter {
        match &self.draft.content {
            Content::TemporaryPassword { password, until, origin } => TemporaryPassword {
                envelope: self.envelope(origin.as_ref()),
                password: password.as_str().to_owned(),
                until: self.moment(until.at),
                sign_in: self.address("login"),
                kind: if origin.is_some() { TemporaryPasswordKind::Emailed } else { TemporaryPasswordKind::AfterLink },
                after: match self.portal.admission.after_temporary {
                    AfterTemporary::Require => mail::AfterTemporary::Require,
                    AfterTemporary::Recommend => mail::AfterTemporary::Recommend,
                },
            }
            .render(),
            Content::Link { secret, until, why, origin } => ResetLink {
                envelope: self.envelope(origin.as_ref()),
                reason: match why {
                    LinkWhy::Asked => ResetLinkReason::Asked,
                    LinkWhy::ByAdministrator { name } => ResetLinkReason::SentByAdministrator {
                        name: name.clone().unwrap_or_else(|| self.portal.look.brand.title.clone()),
                    },
                    LinkWhy::Approved => ResetLinkReason::Approved,
                },
                link: self.link("reset", secret),
                life: until.life,
            }
            .render(),
            Content::TemporaryLink { secret, until, origin } => {
                TemporaryLink { envelope: self.envelope(Some(origin)), link: self.link("temporary", secret), life: until.life }
                    .render()
            }
            Content::New { secret, until, account, account_id, username, why } => {
                self.new_person(secret, *until, account, account_id, username, *why)
            }
            Content::ApprovalWanted { name, account, origin, recovery, life } => ApprovalWanted {
                envelope: self.envelope(Some(origin)),
                person: name.clone(),
                account: account.clone(),
                requests: self
                    .address(&format!("{}/{recovery}", if account.is_some() { "operator/requests" } else { "requests" })),
                life: *life,
            }
            .render(),
            Content::Declined => RequestDeclined { envelope: self.envelope(None) }.render(),
            Content::ConfirmEmail { secret, until } => {
                ConfirmEmail { envelope: self.envelope(None), link: self.link("confirm-email", secret), life: until.life }
                    .render()
            }
            Content::EmailChanging { new, origin } => {
                EmailChanging { envelope: self.envelope(Some(origin)), new_address: new.clone() }.render()
            }
            Content::EmailChanged { new } => EmailChanged { envelope: self.envelope(None), new_address: new.clone() }.render(),
            Content::PasswordChanged { origin } => PasswordChanged { envelope: self.envelope(Some(origin)) }.render(),
            Content::SignInPaused { origin, pause } => {
                SignInPaused { envelope: self.envelope(Some(origin)), pause: *pause }.render()
            }
            Content::MfaChanged { change, by, origin } => MfaChanged {
                envelope: self.envelope(Some(origin)),
                change: match change {
                    MfaChange::On => mail::MfaChange::On,
                    MfaChange::Off => mail::MfaChange::Off,
                    MfaChange::Reset => mail::MfaChange::Reset,
                    MfaChange::Codes => mail::MfaChange::Codes,
                },
                administrator: by.clone(),
            }
            .render(),
            Content::PasskeyChanged { change, name, origin } => PasskeyChanged {
                envelope: self.envelope(Some(origin)),
                change: match change {
                    PasskeyChange::Added => mail::PasskeyChange::Added,
                    PasskeyChange::Removed => mail::PasskeyChange::Removed,
                },
                name: name.clone(),
            }
            .render(),
            Content::RecoveryCodeUsed { left, origin } => {
                let left = u32::try_from(*left).unwrap_or(u32::MAX);
                RecoveryCodeUsed { envelope: self.envelope(Some(origin)), left }.render()
            }
            Content::CodesPaused { origin } => CodesPaused { envelope: self.envelope(Some(origin)) }.render(),
            Content::NewDevice { origin } => NewSignIn { envelope: self.envelope(Some(origin)) }.render(),
            Content::MfaPolicyChanged { setting, by } => MfaPolicyChanged {
                envelope: self.envelope(None),
                value: policy(*setting).name(self.language),
                person: by.clone(),
            }
            .render(),
            Content::MfaRegistered { name, origin } => {
                MfaRegistered { envelope: self.envelope(Some(origin)), person: name.clone() }.render()
            }
            Content::SettingsChanged { account, by, fields } => SettingsChanged {
                envelope: self.envelope(None),
                person: by.clone(),
                account: account.clone(),
                settings: fields.iter().filter_map(|field| setting(field)).collect(),
            }
            .render(),
        }
    }

    fn new_person(
        &self,
        secret: &LinkSecret,
        until: Until,
        account: &str,
        account_id: &str,
        username: &str,
        why: NewWhy,
    ) -> Letter {
        let (envelope, account, link, life) = (self.envelope(None), account.to_owned(), self.link("reset", secret), until.life);
        // R3's portals never put the two that sign somebody in into one letter.
        let is_secretive = self.portal.admission.recovery == Some(RecoveryFlow::LinkThenTemporary);
        let asks_account = self.portal.admission.kind == SignInKind::AccountUsername;
        let names = (!is_secretive).then(|| SignInNames {
            account_id: asks_account.then(|| account_id.to_owned()),
            username: Some(username.to_owned()),
        });
        match why {
            NewWhy::Welcome => Welcome { envelope, account, names, link, life }.render(),
            NewWhy::FirstAdministrator => FirstAdministrator { envelope, account, names, link, life }.render(),
        }
    }

    fn envelope(&self, origin: Option<&Origin>) -> Envelope {
        let brand = &self.portal.look.brand;
        let origin = origin.filter(|origin| !origin.network.is_empty()).map(|origin| mail::Origin {
            network: origin.network.clone(),
            device: mail::device_name(self.language, &origin.device),
            at: self.moment(self.draft.queued_at),
        });
        Envelope {
            portal_title: brand.title.clone(),
            language: self.language,
            accent: Some(self.portal.look.accent),
            first_name: Some(self.draft.first_name.clone()).filter(|name| !name.is_empty()),
            support: brand.support.clone(),
            origin,
        }
    }

    fn moment(&self, at: Timestamp) -> String {
        mail::moment(self.language, at.as_millis())
    }

    /// The host of every link comes from the configuration, never from a request.
    fn address(&self, page: &str) -> String {
        format!("{}{}", self.portal.url, self.portal.look.brand.path(page))
    }

    fn link(&self, page: &str, secret: &LinkSecret) -> String {
        format!("{}?token={}", self.address(page), *secret.to_token())
    }
}

fn policy(setting: MfaSetting) -> MfaPolicy {
    match setting {
        MfaSetting::Available => MfaPolicy::Available,
        MfaSetting::Enabled => MfaPolicy::Enabled,
        MfaSetting::Disabled => MfaPolicy::Disabled,
    }
}

fn setting(field: &str) -> Option<CustomerSetting> {
    Some(match field {
        "name" => CustomerSetting::OrganisationName,
        "contact" => CustomerSetting::Contact,
        "phone" => CustomerSetting::Phone,
        "address" => CustomerSetting::Address,
        "billing_email" => CustomerSetting::BillingEmail,
        _ => return None,
    })
}
