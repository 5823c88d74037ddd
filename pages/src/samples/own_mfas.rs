//! What people do about their own second factor.

use maud::Markup;

use super::frames::{administrator, ago, newcomer, step_up};
use crate::{
    CurrentPasswordProblem, Frame, Language, MfaControl, MyMfaPage, Notice, PasskeyNameProblem, PasskeyRow, RenamePasskeyPage,
};

pub(super) fn samples(language: Language) -> Vec<(String, Markup)> {
    let pages = pages(language).into_iter().chain(noticed(language));
    let pages = pages.map(|(name, page)| (format!("my-mfa{name}"), page.render()));
    let renames = renames(language).into_iter().map(|(name, page)| (format!("passkey-rename{name}"), page.render()));
    pages.chain(renames).collect()
}

fn set_up(language: Language) -> MyMfaPage<'static> {
    let passkey = |id: &str, name: &str, added, last_used: Option<u64>| PasskeyRow {
        id: id.to_owned(),
        name: name.to_owned(),
        added: ago(added),
        last_used: last_used.map(ago),
    };
    MyMfaPage {
        frame: administrator(language),
        control: MfaControl::Own,
        is_enabled: true,
        authenticator: Some(ago(21 * 24 * 60)),
        recovery_codes: 8,
        passkeys: vec![passkey("a1", "Work laptop", 3 * 24 * 60, Some(12)), passkey("b2", "Blue security key", 60, None)],
        may_add_passkey: true,
    }
}

fn pages(language: Language) -> Vec<(&'static str, MyMfaPage<'static>)> {
    let plain = set_up(language);
    let app_alone = MyMfaPage { passkeys: Vec::new(), may_add_passkey: false, recovery_codes: 1, ..plain.clone() };
    let nothing = MyMfaPage { authenticator: None, may_add_passkey: true, recovery_codes: 0, ..app_alone.clone() };
    let required = MfaControl::Required;
    let newcomer = MyMfaPage { frame: newcomer(language), control: MfaControl::Administrator, ..app_alone.clone() };
    vec![
        ("", plain.clone()),
        ("-app", app_alone),
        ("-passkey", MyMfaPage { authenticator: None, ..plain.clone() }),
        ("-slept", MyMfaPage { is_enabled: false, ..plain.clone() }),
        ("-off", MyMfaPage { is_enabled: false, ..nothing.clone() }),
        ("-not-set-up", nothing.clone()),
        ("-required", MyMfaPage { control: required, ..plain.clone() }),
        ("-required-not-set-up", MyMfaPage { control: required, ..nothing }),
        ("-disabled", MyMfaPage { control: MfaControl::Disabled, is_enabled: false, ..plain }),
        ("-administrator", newcomer),
    ]
}

fn noticed(language: Language) -> Vec<(&'static str, MyMfaPage<'static>)> {
    let plain = set_up(language);
    let after = |notice| MyMfaPage { frame: Frame { notice: Some(notice), ..plain.frame.clone() }, ..plain.clone() };
    let name = || "Work laptop".to_owned();
    vec![
        ("-turned-on", after(Notice::MfaTurnedOn)),
        ("-turned-off", MyMfaPage { is_enabled: false, ..after(Notice::MfaTurnedOff) }),
        ("-reset", MyMfaPage { authenticator: None, passkeys: Vec::new(), recovery_codes: 0, ..after(Notice::MfaReset) }),
        ("-put-off", after(Notice::MfaPutOff)),
        ("-codes-made", after(Notice::RecoveryCodesMade)),
        ("-codes-left", MyMfaPage { recovery_codes: 3, ..after(Notice::RecoveryCodesLeft { left: 3 }) }),
        ("-no-codes-left", MyMfaPage { recovery_codes: 0, ..after(Notice::RecoveryCodesLeft { left: 0 }) }),
        ("-passkey-added", after(Notice::PasskeyAdded { name: name() })),
        ("-passkey-renamed", after(Notice::PasskeyRenamed { name: name() })),
        ("-passkey-removed", after(Notice::PasskeyRemoved { name: name() })),
        ("-passkey-kept", after(Notice::PasskeyKept { name: name() })),
    ]
}

fn renames(language: Language) -> Vec<(&'static str, RenamePasskeyPage<'static>)> {
    let plain = RenamePasskeyPage {
        frame: administrator(language),
        id: "a1".to_owned(),
        name: "Work laptop".to_owned(),
        step_up: None,
        problem: None,
    };
    let missing = RenamePasskeyPage {
        name: String::new(),
        step_up: Some(step_up(Some(CurrentPasswordProblem::Wrong))),
        problem: Some(PasskeyNameProblem::Missing),
        ..plain.clone()
    };
    let too_long = RenamePasskeyPage { problem: Some(PasskeyNameProblem::TooLong), ..plain.clone() };
    vec![("", plain), ("-missing", missing), ("-too-long", too_long)]
}
