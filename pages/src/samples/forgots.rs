//! The pages that ask who forgot the password, and their answer.

use std::time::Duration;

use maud::Markup;

use super::brands::{CANARY, HARBOUR};
use crate::{ForgotField, ForgotForm, ForgotPage, ForgotProblem, Language, RecoveryFlow, SentPage};

const FLOWS: [(&str, RecoveryFlow, ForgotForm); 6] = [
    ("emailed-password", RecoveryFlow::EmailedPassword, ForgotForm::Email),
    ("link", RecoveryFlow::Link, ForgotForm::Email),
    ("link-then-temporary", RecoveryFlow::LinkThenTemporary, ForgotForm::AccountIdAndUsername),
    ("approval", RecoveryFlow::AdminApproval { is_encrypted: false }, ForgotForm::UsernameOrEmail),
    ("encrypted", RecoveryFlow::AdminApproval { is_encrypted: true }, ForgotForm::AccountIdAndUsername),
    ("mixed", RecoveryFlow::Mixed, ForgotForm::UsernameOrEmail),
];

pub(super) fn samples(language: Language) -> Vec<(String, Markup)> {
    let asked = FLOWS.map(|(name, flow, form)| (format!("forgot-{name}"), page(language, flow, form).render()));
    let sent = FLOWS.map(|(name, flow, form)| {
        let sent = SentPage { brand: &HARBOUR, language, flow, form, life: Duration::from_hours(24) };
        (format!("sent-{name}"), sent.render())
    });
    let refused = problems(language).into_iter().map(|(name, page)| (format!("forgot-{name}"), page.render()));
    asked.into_iter().chain(refused).chain(sent).collect()
}

fn page(language: Language, flow: RecoveryFlow, form: ForgotForm) -> ForgotPage<'static> {
    ForgotPage {
        brand: &HARBOUR,
        language,
        csrf: "a-token".to_owned(),
        flow,
        form,
        account_id: String::new(),
        identifier: String::new(),
        problem: None,
    }
}

fn problems(language: Language) -> Vec<(&'static str, ForgotPage<'static>)> {
    let after = |problem| ForgotPage {
        identifier: "m.okafor@harbour.example".to_owned(),
        problem: Some(problem),
        ..page(language, RecoveryFlow::Link, ForgotForm::Email)
    };
    let (account_id, identifier) = (ForgotField::AccountId, ForgotField::Identifier);
    let empty = |flow, form, fields: &[ForgotField]| ForgotPage {
        problem: Some(ForgotProblem::EmptyFields(fields.to_vec())),
        ..page(language, flow, form)
    };
    let bare = ForgotPage { brand: &CANARY, ..page(language, RecoveryFlow::Link, ForgotForm::Email) };
    let malformed = ForgotPage { identifier: "m.okafor@".to_owned(), ..after(ForgotProblem::MalformedEmail) };
    let host = "calls.harbour.example".to_owned();
    vec![
        ("bare", bare),
        ("empty-email", empty(RecoveryFlow::Link, ForgotForm::Email, &[identifier])),
        ("empty-account", empty(RecoveryFlow::LinkThenTemporary, ForgotForm::AccountIdAndUsername, &[account_id, identifier])),
        ("empty-either", empty(RecoveryFlow::Mixed, ForgotForm::UsernameOrEmail, &[identifier])),
        ("malformed-email", malformed),
        ("throttled", after(ForgotProblem::Throttled { wait: Duration::from_mins(15) })),
        ("form-too-old", after(ForgotProblem::FormTooOld)),
        ("cookies-blocked", after(ForgotProblem::CookiesBlocked { host })),
        ("unavailable", after(ForgotProblem::Unavailable)),
    ]
}
