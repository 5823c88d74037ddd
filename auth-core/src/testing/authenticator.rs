//! A browser and its authenticator in one, in software: real keys, real signatures, and lies on demand.

use data_encoding::BASE64URL_NOPAD;
use ring::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _},
};
use serde_json::{Value, json};

use crate::{
    entropy::{Entropy as _, SystemEntropy},
    mfa::passkey::Algorithm,
};

mod cbor;

/// What is untrue in the answers of an authenticator, or of the browser in front of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lie {
    /// A page of this origin asked.
    Origin(String),
    /// Another challenge was put.
    Challenge,
    /// The client data is of this type.
    Type(String),
    /// The page stood within one of another origin.
    CrossOrigin,
    /// It stood within one of this origin.
    TopOrigin(String),
    /// This host asked.
    RelyingParty(String),
    /// Nobody touched it.
    UserAbsent,
    /// It did not find out who did.
    UserUnverified,
    /// Its counter stands at this.
    SignCount(u32),
    /// It is backed up, and never can be.
    BackedUpOnly,
    /// It can be backed up if it could not, and the other way round.
    BackupEligibility,
    /// Another key signs, or is shown.
    OtherKey,
    /// The key is for the algorithm of this number.
    Algorithm(i64),
    /// It belongs to whom this names; to nobody that it tells, when `None`.
    UserHandle(Option<Vec<u8>>),
    /// It is named so.
    CredentialId(Vec<u8>),
}

/// Why there is no answer: `navigator.credentials` rejects its promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declined {
    /// It holds one of the passkeys that were excluded (`InvalidStateError`).
    Excluded,
    /// It holds none that was asked for, or knows no algorithm that was (`NotAllowedError`).
    NotAllowed,
}

/// An authenticator that holds passkeys.
#[derive(Debug)]
pub struct Authenticator {
    algorithm: Algorithm,
    is_synchronised: bool,
    passkeys: Vec<Held>,
    lies: Vec<Lie>,
}

#[derive(Debug)]
struct Held {
    id: Vec<u8>,
    relying_party: String,
    user_handle: Vec<u8>,
    key: Key,
    uses: u32,
}

#[derive(Debug)]
enum Key {
    Es256(EcdsaKeyPair),
    EdDsa(Ed25519KeyPair),
}

impl Default for Authenticator {
    fn default() -> Self {
        Self::security_key()
    }
}

impl Authenticator {
    /// A security key: ES256, counts its uses, is never backed up, verifies its user.
    pub fn security_key() -> Self {
        Self { algorithm: Algorithm::Es256, is_synchronised: false, passkeys: Vec::new(), lies: Vec::new() }
    }

    /// One that signs with Ed25519.
    pub fn with_ed25519() -> Self {
        Self { algorithm: Algorithm::EdDsa, ..Self::security_key() }
    }

    /// One whose passkeys are on all devices of their owner: it does not count.
    pub fn synchronised() -> Self {
        Self { is_synchronised: true, ..Self::security_key() }
    }

    /// Tells `lie` in every answer from now on, beside those that it tells already.
    pub fn lie(&mut self, lie: Lie) -> &mut Self {
        self.lies.push(lie);
        self
    }

    /// Tells no lie any more.
    pub fn be_honest(&mut self) -> &mut Self {
        self.lies.clear();
        self
    }

    /// Answers `navigator.credentials.create` with these options (JSON) on a page of `origin`: the JSON of `credential.toJSON()`.
    pub fn create(&mut self, options: &str, origin: &str) -> Result<String, Declined> {
        let options: Value = serde_json::from_str(options).expect("options are JSON");
        if self.passkeys.iter().any(|held| listed(&options["excludeCredentials"], &held.id)) {
            return Err(Declined::Excluded);
        }
        let asked = options["pubKeyCredParams"].as_array().expect("algorithms are asked for");
        if !asked.iter().any(|parameter| parameter["alg"] == self.algorithm.number()) {
            return Err(Declined::NotAllowed);
        }
        let mut id = vec![0; 32];
        SystemEntropy.fill(&mut id);
        let held = Held {
            id,
            relying_party: text(&options["rp"]["id"]).to_owned(),
            user_handle: bytes(&options["user"]["id"]),
            key: Key::generate(self.algorithm),
            uses: 0,
        };
        let client_data = self.client_data("webauthn.create", &options, origin);
        let id = self.told_id(&held);
        let mut data = self.authenticator_data(&held, 0x40);
        // The model's number: none is told where no attestation is asked for.
        data.extend_from_slice(&[0; 16]);
        data.extend_from_slice(&u16::try_from(id.len()).expect("a short id").to_be_bytes());
        data.extend_from_slice(&id);
        data.extend_from_slice(&self.cose(&held));
        let object = cbor::map(&[
            (cbor::text("fmt"), cbor::text("none")),
            (cbor::text("attStmt"), cbor::map(&[])),
            (cbor::text("authData"), cbor::bytes(&data)),
        ]);
        self.passkeys.push(held);
        let answer = json!({
            "id": base64url(&id), "rawId": base64url(&id), "type": "public-key",
            "authenticatorAttachment": "cross-platform",
            "clientExtensionResults": { "credProps": { "rk": true } },
            "response": {
                "clientDataJSON": base64url(client_data.as_bytes()),
                "authenticatorData": base64url(&data),
                "attestationObject": base64url(&object),
                "publicKeyAlgorithm": self.algorithm.number(),
                "transports": ["nfc", "usb"],
            },
        });
        Ok(answer.to_string())
    }

    /// Answers `navigator.credentials.get` with these options (JSON) on a page of `origin`: the JSON of `credential.toJSON()`.
    ///
    /// As a security key does, it tells whose passkey it is only where none was named.
    pub fn get(&mut self, options: &str, origin: &str) -> Result<String, Declined> {
        let options: Value = serde_json::from_str(options).expect("options are JSON");
        let allowed = &options["allowCredentials"];
        let is_named = allowed.as_array().is_some_and(|allowed| !allowed.is_empty());
        let at = self
            .passkeys
            .iter()
            .rposition(|held| held.relying_party == text(&options["rpId"]) && (!is_named || listed(allowed, &held.id)));
        let at = at.ok_or(Declined::NotAllowed)?;
        self.passkeys[at].uses += 1;
        let held = &self.passkeys[at];
        let client_data = self.client_data("webauthn.get", &options, origin);
        let data = self.authenticator_data(held, 0);
        let signed = [data.as_slice(), digest(&SHA256, client_data.as_bytes()).as_ref()].concat();
        let signature = match self.tells(|lie| matches!(lie, Lie::OtherKey)) {
            Some(_) => Key::generate(self.algorithm).sign(&signed),
            None => held.key.sign(&signed),
        };
        let told = (!is_named).then(|| held.user_handle.clone());
        let handle = self.tells(|lie| matches!(lie, Lie::UserHandle(_))).map_or(told, |lie| match lie {
            Lie::UserHandle(handle) => handle.clone(),
            _ => None,
        });
        let id = self.told_id(held);
        let answer = json!({
            "id": base64url(&id), "rawId": base64url(&id), "type": "public-key",
            "authenticatorAttachment": "cross-platform",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": base64url(client_data.as_bytes()),
                "authenticatorData": base64url(&data),
                "signature": base64url(&signature),
                "userHandle": handle.as_deref().map(base64url),
            },
        });
        Ok(answer.to_string())
    }

    fn tells(&self, which: impl Fn(&Lie) -> bool) -> Option<&Lie> {
        self.lies.iter().find(|lie| which(lie))
    }

    fn is_telling(&self, lie: &Lie) -> bool {
        self.lies.contains(lie)
    }

    fn told_id(&self, held: &Held) -> Vec<u8> {
        match self.tells(|lie| matches!(lie, Lie::CredentialId(_))) {
            Some(Lie::CredentialId(id)) => id.clone(),
            _ => held.id.clone(),
        }
    }

    fn client_data(&self, kind: &str, options: &Value, origin: &str) -> String {
        let mut told = json!({
            "type": kind, "challenge": options["challenge"], "origin": origin, "crossOrigin": false,
        });
        for lie in &self.lies {
            match lie {
                Lie::Origin(origin) => told["origin"] = json!(origin),
                Lie::Challenge => told["challenge"] = json!(base64url(&[7; 32])),
                Lie::Type(kind) => told["type"] = json!(kind),
                Lie::CrossOrigin => told["crossOrigin"] = json!(true),
                Lie::TopOrigin(origin) => told["topOrigin"] = json!(origin),
                _ => {}
            }
        }
        told.to_string()
    }

    fn authenticator_data(&self, held: &Held, more_flags: u8) -> Vec<u8> {
        let (mut party, mut count) = (held.relying_party.clone(), if self.is_synchronised { 0 } else { held.uses });
        for lie in &self.lies {
            match lie {
                Lie::RelyingParty(other) => party.clone_from(other),
                Lie::SignCount(other) => count = *other,
                _ => {}
            }
        }
        let is_eligible = self.is_synchronised != self.is_telling(&Lie::BackupEligibility);
        let is_backed_up = is_eligible || self.is_telling(&Lie::BackedUpOnly);
        let flags = more_flags
            | u8::from(!self.is_telling(&Lie::UserAbsent))
            | u8::from(!self.is_telling(&Lie::UserUnverified)) << 2
            | u8::from(is_eligible) << 3
            | u8::from(is_backed_up) << 4;
        let mut data = digest(&SHA256, party.as_bytes()).as_ref().to_vec();
        data.push(flags);
        data.extend_from_slice(&count.to_be_bytes());
        data
    }

    fn cose(&self, held: &Held) -> Vec<u8> {
        let other = self.is_telling(&Lie::OtherKey).then(|| Key::generate(self.algorithm));
        let number = match self.tells(|lie| matches!(lie, Lie::Algorithm(_))) {
            Some(Lie::Algorithm(number)) => *number,
            _ => self.algorithm.number(),
        };
        other.as_ref().unwrap_or(&held.key).cose(number)
    }
}

impl Key {
    fn generate(algorithm: Algorithm) -> Self {
        let random = SystemRandom::new();
        match algorithm {
            Algorithm::Es256 => {
                let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).expect("a key");
                let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, document.as_ref(), &random);
                Self::Es256(pair.expect("ring reads the key that it wrote"))
            }
            Algorithm::EdDsa => {
                let document = Ed25519KeyPair::generate_pkcs8(&random).expect("a key");
                Self::EdDsa(Ed25519KeyPair::from_pkcs8(document.as_ref()).expect("ring reads the key that it wrote"))
            }
            Algorithm::Rs256 => panic!("ring makes no RSA keys"),
        }
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Es256(pair) => pair.sign(&SystemRandom::new(), message).expect("a signature").as_ref().to_vec(),
            Self::EdDsa(pair) => pair.sign(message).as_ref().to_vec(),
        }
    }

    fn cose(&self, algorithm: i64) -> Vec<u8> {
        let number = cbor::number;
        match self {
            Self::Es256(pair) => {
                let (x, y) = pair.public_key().as_ref().split_at(1).1.split_at(32);
                cbor::map(&[
                    (number(1), number(2)),
                    (number(3), number(algorithm)),
                    (number(-1), number(1)),
                    (number(-2), cbor::bytes(x)),
                    (number(-3), cbor::bytes(y)),
                ])
            }
            Self::EdDsa(pair) => cbor::map(&[
                (number(1), number(1)),
                (number(3), number(algorithm)),
                (number(-1), number(6)),
                (number(-2), cbor::bytes(pair.public_key().as_ref())),
            ]),
        }
    }
}

fn listed(descriptors: &Value, id: &[u8]) -> bool {
    descriptors.as_array().is_some_and(|all| all.iter().any(|descriptor| bytes(&descriptor["id"]) == id))
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a string in the options")
}

fn bytes(value: &Value) -> Vec<u8> {
    BASE64URL_NOPAD.decode(text(value).as_bytes()).expect("base64url in the options")
}

fn base64url(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}
