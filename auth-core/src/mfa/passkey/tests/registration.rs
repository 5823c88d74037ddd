//! §7.1.

use std::time::Duration;

use serde_json::json;

use super::*;
use crate::testing::authenticator::Declined;

#[test]
fn the_options_ask_for_what_is_accepted() {
    let user = person();
    let (held, _) = registered(Authenticator::security_key());
    let begun = begin_registration(user, std::slice::from_ref(&held), UserVerification::Required);
    let options: Value = serde_json::from_str(&begun.options).expect("JSON");
    let user_handle = data_encoding::BASE64URL_NOPAD.encode(user.as_bytes());
    let challenge = options["challenge"].as_str().expect("a challenge");
    assert_eq!(challenge.len(), 43, "32 bytes");
    assert_eq!(
        options,
        json!({
            "rp": { "id": "calls.example.com", "name": "Call records" },
            "user": { "id": user_handle, "name": "ada", "displayName": "Ada Lovelace" },
            "challenge": challenge,
            "pubKeyCredParams": [
                { "type": "public-key", "alg": -7 },
                { "type": "public-key", "alg": -8 },
                { "type": "public-key", "alg": -257 },
            ],
            "timeout": 300_000,
            "excludeCredentials": [
                { "type": "public-key", "id": held.id.to_base64url(), "transports": ["usb", "nfc"] },
            ],
            "authenticatorSelection": {
                "residentKey": "preferred", "requireResidentKey": false, "userVerification": "required",
            },
            "attestation": "none",
            "extensions": { "credProps": true },
        })
    );
}

#[test]
fn every_challenge_is_another() {
    let begin = || begin_registration(person(), &[], UserVerification::Preferred);
    assert_ne!(begin().state.get(..34), begin().state.get(..34));
}

#[test]
fn a_security_key_is_registered() {
    let user = person();
    let mut authenticator = Authenticator::security_key();
    let begun = begin_registration(user, &[], UserVerification::Required);
    assert!(begun.state.len() < 100, "{} bytes", begun.state.len());
    let answer = authenticator.create(&begun.options, ORIGIN).expect("an answer");
    let new = Registration::finish(&begun.state, answer.as_bytes(), NOW).expect("an honest authenticator");
    assert_eq!((new.user, new.relying_party.as_str()), (user, "calls.example.com"));
    assert_eq!((new.sign_count, new.backup_eligible, new.backed_up, new.user_verified), (0, false, false, true));
    assert_eq!((new.discoverable, new.transports.to_stored()), (Some(true), "usb,nfc".to_owned()));
    assert_eq!(new.public_key.algorithm(), Algorithm::Es256);
    assert_eq!(PublicKey::from_stored(new.public_key.as_bytes()), Some(new.public_key.clone()));
    assert_eq!(CredentialId::from_bytes(new.id.as_bytes()), Some(new.id));
}

#[test]
fn a_passkey_that_is_synchronised_says_so() {
    let (passkey, _) = registered(Authenticator::synchronised());
    assert!(passkey.backup_eligible && passkey.backed_up);
}

#[test]
fn an_unverified_user_is_enough_where_that_is_preferred_alone() {
    let mut authenticator = Authenticator::security_key();
    authenticator.lie(Lie::UserUnverified);
    assert_eq!(register_with(&mut authenticator, UserVerification::Preferred).map(|new| new.user_verified), Ok(false));
    assert_eq!(register_with(&mut authenticator, UserVerification::Required), Err(Refusal::UserUnverified));
}

#[test]
fn every_lie_is_refused() {
    for (lie, refusal) in [
        (Lie::Origin("https://calls.example.com.evil.example".to_owned()), Refusal::WrongOrigin),
        (Lie::Origin("https://calls.example.com:8443".to_owned()), Refusal::WrongOrigin),
        (Lie::Origin("http://calls.example.com".to_owned()), Refusal::WrongOrigin),
        (Lie::Origin("https://other.calls.example.com".to_owned()), Refusal::WrongOrigin),
        (Lie::Challenge, Refusal::WrongChallenge),
        (Lie::Type("webauthn.get".to_owned()), Refusal::WrongType),
        (Lie::CrossOrigin, Refusal::CrossOrigin),
        (Lie::TopOrigin(ORIGIN.to_owned()), Refusal::CrossOrigin),
        (Lie::RelyingParty("example.com".to_owned()), Refusal::WrongRelyingParty),
        (Lie::UserAbsent, Refusal::UserAbsent),
        (Lie::BackedUpOnly, Refusal::WrongBackupFlags),
        (Lie::Algorithm(-35), Refusal::WrongAlgorithm),
        (Lie::Algorithm(-8), Refusal::BadKey),
        (Lie::CredentialId(Vec::new()), Refusal::Unreadable("credential id")),
        (Lie::CredentialId(vec![1; 1024]), Refusal::Unreadable("credential id")),
    ] {
        let mut authenticator = Authenticator::security_key();
        authenticator.lie(lie.clone());
        assert_eq!(register_with(&mut authenticator, UserVerification::Preferred), Err(refusal), "{lie:?}");
    }
}

#[test]
fn a_credential_id_of_1023_bytes_is_taken() {
    let mut authenticator = Authenticator::security_key();
    authenticator.lie(Lie::CredentialId(vec![1; 1023]));
    assert!(register_with(&mut authenticator, UserVerification::Preferred).is_ok());
}

#[test]
fn an_authenticator_registers_once() {
    let (passkey, mut authenticator) = registered(Authenticator::security_key());
    let begun = begin_registration(passkey.user, &[passkey], UserVerification::Preferred);
    assert_eq!(authenticator.create(&begun.options, ORIGIN), Err(Declined::Excluded));
}

#[test]
fn an_answer_is_good_for_five_minutes_and_for_its_own_beginning() {
    let mut authenticator = Authenticator::security_key();
    let begun = begin_registration(person(), &[], UserVerification::Preferred);
    let other = begin_registration(person(), &[], UserVerification::Preferred);
    let answer = authenticator.create(&begun.options, ORIGIN).expect("an answer");
    let finish = |state: &[u8], at| Registration::finish(state, answer.as_bytes(), at).map(|_| ());
    assert_eq!(finish(&begun.state, NOW.after(LIFETIME)), Err(Refusal::TooLate));
    assert_eq!(finish(&begun.state, NOW.before(Duration::from_millis(1))), Err(Refusal::TooLate));
    assert_eq!(finish(&other.state, NOW), Err(Refusal::WrongChallenge));
    assert_eq!(finish(&begun.state, NOW.after(LIFETIME).before(Duration::from_millis(1))), Ok(()));
}

#[test]
fn a_state_of_an_assertion_or_a_broken_one_is_none() {
    let (passkey, mut authenticator) = registered(Authenticator::security_key());
    let begun = begin_registration(passkey.user, &[], UserVerification::Preferred);
    let answer = authenticator.create(&begun.options, ORIGIN).expect("an answer");
    let assertion = begin_assertion(Whose::Of(passkey.user, std::slice::from_ref(&passkey)), UserVerification::Preferred);
    let anyones = begin_assertion(Whose::Anyone, UserVerification::Preferred);
    let (_, cut) = begun.state.split_last().expect("not empty");
    let longer = [begun.state.as_slice(), &[0]].concat();
    for state in [&[], cut, &longer, &assertion.state, &anyones.state] {
        assert_eq!(Registration::finish(state, answer.as_bytes(), NOW), Err(Refusal::NotBegun));
    }
}

#[test]
fn a_broken_answer_is_refused() {
    let mut authenticator = Authenticator::security_key();
    let begun = begin_registration(person(), &[], UserVerification::Preferred);
    let answer = authenticator.create(&begun.options, ORIGIN).expect("an answer");
    let finish = |answer: Vec<u8>| Registration::finish(&begun.state, &answer, NOW).map(|_| ());
    let in_response = |part: &str, change: fn(&mut Vec<u8>)| {
        finish(changed(&answer, |value| in_base64url(&mut value["response"][part], change)))
    };

    assert_eq!(finish(vec![b' '; LONGEST_ANSWER + 1]), Err(Refusal::TooLong));
    assert_eq!(finish(Vec::new()), Err(Refusal::Unreadable("JSON")));
    assert_eq!(finish(changed(&answer, |value| value["type"] = json!("password"))), Err(Refusal::Unreadable("JSON")));
    assert_eq!(finish(changed(&answer, |value| value["id"] = json!("AAAA"))), Err(Refusal::Unreadable("JSON")));
    assert_eq!(finish(changed(&answer, |value| value["rawId"] = json!("AA=="))), Err(Refusal::Unreadable("JSON")));
    let renamed = changed(&answer, |value| {
        value["id"] = json!("AAAA");
        value["rawId"] = json!("AAAA");
    });
    assert_eq!(finish(renamed), Err(Refusal::WrongCredential));
    assert_eq!(in_response("clientDataJSON", |bytes| bytes.truncate(20)), Err(Refusal::Unreadable("client data")));
    for change in
        [|bytes: &mut Vec<u8>| bytes.push(0), |bytes: &mut Vec<u8>| bytes.clear(), |bytes: &mut Vec<u8>| bytes.truncate(30)]
    {
        assert_eq!(in_response("attestationObject", change), Err(Refusal::Unreadable("attestation object")));
    }
    // A mark at the front is a browser's right (§7.1 step 5).
    assert_eq!(in_response("clientDataJSON", |bytes| drop(bytes.splice(..0, *b"\xef\xbb\xbf"))), Ok(()));
    assert_eq!(finish(answer.clone().into_bytes()), Ok(()));
}

#[test]
fn an_answer_to_a_portal_on_this_machine_is_taken() {
    let origin = "http://calls.localhost:8080";
    let party = RelyingParty::new(origin, "Calls").expect("an origin");
    let registrant = Registrant { user: person(), username: "ada", name: "Ada" };
    let begun = Registration::begin(&party, registrant, [], UserVerification::Preferred, &SystemEntropy, NOW);
    let answer = Authenticator::security_key().create(&begun.options, origin).expect("an answer");
    let new = Registration::finish(&begun.state, answer.as_bytes(), NOW).expect("an honest authenticator");
    assert_eq!(new.relying_party.as_str(), "calls.localhost");
}
