//! The sign-in page as people first see it.

use std::time::Duration;

use maud::Markup;

use super::{
    brands::{CANARY, HARBOUR},
    passkeys, sign_in_problems,
};
use crate::{ForgotLink, KeepSignedIn, Language, RecoveryFlow, SignInForm, SignInNotice, SignInPage, SignInPasskey};

const HALF_AN_HOUR: Duration = Duration::from_mins(30);
const HALF_A_DAY: Duration = Duration::from_hours(12);

pub(super) fn samples(language: Language) -> Vec<(String, Markup)> {
    let plain = plain(language);
    let pages = forms(&plain).into_iter().chain(sign_in_problems::samples(&plain)).chain(notices(&plain));
    pages.map(|(name, page)| (format!("sign-in-{name}"), page.render())).collect()
}

fn plain(language: Language) -> SignInPage<'static> {
    SignInPage {
        brand: &HARBOUR,
        language,
        form: SignInForm::Username,
        csrf: "a-token".to_owned(),
        account_id: String::new(),
        identifier: String::new(),
        keep_signed_in: KeepSignedIn::Offered,
        destination: Some("calls.harbour.example".to_owned()),
        to: Some("/calls?from=1&to=2".to_owned()),
        problem: None,
        notice: None,
        forgot: Some(forgot(RecoveryFlow::Mixed)),
        passkey: None,
    }
}

fn forgot(flow: RecoveryFlow) -> ForgotLink {
    ForgotLink { address: "/_auth/forgot".to_owned(), flow }
}

pub(super) type Samples<'a> = Vec<(&'static str, SignInPage<'a>)>;

fn forms<'a>(plain: &SignInPage<'a>) -> Samples<'a> {
    let bare = SignInPage {
        brand: &CANARY,
        keep_signed_in: KeepSignedIn::Absent,
        destination: None,
        to: None,
        forgot: None,
        ..plain.clone()
    };
    let account = SignInPage {
        form: SignInForm::AccountUsername,
        keep_signed_in: KeepSignedIn::EncryptedAccount,
        forgot: Some(forgot(RecoveryFlow::LinkThenTemporary)),
        ..plain.clone()
    };
    let email = SignInPage { form: SignInForm::Email, forgot: Some(forgot(RecoveryFlow::Link)), ..plain.clone() };
    let either = SignInPage { form: SignInForm::UsernameOrEmail, ..plain.clone() };
    let passkey = SignInPage { passkey: Some(SignInPasskey { options: passkeys::REQUEST.to_owned() }), ..plain.clone() };
    let emailed = SignInPage { forgot: Some(forgot(RecoveryFlow::EmailedPassword)), ..plain.clone() };
    vec![
        ("emailed-password", emailed),
        ("username", plain.clone()),
        ("bare", bare),
        ("email", email),
        ("username-or-email", either),
        ("account", account),
        ("passkey", passkey),
    ]
}

fn notices<'a>(plain: &SignInPage<'a>) -> Samples<'a> {
    let idle = |lost_post| SignInNotice::SignedOutIdle { after: HALF_AN_HOUR, lost_post };
    let absolute = SignInNotice::SignedOutAbsolute { after: HALF_A_DAY, lost_post: false };
    [
        ("idle", idle(false)),
        ("idle-lost-post", idle(true)),
        ("absolute", absolute),
        ("signed-out-password-changed", SignInNotice::SignedOutPasswordChanged),
        ("signed-out-by-administrator", SignInNotice::SignedOutByAdministrator),
        ("password-changed", SignInNotice::PasswordChanged),
        ("took-too-long", SignInNotice::TookTooLong),
        ("too-many-codes", SignInNotice::TooManyCodes),
    ]
    .into_iter()
    .map(|(name, notice)| (name, SignInPage { notice: Some(notice), ..plain.clone() }))
    .collect()
}
