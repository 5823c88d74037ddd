//! Whom an account asks for a second factor.

use maud::Markup;

use super::frames::{administrator, step_up};
use crate::{CurrentPasswordProblem, Frame, Language, Level, MfaDemand, MfaPeople, MfaPolicy, MfaPolicyPage, Notice};

pub(super) fn samples(language: Language) -> Vec<(String, Markup)> {
    let level = |level| (level, if level == Level::Company { MfaDemand::PhishingResistant } else { MfaDemand::AsCompany });
    let role = |name: &str, demand| (name.to_owned(), demand);
    let plain = MfaPolicyPage {
        frame: administrator(language),
        policy: MfaPolicy::Available,
        people: MfaPeople { all: 38, set_up: 26 },
        levels: Level::ALL.map(level).into(),
        roles: vec![
            role("manage-users", MfaDemand::Required),
            role("approve-resets", MfaDemand::Required),
            role("recordings", MfaDemand::AsCompany),
            role("team-lead", MfaDemand::AsCompany),
        ],
        step_up: None,
    };
    let saved = Frame { notice: Some(Notice::MfaPolicySaved), ..plain.frame.clone() };
    let everyone = MfaPolicyPage {
        frame: saved,
        policy: MfaPolicy::Enabled,
        people: MfaPeople { all: 38, set_up: 38 },
        roles: Vec::new(),
        ..plain.clone()
    };
    let nobody = MfaPolicyPage {
        policy: MfaPolicy::Disabled,
        people: MfaPeople { all: 1, set_up: 0 },
        step_up: Some(step_up(None)),
        ..plain.clone()
    };
    let unproved = MfaPolicyPage { step_up: Some(step_up(Some(CurrentPasswordProblem::Wrong))), ..plain.clone() };
    [("", plain), ("-saved", everyone), ("-nobody", nobody), ("-unproved", unproved)]
        .map(|(name, page)| (format!("mfa-policy{name}"), page.render()))
        .into()
}
