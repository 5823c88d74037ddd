//! The examples of the standard (§16).

use std::collections::BTreeMap;

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use serde_json::json;

use super::{super::ceremony::Ceremony, *};
use crate::{entropy::Entropy, mfa::passkey::ceremony::Kind};

/// Always says the same.
struct Scripted(Vec<u8>);

impl Entropy for Scripted {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.copy_from_slice(&self.0);
    }
}

struct Example(BTreeMap<&'static str, Vec<u8>>);

impl Example {
    fn named(name: &str) -> Self {
        let lines = include_str!("vectors.txt").lines().skip_while(|line| line.strip_prefix("# ") != Some(name)).skip(1);
        let parts = lines.take_while(|line| !line.is_empty()).filter_map(|line| line.split_once(' '));
        Self(parts.map(|(part, hex)| (part, HEXLOWER.decode(hex.as_bytes()).expect("hex"))).collect())
    }

    fn part(&self, part: &str) -> &[u8] {
        self.0.get(part).expect("the example has this part")
    }

    fn base64url(&self, part: &str) -> String {
        BASE64URL_NOPAD.encode(self.part(part))
    }

    fn state(&self, kind: Kind, challenge: &str, rest: &[u8]) -> Vec<u8> {
        let party = RelyingParty::new("https://example.org", "Examples").expect("an origin");
        let entropy = Scripted(self.part(challenge).to_vec());
        Ceremony::begin(&party, UserVerification::Preferred, &entropy, NOW).to_state(kind, rest)
    }

    fn registers(&self) -> Result<Passkey, Refusal> {
        let answer = json!({
            "id": self.base64url("credential"), "rawId": self.base64url("credential"), "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": self.base64url("registration-client-data"),
                "attestationObject": self.base64url("registration-object"),
                "transports": ["internal"],
            },
        });
        let state = self.state(Kind::Registration, "registration-challenge", person().as_bytes());
        let new = Registration::finish(&state, answer.to_string().as_bytes(), NOW)?;
        Ok(new.named("Example".to_owned(), NOW))
    }

    fn asserts(&self, passkey: &Passkey) -> Result<Used, Refusal> {
        let answer = json!({
            "id": self.base64url("credential"), "rawId": self.base64url("credential"), "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": self.base64url("assertion-client-data"),
                "authenticatorData": self.base64url("assertion-data"),
                "signature": self.base64url("assertion-signature"),
                "userHandle": BASE64URL_NOPAD.encode(passkey.user.as_bytes()),
            },
        });
        let state = self.state(Kind::Assertion, "assertion-challenge", &[]);
        Assertion::finish(&state, passkey, answer.to_string().as_bytes(), NOW)
    }
}

#[test]
fn the_examples_of_the_standard_are_taken() {
    for (name, algorithm) in [
        ("none-es256", Algorithm::Es256),
        ("none-es256-long-credential-id", Algorithm::Es256),
        ("packed-rs256", Algorithm::Rs256),
        ("packed-eddsa", Algorithm::EdDsa),
        ("tpm-es256", Algorithm::Es256),
        ("fido-u2f-es256", Algorithm::Es256),
    ] {
        let example = Example::named(name);
        let passkey = example.registers().expect(name);
        assert_eq!(passkey.public_key.algorithm(), algorithm, "{name}");
        assert_eq!(example.asserts(&passkey).map(|used| used.credential), Ok(passkey.id), "{name}");
    }
}

#[test]
fn the_examples_from_within_other_pages_are_refused() {
    for name in ["none-es256-crossOrigin", "none-es256-topOrigin"] {
        assert_eq!(Example::named(name).registers(), Err(Refusal::CrossOrigin), "{name}");
    }
}

#[test]
fn the_example_of_an_algorithm_that_is_not_asked_for_is_refused() {
    assert_eq!(Example::named("packed-es384").registers(), Err(Refusal::WrongAlgorithm));
}

#[test]
fn a_signature_of_one_example_is_nothing_for_another() {
    let (rsa, other) = (Example::named("packed-rs256"), Example::named("none-es256"));
    let passkey = Passkey { public_key: other.registers().expect("a passkey").public_key, ..rsa.registers().expect("a passkey") };
    assert_eq!(rsa.asserts(&passkey), Err(Refusal::WrongSignature));
}
