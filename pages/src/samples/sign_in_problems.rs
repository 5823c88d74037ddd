//! The sign-in page after an attempt that was not let in.

use std::time::Duration;

use super::sign_ins::Samples;
use crate::{KeepSignedIn, PasskeyProblem, PauseWarning, SignInField, SignInForm, SignInPage, SignInProblem};

const A_QUARTER: Duration = Duration::from_mins(15);

pub(super) fn samples<'a>(plain: &SignInPage<'a>) -> Samples<'a> {
    let after = |problem| SignInPage {
        identifier: "m.okafor".to_owned(),
        keep_signed_in: KeepSignedIn::Ticked,
        problem: Some(problem),
        ..plain.clone()
    };
    let account = |problem| SignInPage {
        form: SignInForm::AccountUsername,
        account_id: "204418".to_owned(),
        keep_signed_in: KeepSignedIn::EncryptedAccount,
        ..after(problem)
    };
    let email = |problem| SignInPage { form: SignInForm::Email, identifier: "m.okafor@".to_owned(), ..after(problem) };
    let either = |problem| SignInPage { form: SignInForm::UsernameOrEmail, ..after(problem) };
    let wrong = |failures_left: Option<u32>| SignInProblem::WrongDetails {
        warning: failures_left.map(|failures_left| PauseWarning { failures_left, pause: A_QUARTER }),
    };
    let empty = |fields: &[SignInField]| SignInProblem::EmptyFields(fields.to_vec());
    let blank = |page| SignInPage { identifier: String::new(), account_id: String::new(), ..page };
    let unrecoverable = SignInPage { forgot: None, ..after(SignInProblem::Paused { wait: Duration::from_secs(61) }) };
    let cookies = SignInProblem::CookiesBlocked { host: "calls.harbour.example".to_owned() };
    let (identifier, password) = (SignInField::Identifier, SignInField::Password);
    vec![
        ("empty-password", after(empty(&[password]))),
        ("empty-username", blank(after(empty(&[identifier])))),
        ("empty-account", blank(account(empty(&[SignInField::AccountId, identifier, password])))),
        ("empty-email", blank(email(empty(&[identifier])))),
        ("empty-either", blank(either(empty(&[identifier])))),
        ("malformed-email", email(SignInProblem::MalformedEmail)),
        ("wrong", after(wrong(None))),
        ("wrong-email", email(wrong(None))),
        ("wrong-either", either(wrong(None))),
        ("wrong-account-two-left", account(wrong(Some(2)))),
        ("wrong-one-left", after(wrong(Some(1)))),
        ("paused", after(SignInProblem::Paused { wait: A_QUARTER })),
        ("paused-without-reset", unrecoverable),
        ("network-limited", after(SignInProblem::NetworkLimited)),
        ("form-too-old", after(SignInProblem::FormTooOld)),
        ("passkey-refused", after(SignInProblem::Passkey(PasskeyProblem::Refused))),
        ("passkey-form-too-old", after(SignInProblem::Passkey(PasskeyProblem::FormTooOld))),
        ("cookies-blocked", after(cookies)),
        ("unavailable", after(SignInProblem::Unavailable)),
        ("busy", after(SignInProblem::Busy)),
    ]
}
