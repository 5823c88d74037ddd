//! The ceremonies with the software authenticator, honest and lying; with the examples of the standard; with anything at all.

use serde_json::Value;

use super::*;
use crate::{
    entropy::SystemEntropy,
    testing::authenticator::{Authenticator, Lie},
    time::Timestamp,
    user::UserId,
};

mod assertion;
mod hostile;
mod public_key;
mod registration;
mod vectors;

const ORIGIN: &str = "https://calls.example.com";
const NOW: Timestamp = Timestamp::from_millis(1_767_268_800_000);

fn party() -> RelyingParty {
    RelyingParty::new(ORIGIN, "Call records").expect("an origin")
}

fn person() -> UserId {
    UserId::random(&SystemEntropy)
}

fn begin_registration(user: UserId, existing: &[Passkey], verification: UserVerification) -> Begun {
    let registrant = Registrant { user, username: "ada", name: "Ada Lovelace" };
    let existing = existing.iter().map(|passkey| (&passkey.id, &passkey.transports));
    Registration::begin(&party(), registrant, existing, verification, &SystemEntropy, NOW)
}

/// Registers, with an authenticator that may lie.
fn register_with(authenticator: &mut Authenticator, verification: UserVerification) -> Result<NewPasskey, Refusal> {
    let begun = begin_registration(person(), &[], verification);
    let answer = authenticator.create(&begun.options, ORIGIN).expect("an answer");
    Registration::finish(&begun.state, answer.as_bytes(), NOW)
}

/// A passkey, and the authenticator that holds it.
fn registered(mut authenticator: Authenticator) -> (Passkey, Authenticator) {
    let new = register_with(&mut authenticator, UserVerification::Preferred).expect("an honest authenticator");
    (new.named("Blue key".to_owned(), NOW), authenticator)
}

fn begin_assertion(whose: Whose<'_>, verification: UserVerification) -> Begun {
    Assertion::begin(&party(), whose, verification, &SystemEntropy, NOW).expect("there are passkeys to ask for")
}

/// What comes of an answer in which something is changed by hand.
fn changed(answer: &str, change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut value: Value = serde_json::from_str(answer).expect("an answer is JSON");
    change(&mut value);
    value.to_string().into_bytes()
}

fn in_base64url(value: &mut Value, change: impl FnOnce(&mut Vec<u8>)) {
    use data_encoding::BASE64URL_NOPAD;
    let mut bytes = BASE64URL_NOPAD.decode(value.as_str().expect("a string").as_bytes()).expect("base64url");
    change(&mut bytes);
    *value = Value::String(BASE64URL_NOPAD.encode(&bytes));
}
