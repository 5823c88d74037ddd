//! What a careful application does with an assertion: it verifies it against the published keys, with no code of the gateway's.

use data_encoding::BASE64URL_NOPAD;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde_json::Value;

/// A token, taken apart.
#[derive(Clone, Debug)]
pub struct Token {
    /// Its header.
    pub header: Value,
    /// What it claims.
    pub claims: Value,
    signed: String,
    signature: Vec<u8>,
}

impl Token {
    /// Takes a compact token apart (RFC 7515 §7.1).
    #[track_caller]
    pub fn parse(compact: &str) -> Self {
        let [header, claims, signature] = compact.split('.').collect::<Vec<_>>()[..] else { panic!("no JWT: {compact}") };
        let decode = |part: &str| BASE64URL_NOPAD.decode(part.as_bytes()).expect("base64url");
        let json = |part: &str| serde_json::from_slice(&decode(part)).expect("JSON");
        Self { header: json(header), claims: json(claims), signed: format!("{header}.{claims}"), signature: decode(signature) }
    }

    /// Whether one of these keys signed it, by the algorithm that both name.
    pub fn is_signed_by(&self, jwks: &Value) -> bool {
        let keys = jwks["keys"].as_array().expect("a list of keys");
        keys.iter().filter(|key| key["kid"] == self.header["kid"] && key["alg"] == self.header["alg"]).any(|key| {
            assert_eq!((&key["kty"], &key["crv"], &key["alg"]), (&"EC".into(), &"P-256".into(), &"ES256".into()), "{key}");
            let mut point = vec![4];
            for coordinate in ["x", "y"] {
                let text = key[coordinate].as_str().expect("a coordinate");
                point.extend(BASE64URL_NOPAD.decode(text.as_bytes()).expect("base64url"));
            }
            UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(self.signed.as_bytes(), &self.signature).is_ok()
        })
    }

    /// A claim that is text.
    #[track_caller]
    pub fn text(&self, claim: &str) -> &str {
        self.claims[claim].as_str().unwrap_or_else(|| panic!("no {claim}: {}", self.claims))
    }

    /// A claim that is a number.
    #[track_caller]
    pub fn number(&self, claim: &str) -> i64 {
        self.claims[claim].as_i64().unwrap_or_else(|| panic!("no {claim}: {}", self.claims))
    }
}
