//! Whatever comes, it is refused in words and never in a panic.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;

/// A registration and an assertion that are good, to begin from: each its state and its answer.
struct Good {
    registration: (Vec<u8>, String),
    assertion: (Vec<u8>, String),
    passkey: Passkey,
}

static GOOD: LazyLock<Good> = LazyLock::new(|| {
    let mut authenticator = Authenticator::security_key();
    let begun = begin_registration(person(), &[], UserVerification::Preferred);
    let made = authenticator.create(&begun.options, ORIGIN).expect("an answer");
    let passkey = Registration::finish(&begun.state, made.as_bytes(), NOW).expect("a passkey").named("Key".to_owned(), NOW);
    let asked = begin_assertion(Whose::Anyone, UserVerification::Preferred);
    let told = authenticator.get(&asked.options, ORIGIN).expect("an answer");
    Good { registration: (begun.state, made), assertion: (asked.state, told), passkey }
});

fn with_bytes(answer: &str, part: &str, bytes: &[u8]) -> Vec<u8> {
    changed(answer, |value| in_base64url(&mut value["response"][part], |old| *old = bytes.to_vec()))
}

/// Bytes that look like CBOR more often than chance would have it.
fn cborish() -> impl Strategy<Value = Vec<u8>> {
    let item = prop_oneof![
        any::<u8>().prop_map(|byte| vec![byte]),
        Just(b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData".to_vec()),
        Just(vec![0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 0x20]),
        (0_u8..8, any::<u64>()).prop_map(|(major, length)| [&[(major << 5) + 27], length.to_be_bytes().as_slice()].concat()),
        proptest::collection::vec(any::<u8>(), 0..40),
        proptest::collection::vec(Just(0x81), 0..500),
        proptest::collection::vec(Just(0x9f), 0..500),
    ];
    proptest::collection::vec(item, 0..8).prop_map(|items| items.concat())
}

proptest! {
    #[test]
    fn any_bytes_are_refused_as_an_answer(answer in proptest::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(Registration::finish(&GOOD.registration.0, &answer, NOW).is_err());
        prop_assert!(Assertion::finish(&GOOD.assertion.0, &GOOD.passkey, &answer, NOW).is_err());
        prop_assert!(Assertion::peek(&answer).is_err());
    }

    #[test]
    fn any_bytes_are_refused_as_an_attestation_object(bytes in cborish()) {
        let answer = with_bytes(&GOOD.registration.1, "attestationObject", &bytes);
        prop_assert!(Registration::finish(&GOOD.registration.0, &answer, NOW).is_err());
    }

    #[test]
    fn any_bytes_after_the_counter_are_read_or_refused(bytes in cborish(), flags: u8) {
        let mut data = ring::digest::digest(&ring::digest::SHA256, b"calls.example.com").as_ref().to_vec();
        data.push(flags | 1);
        data.extend([0; 4]);
        data.extend(&bytes);
        let answer = with_bytes(&GOOD.assertion.1, "authenticatorData", &data);
        prop_assert!(Assertion::finish(&GOOD.assertion.0, &GOOD.passkey, &answer, NOW).is_err());
        let length = u16::try_from(data.len()).expect("short");
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x59".to_vec();
        object.extend(length.to_be_bytes());
        object.extend(&data);
        let answer = with_bytes(&GOOD.registration.1, "attestationObject", &object);
        let _ = Registration::finish(&GOOD.registration.0, &answer, NOW);
    }

    #[test]
    fn any_bytes_are_a_key_that_is_read_back_or_none(bytes in cborish()) {
        if let Some(key) = PublicKey::from_stored(&bytes) {
            prop_assert_eq!(key.as_bytes(), &bytes);
            prop_assert!(!key.verifies(b"message", &bytes));
        }
    }

    #[test]
    fn a_changed_byte_changes_the_verdict_or_nothing_that_counts(at in 0_usize..2000, to: u8) {
        let mut answer = GOOD.assertion.1.clone().into_bytes();
        if let Some(byte) = answer.get_mut(at) {
            *byte = to;
        }
        // Where it is still taken, it is the same use of the same passkey.
        if let Ok(used) = Assertion::finish(&GOOD.assertion.0, &GOOD.passkey, &answer, NOW) {
            prop_assert_eq!((used.credential, used.sign_count), (GOOD.passkey.id.clone(), 1));
        }
    }

    #[test]
    fn any_bytes_are_refused_as_a_state(state in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Registration::finish(&state, GOOD.registration.1.as_bytes(), NOW).is_err());
        prop_assert!(Assertion::finish(&state, &GOOD.passkey, GOOD.assertion.1.as_bytes(), NOW).is_err());
    }

    #[test]
    fn any_text_is_an_origin_or_none(text in "(?s)(https?://)?.{0,40}") {
        if let Ok(party) = RelyingParty::new(&text, "") {
            prop_assert_eq!(RelyingPartyId::from_stored(party.id().as_str()), Some(party.id().clone()));
            prop_assert_eq!(RelyingParty::new(party.origin(), ""), Ok(party));
        }
    }
}
