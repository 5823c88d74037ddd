//! The keys that sign assertions: rows of the directory, sealed by the master key, each with a term.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use ring::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::{
    entropy::Entropy,
    master_key::MasterKeys,
    seal::{Seal, Unopenable},
    time::Timestamp,
};

const PURPOSE: &str = "signing-key";

/// A signing key as the directory keeps it.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// The RFC 7638 thumbprint of the public key: what tokens call `kid`.
    pub id: String,
    /// The public key: the two coordinates of a P-256 point, 32 bytes each.
    pub public: Vec<u8>,
    /// The private key (PKCS#8), sealed under the master key with `id` as its row.
    pub sealed: Vec<u8>,
    /// When it was made and, with that, published.
    pub created_at: Timestamp,
    /// From when it signs.
    pub signs_from: Timestamp,
    /// Until when it signs; `None` while no successor is appointed.
    pub signs_until: Option<Timestamp>,
}

impl fmt::Debug for KeyRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyRow({})", self.id)
    }
}

impl KeyRow {
    /// A new ES256 key that signs from `signs_from` on.
    pub fn generate(master: &MasterKeys, entropy: &dyn Entropy, now: Timestamp, signs_from: Timestamp) -> Self {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random)
            .expect("the operating system's random generator works");
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.as_ref(), &random)
            .expect("ring reads the key that it wrote");
        // An uncompressed point: 0x04, then both coordinates (SEC 1 §2.3.3).
        let public = pair.public_key().as_ref().split_at(1).1.to_vec();
        let id = thumbprint(&public);
        let sealed = Seal::new(master, PURPOSE).close(&id, document.as_ref(), entropy);
        Self { id, public, sealed, created_at: now, signs_from, signs_until: None }
    }

    /// The private key.
    pub fn open(&self, master: &MasterKeys) -> Result<Zeroizing<Vec<u8>>, Unopenable> {
        Seal::new(master, PURPOSE).open(&self.id, &self.sealed)
    }

    /// Whether it is the one that signs at `now`.
    pub fn signs_at(&self, now: Timestamp) -> bool {
        self.signs_from <= now && self.signs_until.is_none_or(|until| now < until)
    }

    /// The public key, as a JWKS lists it.
    pub fn jwk(&self) -> Jwk {
        let (x, y) = coordinates(&self.public);
        Jwk { kty: "EC", crv: "P-256", alg: "ES256", r#use: "sig", kid: self.id.clone(), x, y }
    }
}

/// A public P-256 key (RFC 7517, RFC 7518 §6.2.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Jwk {
    kty: &'static str,
    crv: &'static str,
    alg: &'static str,
    r#use: &'static str,
    /// The key's id.
    pub kid: String,
    x: String,
    y: String,
}

/// The RFC 7638 thumbprint of a P-256 key: SHA-256 over its required members in lexical order.
fn thumbprint(public: &[u8]) -> String {
    let (x, y) = coordinates(public);
    let members = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
    BASE64URL_NOPAD.encode(digest(&SHA256, members.as_bytes()).as_ref())
}

fn coordinates(public: &[u8]) -> (String, String) {
    let (x, y) = public.split_at(public.len() / 2);
    (BASE64URL_NOPAD.encode(x), BASE64URL_NOPAD.encode(y))
}
