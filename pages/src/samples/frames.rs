//! Somebody who is signed in, and what the samples about them share.

use std::time::Duration;

use super::brands::HARBOUR;
use crate::{Band, CurrentPasswordProblem, Frame, Language, Moment, Navigation, PasswordRules, Place, StepUp};

pub(super) const A_DAY: Duration = Duration::from_hours(24);
pub(super) const TEN_MINUTES: Duration = Duration::from_mins(10);

pub(super) const RULES: PasswordRules = PasswordRules { min_length: 12, required_band: Band::Strong };

const ADMINISTRATORS_PLACES: [Place; 9] = [
    Place::Account,
    Place::Password,
    Place::Mfa,
    Place::Sessions,
    Place::Users,
    Place::Requests,
    Place::MfaPolicy,
    Place::Settings,
    Place::Audit,
];

const OPERATORS_PLACES: [Place; 6] =
    [Place::Account, Place::Password, Place::Sessions, Place::OperatorAccounts, Place::OperatorRequests, Place::OperatorAudit];

/// An administrator of an account.
pub(super) fn administrator(language: Language) -> Frame<'static> {
    Frame {
        brand: &HARBOUR,
        language,
        csrf: "a-token".to_owned(),
        person: "Maya Okafor".to_owned(),
        navigation: Navigation { places: ADMINISTRATORS_PLACES.into(), waiting: 3, waiting_for_operators: 0 },
        notice: None,
        owes_password: false,
    }
}

/// Somebody of the vendor's.
pub(super) fn operator(language: Language) -> Frame<'static> {
    Frame {
        person: "Ines Duarte".to_owned(),
        navigation: Navigation { places: OPERATORS_PLACES.into(), waiting: 0, waiting_for_operators: 1 },
        ..administrator(language)
    }
}

/// Somebody who came in with a temporary password and administers nothing.
pub(super) fn newcomer(language: Language) -> Frame<'static> {
    let places = vec![Place::Account, Place::Password, Place::Sessions];
    Frame {
        person: "Omar Haddad".to_owned(),
        navigation: Navigation { places, ..Navigation::default() },
        owes_password: true,
        ..administrator(language)
    }
}

/// What happened so many minutes before the samples' noon.
pub(super) fn ago(minutes: u64) -> Moment {
    let (day, minute_of_day) = (24 - minutes.div_ceil(24 * 60), (2 * 24 * 60 - minutes % (24 * 60)) % (24 * 60));
    let rfc3339 = format!("2026-11-{day:02}T{:02}:{:02}:00Z", minute_of_day / 60, minute_of_day % 60);
    Moment { ago: Duration::from_mins(minutes), rfc3339 }
}

pub(super) fn step_up(problem: Option<CurrentPasswordProblem>) -> StepUp {
    StepUp { after: TEN_MINUTES, problem }
}
