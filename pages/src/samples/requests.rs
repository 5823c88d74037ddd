//! Requests that wait for approval.

use std::time::Duration;

use maud::Markup;

use super::frames::{A_DAY, administrator, ago, operator, step_up};
use crate::{
    ApprovedRequest, Console, CurrentPasswordProblem, Frame, Language, MfaState, Notice, RequestPage, RequestState, RequestsPage,
    ResetRequest,
};

pub(super) fn samples(language: Language) -> Vec<(String, Markup)> {
    let lists = lists(language).into_iter().map(|(name, page)| (format!("requests{name}"), page.render()));
    let single = single(language).into_iter().map(|(name, page)| (format!("request-{name}"), page.render()));
    lists.chain(single).collect()
}

fn request(id: &str, name: &str, username: &str, minutes: u64) -> ResetRequest {
    ResetRequest {
        id: id.to_owned(),
        name: name.to_owned(),
        username: username.to_owned(),
        account: None,
        asked: ago(minutes),
        network: "203.0.113.24".to_owned(),
        browser: "Chrome on Windows".to_owned(),
        mfa: None,
        is_own: false,
    }
}

fn priya() -> ResetRequest {
    request("1", "Priya Raman", "priya.raman", 4)
}

fn maya() -> ResetRequest {
    ResetRequest { is_own: true, mfa: Some(MfaState::On), ..request("3", "Maya Okafor", "maya.okafor", 20) }
}

fn lists(language: Language) -> Vec<(&'static str, RequestsPage<'static>)> {
    let daniel = request("4", "Daniel Achterberg-Whitcombe", "d.achterberg", 200);
    let omar = ResetRequest {
        network: "2001:db8:41f:9a00:7d4e:22ff:fe10:93ab".to_owned(),
        browser: "Safari on iPhone".to_owned(),
        mfa: Some(MfaState::NotSetUp),
        ..request("2", "Omar Haddad", "omar.haddad", 61)
    };
    let sent = ApprovedRequest {
        request: daniel,
        by: "Siti Nurhaliza".to_owned(),
        approved: ago(180),
        expires_in: Duration::from_hours(21),
    };
    let plain = RequestsPage {
        frame: administrator(language),
        console: Console::Company,
        life: A_DAY,
        waiting: vec![priya(), omar, maya()],
        approved: vec![sent],
    };
    let empty = RequestsPage { waiting: Vec::new(), approved: Vec::new(), ..plain.clone() };
    let noticed = |notice| RequestsPage { frame: Frame { notice: Some(notice), ..plain.frame.clone() }, ..plain.clone() };
    let name = || "Daniel Achterberg-Whitcombe".to_owned();
    let from_harbour = ResetRequest { account: Some("Harbour Contact".to_owned()), ..priya() };
    let fallen =
        RequestsPage { frame: operator(language), console: Console::Operators, waiting: vec![from_harbour], ..empty.clone() };
    vec![
        ("", plain.clone()),
        ("-empty", empty),
        ("-operators", fallen),
        ("-approved", noticed(Notice::RequestApproved { name: name(), expires_in: A_DAY })),
        ("-declined", noticed(Notice::RequestDeclined { name: name() })),
        ("-taken-back", noticed(Notice::RequestTakenBack { name: name() })),
    ]
}

fn single(language: Language) -> Vec<(&'static str, RequestPage<'static>)> {
    let siti = || "Siti Nurhaliza".to_owned();
    let in_state =
        |state| RequestPage { frame: administrator(language), console: Console::Company, request: priya(), state, step_up: None };
    let asked = |problem| RequestPage { step_up: Some(step_up(problem)), ..in_state(RequestState::Waiting) };
    vec![
        ("waiting", in_state(RequestState::Waiting)),
        ("asked", asked(None)),
        ("throttled", asked(Some(CurrentPasswordProblem::Throttled { wait: Duration::from_mins(15) }))),
        ("own", RequestPage { request: maya(), ..in_state(RequestState::Waiting) }),
        ("already-approved", in_state(RequestState::Approved { by: siti(), when: ago(2) })),
        ("declined", in_state(RequestState::Declined { by: siti() })),
        ("expired", in_state(RequestState::Expired)),
        ("used", in_state(RequestState::Used)),
        ("taken-back", in_state(RequestState::TakenBack { by: siti() })),
    ]
}
