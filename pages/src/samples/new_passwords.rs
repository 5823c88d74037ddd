//! The page to choose a new password on.

use std::time::Duration;

use maud::Markup;

use super::brands::{CANARY, HARBOUR};
use crate::{Band, DemandReason, Language, NewPasswordField, NewPasswordOccasion, NewPasswordPage, NewPasswordProblem, Tip};

pub(super) fn samples(language: Language) -> Vec<(String, Markup)> {
    let pages = occasions(language).into_iter().chain(problems(language));
    pages.map(|(name, page)| (format!("new-password-{name}"), page.render())).collect()
}

type Samples = Vec<(&'static str, NewPasswordPage<'static>)>;

fn by_link(language: Language) -> NewPasswordPage<'static> {
    NewPasswordPage {
        brand: &HARBOUR,
        language,
        csrf: "a-token".to_owned(),
        first_name: Some("Maya".to_owned()),
        username: Some("m.okafor".to_owned()),
        occasion: NewPasswordOccasion::Link { expires_in: Duration::from_mins(23 * 60 + 12) },
        min_length: 12,
        required_band: Band::Strong,
        problem: None,
        band: None,
    }
}

fn occasions(language: Language) -> Samples {
    let demanded = |reason| NewPasswordPage {
        occasion: NewPasswordOccasion::Demanded { reason, to: Some("/calls?from=1&to=2".to_owned()) },
        ..by_link(language)
    };
    let bare =
        NewPasswordPage { brand: &CANARY, first_name: None, username: None, required_band: Band::Nearly, ..by_link(language) };
    let home = NewPasswordPage {
        occasion: NewPasswordOccasion::Demanded { reason: DemandReason::Temporary, to: None },
        required_band: Band::Weak,
        ..by_link(language)
    };
    vec![
        ("link", by_link(language)),
        ("link-bare", bare),
        ("temporary", demanded(DemandReason::Temporary)),
        ("temporary-home", home),
        ("by-administrator", demanded(DemandReason::AskedByAdministrator)),
        ("by-rules", demanded(DemandReason::RulesChanged)),
    ]
}

fn problems(language: Language) -> Samples {
    let after = |problem, band| NewPasswordPage { problem: Some(problem), band, ..by_link(language) };
    let guessable = |score, tip| NewPasswordProblem::NotStrongEnough { score, tip };
    let empty = NewPasswordProblem::EmptyFields(vec![NewPasswordField::Password, NewPasswordField::Confirmation]);
    vec![
        ("empty", after(empty, None)),
        ("too-short", after(NewPasswordProblem::TooShort { min_length: 12 }, Some(Band::Nearly))),
        ("weak", after(guessable(1, Some(Tip::ThisIsSimilarToACommonlyUsedPassword)), Some(Band::Weak))),
        ("nearly", after(guessable(2, Some(Tip::AddAnotherWordOrTwo)), Some(Band::Nearly))),
        ("weak-without-tip", after(guessable(0, None), None)),
        ("mismatch", after(NewPasswordProblem::Mismatch, None)),
        ("same-as-old", after(NewPasswordProblem::SameAsOld, Some(Band::Strong))),
        ("common", after(NewPasswordProblem::Common, Some(Band::Weak))),
        ("form-too-old", after(NewPasswordProblem::FormTooOld, None)),
        ("unavailable", after(NewPasswordProblem::Unavailable, None)),
        ("busy", after(NewPasswordProblem::Busy, None)),
    ]
}
