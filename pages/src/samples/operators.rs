//! The vendor's console.

use maud::Markup;

use super::frames::{operator, step_up};
use crate::{
    AccountFormProblem, AccountRecovery, AccountRow, AccountState, Count, FirstAdministrator, FirstAdministratorPage, Frame,
    Language, NewAccountPage, Notice, OperatorAccountPage, OperatorAccountsPage, UserProblem,
};

pub(super) fn samples(language: Language) -> Vec<(String, Markup)> {
    let lists = lists(language).into_iter().map(|(name, page)| (format!("accounts{name}"), page.render()));
    let new = new(language).into_iter().map(|(name, page)| (format!("accounts-new{name}"), page.render()));
    let single = single(language).into_iter().map(|(name, page)| (format!("accounts-one{name}"), page.render()));
    let first = first(language).into_iter().map(|(name, page)| (format!("first-admin{name}"), page.render()));
    lists.chain(new).chain(single).chain(first).collect()
}

fn harbour() -> AccountRow {
    AccountRow {
        id: "7".to_owned(),
        account_id: "HARBOUR".to_owned(),
        name: "Harbour Contact Ltd".to_owned(),
        state: AccountState::Open,
        recovery: AccountRecovery::AsPortal,
        people: 38,
    }
}

fn meridian() -> AccountRow {
    AccountRow {
        id: "8".to_owned(),
        account_id: "MERIDIAN-2".to_owned(),
        name: "Meridian Recording Archive and Compliance".to_owned(),
        state: AccountState::Suspended,
        recovery: AccountRecovery::AdminApproval,
        people: 1,
    }
}

fn lists(language: Language) -> Vec<(&'static str, OperatorAccountsPage<'static>)> {
    let plain = OperatorAccountsPage {
        frame: operator(language),
        query: String::new(),
        count: Count::Exactly(2),
        rows: vec![harbour(), meridian()],
        previous: None,
        next: None,
    };
    let none = OperatorAccountsPage { count: Count::Exactly(0), rows: Vec::new(), ..plain.clone() };
    let many = OperatorAccountsPage {
        count: Count::MoreThan(1000),
        next: Some("/_auth/operator/accounts?after=8".to_owned()),
        ..plain.clone()
    };
    let opened = Frame { notice: Some(Notice::AccountOpened), ..plain.frame.clone() };
    vec![
        ("", plain.clone()),
        ("-many", many),
        ("-no-match", OperatorAccountsPage { query: "xyz".to_owned(), ..none.clone() }),
        ("-empty", none),
        ("-opened", OperatorAccountsPage { frame: opened, ..plain }),
    ]
}

fn new(language: Language) -> Vec<(&'static str, NewAccountPage<'static>)> {
    let plain = NewAccountPage {
        frame: operator(language),
        account_id: String::new(),
        name: String::new(),
        recovery: AccountRecovery::AsPortal,
        step_up: None,
        problems: Vec::new(),
    };
    let missing = vec![AccountFormProblem::MissingName, AccountFormProblem::MissingAccountId];
    let typed = |account_id: &str, problem| NewAccountPage {
        account_id: account_id.to_owned(),
        name: "Harbour Contact Ltd".to_owned(),
        problems: vec![problem],
        ..plain.clone()
    };
    vec![
        ("", plain.clone()),
        ("-empty", NewAccountPage { problems: missing, ..plain.clone() }),
        ("-malformed", typed("HARBOUR LTD", AccountFormProblem::MalformedAccountId)),
        ("-taken", typed("HARBOUR", AccountFormProblem::AccountIdTaken)),
    ]
}

fn single(language: Language) -> Vec<(&'static str, OperatorAccountPage<'static>)> {
    let of = |account: AccountRow| OperatorAccountPage {
        frame: operator(language),
        name: account.name.clone(),
        recovery: account.recovery,
        account,
        wants_first_administrator: true,
        step_up: None,
        problems: Vec::new(),
    };
    let plain = of(harbour());
    let saved = Frame { notice: Some(Notice::AccountSaved), ..plain.frame.clone() };
    let suspended = OperatorAccountPage { wants_first_administrator: false, step_up: Some(step_up(None)), ..of(meridian()) };
    let empty = OperatorAccountPage { name: String::new(), problems: vec![AccountFormProblem::MissingName], ..plain.clone() };
    vec![
        ("", plain.clone()),
        ("-saved", OperatorAccountPage { frame: saved, ..plain }),
        ("-suspended", suspended),
        ("-empty", empty),
    ]
}

fn first(language: Language) -> Vec<(&'static str, FirstAdministratorPage<'static>)> {
    let wanted = |name: &str, email: &str, username: &str| FirstAdministratorPage {
        frame: operator(language),
        id: "7".to_owned(),
        account: "Harbour Contact Ltd".to_owned(),
        administrator: FirstAdministrator::Wanted {
            name: name.to_owned(),
            email: email.to_owned(),
            username: username.to_owned(),
        },
        step_up: None,
        problems: Vec::new(),
    };
    let plain = wanted("", "", "");
    let malformed = FirstAdministratorPage {
        step_up: Some(step_up(None)),
        problems: vec![UserProblem::MalformedEmail, UserProblem::MissingUsername],
        ..wanted("Maya Okafor", "maya@", "")
    };
    let sent = Frame { notice: Some(Notice::FirstAdminLinkSent { name: "Maya Okafor".to_owned() }), ..plain.frame.clone() };
    let exists = FirstAdministratorPage { administrator: FirstAdministrator::Exists, ..plain.clone() };
    vec![
        ("", plain.clone()),
        ("-malformed", malformed),
        ("-sent", FirstAdministratorPage { frame: sent, ..plain }),
        ("-exists", exists),
    ]
}
