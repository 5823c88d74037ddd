//! Asking for a way back in, and what links lead to.

use std::time::Duration;

use maud::Markup;

use super::brands::{CANARY, HARBOUR};
use crate::{
    ConfirmEmailPage, ConfirmEmailState, Language, LinkProblem, LinkProblemPage, LinkSubject, ReminderPage, TemporaryPage,
    TemporaryState,
};

const A_DAY: Duration = Duration::from_hours(24);

pub(super) fn samples(language: Language) -> Vec<(String, Markup)> {
    let pages = links(language).into_iter().chain(temporary(language)).chain(confirmations(language)).chain(reminders(language));
    pages.map(|(name, page)| (name.to_owned(), page)).collect()
}

type Samples = Vec<(&'static str, Markup)>;

fn links(language: Language) -> Samples {
    let forgot = Some("/_auth/forgot".to_owned());
    let page =
        |problem| LinkProblemPage { brand: &HARBOUR, language, subject: LinkSubject::Password, forgot: forgot.clone(), problem };
    let told = |problem| LinkProblemPage { forgot: None, ..page(problem) }.render();
    let of_email = |problem| LinkProblemPage { subject: LinkSubject::EmailAddress, ..page(problem) }.render();
    let expired = LinkProblem::Expired { life: Duration::from_hours(1), was_approved: false };
    let expired_approval = LinkProblem::Expired { life: A_DAY, was_approved: true };
    vec![
        ("link-expired", page(expired).render()),
        ("link-expired-approval", page(expired_approval).render()),
        ("link-expired-administrator", told(expired)),
        ("link-used", page(LinkProblem::Used).render()),
        ("link-used-administrator", told(LinkProblem::Used)),
        ("link-replaced", page(LinkProblem::Replaced).render()),
        ("link-declined", page(LinkProblem::Declined).render()),
        ("link-ended", page(LinkProblem::Ended).render()),
        ("link-ended-administrator", told(LinkProblem::Ended)),
        ("link-unknown", page(LinkProblem::Unknown).render()),
        ("link-unknown-administrator", told(LinkProblem::Unknown)),
        ("email-link-expired", of_email(LinkProblem::Expired { life: A_DAY, was_approved: false })),
        ("email-link-used", of_email(LinkProblem::Used)),
        ("email-link-replaced", of_email(LinkProblem::Replaced)),
        ("email-link-ended", of_email(LinkProblem::Ended)),
        ("email-link-unknown", of_email(LinkProblem::Unknown)),
    ]
}

fn temporary(language: Language) -> Samples {
    let page = |state| TemporaryPage {
        brand: &HARBOUR,
        language,
        csrf: "a-token".to_owned(),
        first_name: Some("Maya".to_owned()),
        life: A_DAY,
        state,
    };
    let nameless = |state| TemporaryPage { brand: &CANARY, first_name: None, ..page(state) };
    vec![
        ("temporary-ask", page(TemporaryState::Ask).render()),
        ("temporary-ask-nameless", nameless(TemporaryState::Ask).render()),
        ("temporary-sent", page(TemporaryState::Sent).render()),
        ("temporary-sent-nameless", nameless(TemporaryState::Sent).render()),
        ("temporary-no-more", page(TemporaryState::NoMore).render()),
    ]
}

fn confirmations(language: Language) -> Samples {
    let page = |state| ConfirmEmailPage { brand: &HARBOUR, language, state }.render();
    let ask = ConfirmEmailState::Ask { email: "maya.okafor@harbour.example".to_owned(), csrf: "a-token".to_owned() };
    vec![
        ("confirm-email", page(ask)),
        ("confirm-email-done", page(ConfirmEmailState::Done)),
        ("confirm-email-taken", page(ConfirmEmailState::Taken)),
    ]
}

fn reminders(language: Language) -> Samples {
    let page = |destination: Option<&str>| ReminderPage {
        brand: &HARBOUR,
        language,
        to: "/calls?from=1&to=2".to_owned(),
        destination: destination.map(str::to_owned),
    };
    vec![("reminder", page(Some("calls.harbour.example")).render()), ("reminder-home", page(None).render())]
}
