//! The second factor: its set-up, and what is asked for at sign-in.

use std::time::Duration;

use maud::Markup;

use super::{
    brands::HARBOUR,
    frames::step_up,
    passkeys::{CREATION, REQUEST},
};
use crate::{
    AcceptedFactors, CodePage, CodeProblem, CodeReadyPage, CurrentPasswordProblem, EnrolPage, EnrolProblem, EnrolStartPage,
    Language, MfaFrame, MfaStanding, NewPasskeyOccasion, NewPasskeyPage, NewPasskeyProblem, OwnFactors, PasskeyPage,
    PasskeyProblem, RecoveryCodePage, RecoveryCodeProblem, RecoveryCodesOccasion, RecoveryCodesPage, RecoveryCodesProblem,
};

const A_WHILE: Duration = Duration::from_mins(15);
const ALL: OwnFactors = OwnFactors { has_authenticator: true, has_passkey: true, has_recovery_codes: true };
const APP: OwnFactors = OwnFactors { has_passkey: false, ..ALL };
const PASSKEY: OwnFactors = OwnFactors { has_authenticator: false, ..ALL };
const SECRET: &str = "KRSXG5CTMVRXEZLUKN2XAZLSKNSWG4TF";
const CODES: [&str; 10] = [
    "7KQ4M-XN2RD-W3HCF",
    "PD9TB-3WHCF-KJ82Y",
    "VX6RA-KJ82Y-4NEMH",
    "4NEMH-ZQ7TU-B3FWC",
    "B3FWC-8YGPK-RT5XJ",
    "RT5XJ-M6VND-H8YQE",
    "H8YQE-2CAWB-ZK7UP",
    "ZK7UP-F4XTM-6GDNR",
    "6GDNR-VB9EH-WJ2CA",
    "WJ2CA-QT5KX-7KQ4M",
];

pub(super) fn samples(language: Language) -> Vec<(String, Markup)> {
    let mut pages = starts(language);
    pages.extend(enrolments(language));
    pages.extend(recovery_codes(language));
    pages.extend(codes(language));
    pages.extend(recovery_code(language));
    pages.extend(passkeys(language));
    pages.extend(new_passkeys(language));
    pages.into_iter().map(|(name, page)| (name.to_owned(), page)).collect()
}

type Samples = Vec<(&'static str, Markup)>;

fn signing_in(language: Language) -> MfaFrame<'static> {
    MfaFrame {
        brand: &HARBOUR,
        language,
        csrf: "a-token".to_owned(),
        standing: MfaStanding::SigningIn { to: Some("/calls?from=1&to=2".to_owned()) },
        destination: Some("calls.harbour.example".to_owned()),
    }
}

fn signed_in(language: Language) -> MfaFrame<'static> {
    let standing = MfaStanding::SignedIn { back: "/_auth/account/mfa".to_owned(), to: None };
    MfaFrame { standing, destination: None, ..signing_in(language) }
}

fn starts(language: Language) -> Samples {
    let start = |accepted, may_be_later| EnrolStartPage { frame: signing_in(language), accepted, may_be_later };
    let own = EnrolStartPage { frame: signed_in(language), ..start(AcceptedFactors::AuthenticatorOrPasskey, false) };
    vec![
        ("enrol-start", start(AcceptedFactors::Authenticator, false).render()),
        ("enrol-start-later", start(AcceptedFactors::AuthenticatorOrPasskey, true).render()),
        ("enrol-start-passkey", start(AcceptedFactors::Passkey, false).render()),
        ("enrol-start-own", own.render()),
    ]
}

fn enrolments(language: Language) -> Samples {
    let plain = EnrolPage {
        frame: signing_in(language),
        otpauth: format!("otpauth://totp/Harbour%20Contact:maya.okafor?secret={SECRET}&issuer=Harbour%20Contact"),
        secret: SECRET.to_owned(),
        problem: None,
    };
    let after = |problem| EnrolPage { problem: Some(problem), ..plain.clone() }.render();
    vec![
        ("enrol", plain.render()),
        ("enrol-own", EnrolPage { frame: signed_in(language), ..plain.clone() }.render()),
        ("enrol-missing", after(EnrolProblem::MissingCode)),
        ("enrol-malformed", after(EnrolProblem::MalformedCode)),
        ("enrol-wrong", after(EnrolProblem::WrongCode)),
        ("enrol-expired", after(EnrolProblem::Expired)),
        ("enrol-form-too-old", after(EnrolProblem::FormTooOld)),
    ]
}

fn recovery_codes(language: Language) -> Samples {
    let plain = RecoveryCodesPage {
        frame: signing_in(language),
        occasion: RecoveryCodesOccasion::Enrolment,
        username: "maya.okafor".to_owned(),
        codes: CODES.map(str::to_owned).into(),
        problem: None,
    };
    let after = |problem| RecoveryCodesPage { problem: Some(problem), ..plain.clone() }.render();
    let renewed = RecoveryCodesPage { frame: signed_in(language), occasion: RecoveryCodesOccasion::Renewal, ..plain.clone() };
    vec![
        ("recovery-codes", plain.render()),
        ("recovery-codes-renewed", renewed.render()),
        ("recovery-codes-not-saved", after(RecoveryCodesProblem::NotSaved)),
        ("recovery-codes-form-too-old", after(RecoveryCodesProblem::FormTooOld)),
    ]
}

fn codes(language: Language) -> Samples {
    let ready = |factors| CodeReadyPage { frame: signing_in(language), factors }.render();
    let page = |factors, problem| CodePage { frame: signing_in(language), factors, problem }.render();
    let after = |problem| page(ALL, Some(problem));
    vec![
        ("code-ready", ready(APP)),
        ("code-ready-passkey", ready(PASSKEY)),
        ("code", page(APP, None)),
        ("code-all-ways", page(ALL, None)),
        ("code-only", page(OwnFactors { has_recovery_codes: false, ..APP }, None)),
        ("code-missing", after(CodeProblem::Missing)),
        ("code-malformed", after(CodeProblem::Malformed)),
        ("code-wrong", after(CodeProblem::Wrong)),
        ("code-reused", after(CodeProblem::Reused)),
        ("code-form-too-old", after(CodeProblem::FormTooOld)),
        ("code-throttled", after(CodeProblem::Throttled { wait: A_WHILE })),
    ]
}

fn recovery_code(language: Language) -> Samples {
    let page = |problem| RecoveryCodePage { frame: signing_in(language), factors: ALL, problem }.render();
    vec![
        ("recovery-code", page(None)),
        ("recovery-code-missing", page(Some(RecoveryCodeProblem::Missing))),
        ("recovery-code-malformed", page(Some(RecoveryCodeProblem::Malformed))),
        ("recovery-code-wrong", page(Some(RecoveryCodeProblem::Wrong))),
        ("recovery-code-used", page(Some(RecoveryCodeProblem::Used))),
        ("recovery-code-form-too-old", page(Some(RecoveryCodeProblem::FormTooOld))),
        ("recovery-code-throttled", page(Some(RecoveryCodeProblem::Throttled { wait: A_WHILE }))),
    ]
}

fn passkeys(language: Language) -> Samples {
    let page =
        |factors, problem| PasskeyPage { frame: signing_in(language), factors, options: REQUEST.to_owned(), problem }.render();
    let after = |problem| page(ALL, Some(problem));
    vec![
        ("passkey", page(PASSKEY, None)),
        ("passkey-all-ways", page(ALL, None)),
        ("passkey-refused", after(PasskeyProblem::Refused)),
        ("passkey-cancelled", after(PasskeyProblem::Cancelled)),
        ("passkey-unknown", after(PasskeyProblem::Unknown)),
        ("passkey-form-too-old", after(PasskeyProblem::FormTooOld)),
        ("passkey-throttled", after(PasskeyProblem::Throttled { wait: A_WHILE })),
    ]
}

fn new_passkeys(language: Language) -> Samples {
    let first = NewPasskeyPage {
        frame: signing_in(language),
        occasion: NewPasskeyOccasion::Enrolment,
        name: String::new(),
        options: CREATION.to_owned(),
        step_up: None,
        problem: None,
    };
    let one_more = NewPasskeyPage {
        frame: signed_in(language),
        occasion: NewPasskeyOccasion::Addition,
        name: "Work laptop".to_owned(),
        step_up: Some(step_up(None)),
        ..first.clone()
    };
    let after = |problem| NewPasskeyPage { problem: Some(problem), ..one_more.clone() }.render();
    let nothing_given = NewPasskeyPage {
        name: String::new(),
        step_up: Some(step_up(Some(CurrentPasswordProblem::Missing))),
        problem: Some(NewPasskeyProblem::MissingName),
        ..one_more.clone()
    };
    vec![
        ("new-passkey", first.render()),
        ("new-passkey-own", one_more.render()),
        ("new-passkey-nothing-given", nothing_given.render()),
        ("new-passkey-name-too-long", after(NewPasskeyProblem::NameTooLong)),
        ("new-passkey-refused", after(NewPasskeyProblem::Refused)),
        ("new-passkey-cancelled", after(NewPasskeyProblem::Cancelled)),
        ("new-passkey-known", after(NewPasskeyProblem::AlreadyRegistered)),
        ("new-passkey-too-many", after(NewPasskeyProblem::TooMany)),
        ("new-passkey-form-too-old", after(NewPasskeyProblem::FormTooOld)),
    ]
}
