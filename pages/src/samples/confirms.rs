//! The questions before something is done.

use maud::Markup;

use super::frames::{A_DAY, administrator, operator, step_up};
use crate::{ConfirmPage, CurrentPasswordProblem, Language, Place, Question};

pub(super) fn samples(language: Language) -> Vec<(String, Markup)> {
    let name = || "Priya Raman".to_owned();
    let reset = Question::ResetPassword { name: name(), email: "priya.raman@harbour.example".to_owned(), life: A_DAY };
    let about_priya = |question| ConfirmPage {
        frame: administrator(language),
        place: Place::Users,
        question,
        action: "/_auth/users/priya/reset-password".to_owned(),
        cancel: "/_auth/users".to_owned(),
        mistyped: None,
        step_up: None,
    };
    let about_harbour = |question| ConfirmPage {
        frame: operator(language),
        place: Place::OperatorAccounts,
        action: "/_auth/operator/accounts/7/suspend".to_owned(),
        cancel: "/_auth/operator/accounts/7".to_owned(),
        ..about_priya(question)
    };
    let harbour = || "Harbour Contact".to_owned();
    let suspend = about_harbour(Question::SuspendAccount { name: harbour(), account_id: "HARBOUR".to_owned() });
    let mistyped = ConfirmPage {
        mistyped: Some("harbor".to_owned()),
        step_up: Some(step_up(Some(CurrentPasswordProblem::Missing))),
        ..suspend.clone()
    };
    let disable_mfa = ConfirmPage {
        place: Place::MfaPolicy,
        action: "/_auth/company/mfa".to_owned(),
        cancel: "/_auth/company/mfa".to_owned(),
        ..about_priya(Question::DisableMfa)
    };
    let mistyped_mfa = ConfirmPage {
        mistyped: Some("disable mfa".to_owned()),
        step_up: Some(step_up(Some(CurrentPasswordProblem::Wrong))),
        ..disable_mfa.clone()
    };
    let own = |question| ConfirmPage {
        place: Place::Mfa,
        action: "/_auth/account/mfa/reset".to_owned(),
        cancel: "/_auth/account/mfa".to_owned(),
        ..about_priya(question)
    };
    let asked = |page| ConfirmPage { step_up: Some(step_up(None)), ..page };
    let take_back = ConfirmPage { place: Place::Requests, ..about_priya(Question::TakeBack { name: name() }) };
    [
        ("reset-password", about_priya(reset.clone())),
        ("reset-password-asked", ConfirmPage { step_up: Some(step_up(None)), ..about_priya(reset) }),
        ("end-sessions", about_priya(Question::EndSessions { name: name() })),
        ("unlock", about_priya(Question::Unlock { name: name() })),
        ("take-back", take_back),
        ("reset-mfa", about_priya(Question::ResetMfa { name: name() })),
        ("reset-mfa-asked", asked(about_priya(Question::ResetMfa { name: name() }))),
        ("set-up-own-mfa", asked(own(Question::SetUpOwnMfa))),
        ("reset-own-mfa", asked(own(Question::ResetOwnMfa))),
        ("turn-off-mfa", asked(own(Question::TurnOffOwnMfa))),
        ("new-codes", own(Question::NewRecoveryCodes)),
        ("remove-passkey", own(Question::RemovePasskey { name: "Work laptop".to_owned() })),
        ("disable-mfa", asked(disable_mfa)),
        ("disable-mfa-mistyped", mistyped_mfa),
        ("suspend", suspend),
        ("suspend-mistyped", mistyped),
        ("reopen", about_harbour(Question::ReopenAccount { name: harbour() })),
    ]
    .map(|(name, page)| (format!("confirm-{name}"), page.render()))
    .into()
}
