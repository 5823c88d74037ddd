//! §7.2.

use serde_json::json;

use super::*;
use crate::testing::authenticator::Declined;

/// Asks for `passkey` by name.
fn ask(passkey: &Passkey) -> Begun {
    begin_assertion(Whose::Of(passkey.user, std::slice::from_ref(passkey)), UserVerification::Preferred)
}

/// What comes of one use.
fn used(passkey: &Passkey, authenticator: &mut Authenticator, begun: &Begun) -> Result<Used, Refusal> {
    let answer = authenticator.get(&begun.options, ORIGIN).expect("an answer");
    Assertion::finish(&begun.state, passkey, answer.as_bytes(), NOW)
}

#[test]
fn the_options_name_the_passkeys_of_this_portal() {
    let (passkey, _) = registered(Authenticator::security_key());
    let elsewhere = RelyingPartyId::from_stored("crm.example.com").expect("a domain");
    let (other, _) = registered(Authenticator::security_key());
    let other = Passkey { user: passkey.user, relying_party: elsewhere, ..other };
    let held = [passkey.clone(), other.clone()];
    let begun = begin_assertion(Whose::Of(passkey.user, &held), UserVerification::Required);
    assert!(begun.state.len() < 120, "{} bytes", begun.state.len());
    let options: Value = serde_json::from_str(&begun.options).expect("JSON");
    let expected = json!({
        "challenge": options["challenge"],
        "timeout": 300_000,
        "rpId": "calls.example.com",
        "allowCredentials": [{ "type": "public-key", "id": passkey.id.to_base64url(), "transports": ["usb", "nfc"] }],
        "userVerification": "required",
    });
    assert_eq!(options, expected);
    let none = Assertion::begin(&party(), Whose::Of(other.user, &[other]), UserVerification::Preferred, &SystemEntropy, NOW);
    assert!(none.is_none(), "an empty list would ask for anyone's");
}

#[test]
fn a_passkey_that_was_asked_for_is_taken_again_and_again() {
    for authenticator in [Authenticator::security_key(), Authenticator::with_ed25519(), Authenticator::synchronised()] {
        let (mut passkey, mut authenticator) = registered(authenticator);
        for _ in 0..3 {
            let begun = ask(&passkey);
            let used = used(&passkey, &mut authenticator, &begun).expect("an honest authenticator");
            assert_eq!((used.user, &used.credential, used.user_verified), (passkey.user, &passkey.id, true));
            assert_eq!(used.backed_up, passkey.backup_eligible);
            passkey.note_use(&used, NOW);
        }
        assert_eq!(passkey.last_used_at, Some(NOW));
    }
}

#[test]
fn anybody_is_found_by_what_the_authenticator_tells() {
    let (passkey, mut authenticator) = registered(Authenticator::synchronised());
    let begun = begin_assertion(Whose::Anyone, UserVerification::Required);
    let answer = authenticator.get(&begun.options, ORIGIN).expect("an answer");
    let peek = Assertion::peek(answer.as_bytes());
    assert_eq!(peek, Ok(Peek { credential: passkey.id.clone(), user: Some(passkey.user) }));
    let used = Assertion::finish(&begun.state, &passkey, answer.as_bytes(), NOW);
    assert_eq!(used.map(|used| used.user), Ok(passkey.user));
}

#[test]
fn somebody_known_needs_not_be_told_again() {
    let (passkey, mut authenticator) = registered(Authenticator::security_key());
    let begun = ask(&passkey);
    let answer = authenticator.get(&begun.options, ORIGIN).expect("an answer");
    assert_eq!(Assertion::peek(answer.as_bytes()).map(|peek| peek.user), Ok(None));
    authenticator.lie(Lie::UserHandle(Some(passkey.user.as_bytes().to_vec())));
    assert!(used(&passkey, &mut authenticator, &begun).is_ok());
}

#[test]
fn every_lie_is_refused() {
    for (lie, refusal) in [
        (Lie::Origin("https://calls.example.com.evil.example".to_owned()), Refusal::WrongOrigin),
        (Lie::Origin(format!("{ORIGIN}/")), Refusal::WrongOrigin),
        (Lie::Challenge, Refusal::WrongChallenge),
        (Lie::Type("webauthn.create".to_owned()), Refusal::WrongType),
        (Lie::Type("payment.get".to_owned()), Refusal::WrongType),
        (Lie::CrossOrigin, Refusal::CrossOrigin),
        (Lie::TopOrigin("https://evil.example".to_owned()), Refusal::CrossOrigin),
        (Lie::RelyingParty("example.com".to_owned()), Refusal::WrongRelyingParty),
        (Lie::UserAbsent, Refusal::UserAbsent),
        (Lie::BackedUpOnly, Refusal::WrongBackupFlags),
        (Lie::BackupEligibility, Refusal::WrongBackupFlags),
        (Lie::OtherKey, Refusal::WrongSignature),
        (Lie::CredentialId(vec![1; 32]), Refusal::WrongCredential),
        (Lie::UserHandle(Some(vec![1; 16])), Refusal::WrongPerson),
        (Lie::UserHandle(Some(Vec::new())), Refusal::WrongPerson),
    ] {
        let (passkey, mut authenticator) = registered(Authenticator::security_key());
        authenticator.lie(lie.clone());
        assert_eq!(used(&passkey, &mut authenticator, &ask(&passkey)), Err(refusal), "{lie:?}");
        assert!(used(&passkey, authenticator.be_honest(), &ask(&passkey)).is_ok(), "{lie:?}");
    }
}

#[test]
fn an_unverified_user_is_enough_where_that_is_preferred_alone() {
    let (passkey, mut authenticator) = registered(Authenticator::security_key());
    authenticator.lie(Lie::UserUnverified);
    let preferred = used(&passkey, &mut authenticator, &ask(&passkey));
    assert_eq!(preferred.map(|used| used.user_verified), Ok(false));
    let required = begin_assertion(Whose::Anyone, UserVerification::Required);
    assert_eq!(used(&passkey, &mut authenticator, &required), Err(Refusal::UserUnverified));
}

#[test]
fn a_counter_that_did_not_rise_tells_of_a_copy() {
    let cases = [
        (0, 0, true),
        (0, 1, true),
        (5, 6, true),
        (5, 900, true),
        (5, 5, false),
        (5, 4, false),
        (5, 0, false),
        (u32::MAX, 0, false),
    ];
    for (stored, told, is_taken) in cases {
        let (mut passkey, mut authenticator) = registered(Authenticator::security_key());
        passkey.sign_count = stored;
        authenticator.lie(Lie::SignCount(told));
        let outcome = used(&passkey, &mut authenticator, &ask(&passkey)).map(|used| used.sign_count);
        assert_eq!(outcome, if is_taken { Ok(told) } else { Err(Refusal::Cloned) }, "{stored} then {told}");
    }
}

#[test]
fn an_answer_without_a_person_is_nothing_where_nobody_was_known() {
    let (passkey, mut authenticator) = registered(Authenticator::security_key());
    authenticator.lie(Lie::UserHandle(None));
    let begun = begin_assertion(Whose::Anyone, UserVerification::Preferred);
    assert_eq!(used(&passkey, &mut authenticator, &begun), Err(Refusal::WrongPerson));
}

#[test]
fn one_persons_beginning_is_nothing_for_anothers_passkey() {
    let (hers, _) = registered(Authenticator::security_key());
    let (his, mut authenticator) = registered(Authenticator::security_key());
    let (begun, own) = (ask(&hers), ask(&his));
    assert_eq!(authenticator.get(&begun.options, ORIGIN), Err(Declined::NotAllowed));
    // So the browser is made to answer her challenge with his passkey.
    let forged = changed(&own.options, |options| {
        let hers: Value = serde_json::from_str(&begun.options).expect("JSON");
        options["challenge"] = hers["challenge"].clone();
    });
    let forged = String::from_utf8(forged).expect("JSON is UTF-8");
    let answer = authenticator.get(&forged, ORIGIN).expect("an answer");
    let finish = |passkey: &Passkey| Assertion::finish(&begun.state, passkey, answer.as_bytes(), NOW);
    assert_eq!(finish(&his), Err(Refusal::WrongPerson));
    assert_eq!(finish(&hers), Err(Refusal::WrongCredential));
    // And not even when a store mistakes it for one of hers.
    assert_eq!(finish(&Passkey { user: hers.user, ..his }), Err(Refusal::WrongCredential));
}

#[test]
fn one_passkey_is_not_taken_for_another_of_the_same_person() {
    let (blue, mut authenticator) = registered(Authenticator::security_key());
    let (green, _) = registered(Authenticator::security_key());
    let green = Passkey { user: blue.user, ..green };
    let begun = begin_assertion(Whose::Of(blue.user, &[blue.clone(), green.clone()]), UserVerification::Preferred);
    assert_eq!(used(&green, &mut authenticator, &begun), Err(Refusal::WrongCredential));
    assert!(used(&blue, &mut authenticator, &begun).is_ok());
}

#[test]
fn a_passkey_of_one_portal_is_nothing_at_another() {
    let (passkey, mut authenticator) = registered(Authenticator::security_key());
    let elsewhere =
        Passkey { relying_party: RelyingPartyId::from_stored("crm.example.com").expect("a domain"), ..passkey.clone() };
    let begun = ask(&passkey);
    assert_eq!(used(&elsewhere, &mut authenticator, &begun), Err(Refusal::WrongRelyingParty));
}

#[test]
fn an_answer_is_good_for_five_minutes_and_for_its_own_beginning() {
    let (passkey, mut authenticator) = registered(Authenticator::security_key());
    let (begun, other) = (ask(&passkey), ask(&passkey));
    let answer = authenticator.get(&begun.options, ORIGIN).expect("an answer");
    let finish = |state: &[u8], at| Assertion::finish(state, &passkey, answer.as_bytes(), at).map(|_| ());
    assert_eq!(finish(&begun.state, NOW.after(LIFETIME)), Err(Refusal::TooLate));
    assert_eq!(finish(&other.state, NOW), Err(Refusal::WrongChallenge));
    let registration = begin_registration(passkey.user, &[], UserVerification::Preferred);
    let (_, cut) = begun.state.split_last().expect("not empty");
    for state in [&[], cut, &registration.state] {
        assert_eq!(finish(state, NOW), Err(Refusal::NotBegun));
    }
    assert_eq!(finish(&begun.state, NOW), Ok(()));
}

#[test]
fn a_changed_answer_is_refused() {
    let (passkey, mut authenticator) = registered(Authenticator::security_key());
    let begun = ask(&passkey);
    let answer = authenticator.get(&begun.options, ORIGIN).expect("an answer");
    let finish = |answer: Vec<u8>| Assertion::finish(&begun.state, &passkey, &answer, NOW).map(|_| ());
    let in_response = |part: &str, change: fn(&mut Vec<u8>)| {
        finish(changed(&answer, |value| in_base64url(&mut value["response"][part], change)))
    };
    let unreadable = Err(Refusal::Unreadable("authenticator data"));

    assert_eq!(finish(vec![b' '; LONGEST_ANSWER + 1]), Err(Refusal::TooLong));
    assert_eq!(Assertion::peek(&vec![b' '; LONGEST_ANSWER + 1]), Err(Refusal::TooLong));
    assert_eq!(in_response("authenticatorData", |bytes| bytes.truncate(36)), unreadable);
    assert_eq!(in_response("authenticatorData", |bytes| bytes.push(0)), unreadable);
    // Extensions are announced and missing, then there, then followed by something.
    assert_eq!(in_response("authenticatorData", |bytes| bytes[32] |= 0x80), unreadable);
    let extended = |bytes: &mut Vec<u8>| {
        bytes[32] |= 0x80;
        bytes.push(0xa0);
    };
    assert_eq!(in_response("authenticatorData", extended), Err(Refusal::WrongSignature));
    let followed = |bytes: &mut Vec<u8>| {
        bytes[32] |= 0x80;
        bytes.extend([0xa0, 0x00]);
    };
    assert_eq!(in_response("authenticatorData", followed), unreadable);
    // A counter and a space that were not signed.
    assert_eq!(in_response("authenticatorData", |bytes| bytes[36] += 1), Err(Refusal::WrongSignature));
    assert_eq!(in_response("clientDataJSON", |bytes| bytes.push(b' ')), Err(Refusal::WrongSignature));
    assert_eq!(in_response("signature", Vec::clear), Err(Refusal::WrongSignature));
    assert_eq!(in_response("signature", |bytes| bytes.push(0)), Err(Refusal::WrongSignature));
    assert_eq!(finish(answer.clone().into_bytes()), Ok(()));
}

#[test]
fn attested_data_has_no_place_in_an_assertion() {
    let (passkey, mut authenticator) = registered(Authenticator::security_key());
    let registration = begin_registration(person(), &[], UserVerification::Preferred);
    let made = Authenticator::security_key().create(&registration.options, ORIGIN).expect("an answer");
    let made: Value = serde_json::from_str(&made).expect("JSON");
    let begun = ask(&passkey);
    let answer = authenticator.get(&begun.options, ORIGIN).expect("an answer");
    let answer = changed(&answer, |value| value["response"]["authenticatorData"] = made["response"]["authenticatorData"].clone());
    let outcome = Assertion::finish(&begun.state, &passkey, &answer, NOW);
    assert_eq!(outcome, Err(Refusal::Unreadable("authenticator data")));
}
