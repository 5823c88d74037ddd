//! The audit log.

use maud::Markup;

use super::frames::{administrator, operator};
use crate::{AuditActor, AuditFilters, AuditOutcome, AuditPage, AuditRow, Console, EventText, Language};

pub(super) fn samples(language: Language) -> Vec<(String, Markup)> {
    let plain = AuditPage {
        frame: administrator(language),
        console: Console::Company,
        filters: AuditFilters::default(),
        rows: rows(),
        previous: None,
        next: Some("/_auth/audit?after=5".to_owned()),
        csv: "/_auth/audit.csv".to_owned(),
        json_lines: "/_auth/audit.jsonl".to_owned(),
    };
    let filters = AuditFilters {
        who: "maya".to_owned(),
        event: "link-sent".to_owned(),
        from: "2026-11-01".to_owned(),
        to: "2026-11-24".to_owned(),
    };
    let empty = AuditPage { rows: Vec::new(), next: None, ..plain.clone() };
    let operators = AuditPage { frame: operator(language), console: Console::Operators, ..plain.clone() };
    [("", plain), ("-no-match", AuditPage { filters, ..empty.clone() }), ("-empty", empty), ("-operators", operators)]
        .map(|(name, page)| (format!("audit{name}"), page.render()))
        .into()
}

fn rows() -> Vec<AuditRow> {
    let maya = AuditActor::Person { name: "Maya Okafor".to_owned(), username: "maya.okafor".to_owned() };
    let of = |who, kind: &str, subject: Option<&str>, outcome| AuditRow {
        when: "24 Nov 2026, 14:06".to_owned(),
        rfc3339: "2026-11-24T14:06:00Z".to_owned(),
        who,
        what: EventText { kind: kind.to_owned(), subject: subject.map(str::to_owned) },
        network: Some("203.0.113.24".to_owned()),
        browser: Some("Chrome on Windows".to_owned()),
        outcome,
    };
    let unseen = |row: AuditRow| AuditRow { network: None, browser: None, ..row };
    vec![
        of(maya.clone(), "link-sent", Some("Siti Nurhaliza"), AuditOutcome::Done),
        of(AuditActor::Visitor, "sign-in-refused", Some("Omar Haddad"), AuditOutcome::Refused),
        of(maya, "password-changed", None, AuditOutcome::Done),
        unseen(of(AuditActor::Gateway, "letter-given-up", Some("Daniel Achterberg-Whitcombe"), AuditOutcome::Failed)),
        unseen(of(AuditActor::CommandLine, "moon-landed", None, AuditOutcome::Done)),
    ]
}
