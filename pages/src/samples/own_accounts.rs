//! What people do for themselves.

use std::time::Duration;

use maud::Markup;

use super::frames::{RULES, administrator, ago, newcomer};
use crate::{
    AccountPage, AccountProblem, Band, CurrentPasswordProblem, Frame, Language, Notice, OwnPasswordProblem, PasswordPage,
    PasswordRules, SessionRow, SessionsPage, Tip, UserProblem,
};

pub(super) fn samples(language: Language) -> Vec<(String, Markup)> {
    let accounts = accounts(language).into_iter().map(|(name, page)| (format!("account{name}"), page.render()));
    let passwords = passwords(language).into_iter().map(|(name, page)| (format!("password{name}"), page.render()));
    let sessions = sessions(language).into_iter().map(|(name, page)| (format!("sessions{name}"), page.render()));
    accounts.chain(passwords).chain(sessions).collect()
}

fn accounts(language: Language) -> Vec<(&'static str, AccountPage<'static>)> {
    let plain = AccountPage {
        frame: administrator(language),
        name: "Maya Okafor".to_owned(),
        email: "maya.okafor@harbour.example".to_owned(),
        username: "maya.okafor".to_owned(),
        pending_email: None,
        rules: RULES,
        problems: Vec::new(),
    };
    let noticed = |notice| AccountPage { frame: Frame { notice: Some(notice), ..plain.frame.clone() }, ..plain.clone() };
    let after = |problems: &[AccountProblem]| AccountPage { problems: problems.to_vec(), ..plain.clone() };
    let email = "maya@harbour.example".to_owned();
    let asked_for_another = AccountPage { pending_email: Some(email.clone()), ..noticed(Notice::ConfirmationSent { email }) };
    let empty = AccountPage {
        name: String::new(),
        email: String::new(),
        username: String::new(),
        ..after(&[
            AccountProblem::Particulars(UserProblem::MissingName),
            AccountProblem::Particulars(UserProblem::MissingEmail),
            AccountProblem::Particulars(UserProblem::MissingUsername),
            AccountProblem::CurrentPassword(CurrentPasswordProblem::Missing),
        ])
    };
    let taken = after(&[
        AccountProblem::Particulars(UserProblem::EmailTaken),
        AccountProblem::Particulars(UserProblem::UsernameTaken),
        AccountProblem::NewPassword(OwnPasswordProblem::TooShort),
        AccountProblem::CurrentPassword(CurrentPasswordProblem::Wrong),
    ]);
    let malformed = AccountPage {
        email: "maya@".to_owned(),
        username: "maya okafor".to_owned(),
        ..after(&[
            AccountProblem::Particulars(UserProblem::MalformedEmail),
            AccountProblem::Particulars(UserProblem::MalformedUsername),
            AccountProblem::NewPassword(OwnPasswordProblem::Mismatch),
        ])
    };
    let reminded = AccountPage {
        frame: newcomer(language),
        name: "Omar Haddad".to_owned(),
        email: "omar.haddad@harbour.example".to_owned(),
        username: "omar.haddad".to_owned(),
        ..plain.clone()
    };
    vec![
        ("", plain.clone()),
        ("-updated", noticed(Notice::AccountUpdated)),
        ("-pending-email", asked_for_another),
        ("-reminded", reminded),
        ("-empty", empty),
        ("-taken", taken),
        ("-malformed", malformed),
    ]
}

fn passwords(language: Language) -> Vec<(&'static str, PasswordPage<'static>)> {
    let plain = PasswordPage {
        frame: administrator(language),
        username: Some("maya.okafor".to_owned()),
        rules: RULES,
        asks_current: true,
        current: None,
        new: None,
    };
    let refused = |new| PasswordPage { new: Some(new), ..plain.clone() };
    let doubted = |current| PasswordPage { current: Some(current), ..plain.clone() };
    let changed = Frame { notice: Some(Notice::PasswordChanged), ..plain.frame.clone() };
    let amber = PasswordPage { rules: PasswordRules { required_band: Band::Nearly, ..RULES }, ..plain.clone() };
    vec![
        ("", amber),
        ("-changed", PasswordPage { frame: changed, ..plain.clone() }),
        ("-reminded", PasswordPage { frame: newcomer(language), username: None, asks_current: false, ..plain.clone() }),
        ("-wrong", doubted(CurrentPasswordProblem::Wrong)),
        ("-throttled", doubted(CurrentPasswordProblem::Throttled { wait: Duration::from_mins(15) })),
        ("-empty", PasswordPage { current: Some(CurrentPasswordProblem::Missing), ..refused(OwnPasswordProblem::Missing) }),
        ("-weak", refused(OwnPasswordProblem::Weak { score: 1, tip: None })),
        ("-weak-with-tip", refused(OwnPasswordProblem::Weak { score: 2, tip: Some(Tip::AddAnotherWordOrTwo) })),
        ("-same", refused(OwnPasswordProblem::SameAsOld)),
        ("-common", refused(OwnPasswordProblem::Common)),
    ]
}

fn sessions(language: Language) -> Vec<(&'static str, SessionsPage<'static>)> {
    let row = |id: &str, device: &str, address: &str, signed_in, last_active| SessionRow {
        id: id.to_owned(),
        device: device.to_owned(),
        address: address.to_owned(),
        signed_in: ago(signed_in),
        last_active: ago(last_active),
        is_this_one: false,
    };
    let here = SessionRow { is_this_one: true, ..row("1", "Chrome on Windows", "203.0.113.24", 125, 0) };
    let alone = SessionsPage { frame: administrator(language), rows: vec![here.clone()] };
    let phone = row("2", "Safari on iPhone", "2001:db8:41f:9a00:7d4e:22ff:fe10:93ab", 4 * 24 * 60, 51);
    let tablet = row("3", "Firefox on Android", "198.51.100.7", 60, 1);
    let several = SessionsPage { rows: vec![here, phone, tablet], ..alone.clone() };
    let noticed = |page: &SessionsPage<'static>, notice| {
        let frame = Frame { notice: Some(notice), ..page.frame.clone() };
        SessionsPage { frame, ..page.clone() }
    };
    let signed_out = Notice::SignedOutOf { device: "Safari on iPhone".to_owned() };
    vec![
        ("", several.clone()),
        ("-signed-out-of", noticed(&several, signed_out)),
        ("-signed-out-elsewhere", noticed(&alone, Notice::SignedOutElsewhere)),
    ]
}
