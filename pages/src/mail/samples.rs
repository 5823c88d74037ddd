//! Every letter in every variant, for snapshots, for checks and for people to look at.

use std::time::Duration;

use super::{
    AccessTokenNews, AccessTokenOccasion, AfterTemporary, ApprovalWanted, CodesPaused, ConfirmEmail, CustomerSetting,
    EmailChanged, EmailChanging, Envelope, FirstAdministrator, Letter, MfaChange, MfaChanged, MfaPolicyChanged, MfaRegistered,
    NewSignIn, Origin, PasskeyChange, PasskeyChanged, PasswordChanged, RecoveryCodeUsed, RequestDeclined, ResetLink,
    ResetLinkReason, SettingsChanged, SignInNames, SignInPaused, TemporaryLink, TemporaryPassword, TemporaryPasswordKind,
    Welcome, device_name, moment,
};
use crate::Language;

const A_DAY: Duration = Duration::from_hours(24);
const ASKED_AT: i64 = 1_795_269_960_000;
const A_DAY_LATER: i64 = ASKED_AT + 86_400_000;
const ADMINISTRATOR: &str = "Priya Raman";
const ACCOUNT: &str = "Harbour Freight Ltd";
const USER_AGENT: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0.0.0 Safari/537.36";

/// Each letter with a name that can be a file's.
pub fn samples(language: Language) -> Vec<(String, Letter)> {
    let envelope = maya(language);
    let mut letters = getting_back_in(&envelope);
    letters.extend(approvals(&envelope));
    letters.extend(first_access(&envelope));
    letters.extend(news(&envelope));
    letters.extend(administration(&envelope));
    letters.extend(second_factor(&envelope));
    letters.extend(access_tokens(&envelope));
    letters.into_iter().map(|(name, letter)| (name.to_owned(), letter)).collect()
}

type Letters = Vec<(&'static str, Letter)>;

/// A reader of whom everything is known.
fn maya(language: Language) -> Envelope {
    Envelope {
        portal_title: "Harbour Contact".to_owned(),
        language,
        accent: Some("#0b6b74".parse().expect("a colour")),
        first_name: Some("Maya".to_owned()),
        support: Some("support@harbour.example".parse().expect("a mailbox")),
        origin: Some(Origin {
            network: "203.0.113.24".to_owned(),
            device: device_name(language, USER_AGENT),
            at: moment(language, ASKED_AT),
        }),
    }
}

/// A reader of whom nothing is known, at a portal that has nothing.
fn nobody(language: Language) -> Envelope {
    Envelope { accent: None, first_name: None, support: None, origin: None, ..maya(language) }
}

fn secret_address(page: &str) -> String {
    format!("https://calls.harbour.example/_auth/{page}?token=Jx3mQe0vT5sWb7yKc2nRf8uPa4dHg6tLz9oXi1jVkq8")
}

fn page_address(page: &str) -> String {
    format!("https://calls.harbour.example/_auth/{page}")
}

fn getting_back_in(envelope: &Envelope) -> Letters {
    let temporary = |kind, after| TemporaryPassword {
        envelope: envelope.clone(),
        password: "kmtw-7rhq-x3vd-9npc".to_owned(),
        until: moment(envelope.language, A_DAY_LATER),
        sign_in: page_address("login"),
        kind,
        after,
    };
    let link = TemporaryLink { envelope: envelope.clone(), link: secret_address("temporary"), life: A_DAY };
    let reset = |reason| ResetLink { envelope: envelope.clone(), reason, link: secret_address("reset"), life: A_DAY };
    let sent = ResetLinkReason::SentByAdministrator { name: ADMINISTRATOR.to_owned() };
    let bare = ResetLink { envelope: nobody(envelope.language), life: Duration::from_hours(1), ..reset(ResetLinkReason::Asked) };
    let canary = Envelope {
        portal_title: "Canary Calls".to_owned(),
        accent: Some("#ffd400".parse().expect("a colour")),
        ..envelope.clone()
    };
    let canary = ResetLink { envelope: canary, ..reset(ResetLinkReason::Asked) };
    vec![
        ("temporary-password", temporary(TemporaryPasswordKind::Emailed, AfterTemporary::Require).render()),
        ("temporary-password-recommend", temporary(TemporaryPasswordKind::Emailed, AfterTemporary::Recommend).render()),
        ("temporary-password-after-link", temporary(TemporaryPasswordKind::AfterLink, AfterTemporary::Require).render()),
        ("temporary-link", link.render()),
        ("reset-link", reset(ResetLinkReason::Asked).render()),
        ("reset-link-bare", bare.render()),
        ("reset-link-yellow", canary.render()),
        ("reset-link-by-administrator", reset(sent).render()),
        ("reset-link-approved", reset(ResetLinkReason::Approved).render()),
    ]
}

fn approvals(envelope: &Envelope) -> Letters {
    let to_administrator = ApprovalWanted {
        envelope: Envelope { first_name: Some("Priya".to_owned()), ..envelope.clone() },
        person: "Maya Okafor".to_owned(),
        account: None,
        requests: page_address("requests"),
        life: A_DAY,
    };
    let to_operator = ApprovalWanted { account: Some(ACCOUNT.to_owned()), ..to_administrator.clone() };
    let declined = RequestDeclined { envelope: envelope.clone() };
    vec![
        ("approval-wanted", to_administrator.render()),
        ("approval-wanted-by-operator", to_operator.render()),
        ("request-declined", declined.render()),
    ]
}

fn first_access(envelope: &Envelope) -> Letters {
    let envelope = Envelope { origin: None, ..envelope.clone() };
    let username = Some("m.okafor".to_owned());
    let names = SignInNames { account_id: Some("HARBOUR".to_owned()), username: username.clone() };
    let welcome = Welcome {
        envelope: envelope.clone(),
        account: ACCOUNT.to_owned(),
        names: Some(names),
        link: secret_address("reset"),
        life: A_DAY,
    };
    let without_names = Welcome { names: None, ..welcome.clone() };
    let first_administrator = FirstAdministrator {
        envelope,
        account: ACCOUNT.to_owned(),
        names: Some(SignInNames { account_id: None, username }),
        link: secret_address("reset"),
        life: A_DAY,
    };
    vec![
        ("welcome", welcome.render()),
        ("welcome-without-names", without_names.render()),
        ("first-administrator", first_administrator.render()),
    ]
}

fn news(envelope: &Envelope) -> Letters {
    let envelope = || envelope.clone();
    let new_address = || "maya@newharbour.example".to_owned();
    let without_support = Envelope { support: None, ..envelope() };
    vec![
        ("password-changed", PasswordChanged { envelope: envelope() }.render()),
        ("password-changed-without-support", PasswordChanged { envelope: without_support }.render()),
        ("email-changing", EmailChanging { envelope: envelope(), new_address: new_address() }.render()),
        ("confirm-email", ConfirmEmail { envelope: envelope(), link: secret_address("confirm-email"), life: A_DAY }.render()),
        ("email-changed", EmailChanged { envelope: envelope(), new_address: new_address() }.render()),
        ("new-sign-in", NewSignIn { envelope: envelope() }.render()),
        ("sign-in-paused", SignInPaused { envelope: envelope(), pause: Duration::from_mins(15) }.render()),
    ]
}

fn administration(envelope: &Envelope) -> Letters {
    let settings = SettingsChanged {
        envelope: envelope.clone(),
        person: ADMINISTRATOR.to_owned(),
        account: ACCOUNT.to_owned(),
        settings: vec![
            CustomerSetting::OrganisationName,
            CustomerSetting::Contact,
            CustomerSetting::Phone,
            CustomerSetting::Address,
            CustomerSetting::BillingEmail,
        ],
    };
    vec![("settings-changed", settings.render())]
}

fn second_factor(envelope: &Envelope) -> Letters {
    let changed = |change, administrator: Option<&str>| {
        MfaChanged { envelope: envelope.clone(), change, administrator: administrator.map(str::to_owned) }.render()
    };
    let passkey = |change| PasskeyChanged { envelope: envelope.clone(), change, name: "Work laptop".to_owned() }.render();
    let used = |left| RecoveryCodeUsed { envelope: envelope.clone(), left }.render();
    let registered = MfaRegistered { envelope: envelope.clone(), person: "Tomasz Zieliński".to_owned() };
    let policy = MfaPolicyChanged { envelope: envelope.clone(), value: "Required".to_owned(), person: ADMINISTRATOR.to_owned() };
    vec![
        ("mfa-registered", registered.render()),
        ("codes-paused", CodesPaused { envelope: envelope.clone() }.render()),
        ("mfa-codes", changed(MfaChange::Codes, None)),
        ("mfa-on", changed(MfaChange::On, None)),
        ("mfa-on-by-administrator", changed(MfaChange::On, Some(ADMINISTRATOR))),
        ("mfa-reset", changed(MfaChange::Reset, None)),
        ("mfa-reset-by-administrator", changed(MfaChange::Reset, Some(ADMINISTRATOR))),
        ("mfa-off", changed(MfaChange::Off, None)),
        ("mfa-off-by-administrator", changed(MfaChange::Off, Some(ADMINISTRATOR))),
        ("passkey-added", passkey(PasskeyChange::Added)),
        ("passkey-removed", passkey(PasskeyChange::Removed)),
        ("recovery-code-used", used(7)),
        ("recovery-code-used-but-one", used(1)),
        ("mfa-policy-changed", policy.render()),
    ]
}

fn access_tokens(envelope: &Envelope) -> Letters {
    let token = |occasion| AccessTokenNews {
        envelope: envelope.clone(),
        occasion,
        name: "Nightly export".to_owned(),
        scopes: vec!["recordings:read".to_owned(), "users:read".to_owned()],
    };
    vec![
        ("token-made", token(AccessTokenOccasion::Made).render()),
        ("token-expiring", token(AccessTokenOccasion::Expiring).render()),
    ]
}
