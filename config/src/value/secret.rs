//! A key that is written into the configuration itself.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD, HEXLOWER_PERMISSIVE};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};
use zeroize::Zeroizing;

use super::Malformed;

/// 32 secret bytes, written in base64 or hex. Cannot be printed, and is wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<[u8; 32]>);

impl Secret {
    /// The bytes themselves.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

impl FromStr for Secret {
    type Err = Malformed;

    /// Says no without repeating the text.
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let text = text.trim_end().as_bytes();
        // 32 bytes are 64 digits of hex and 43 or 44 of base64, so the length tells which it is.
        let decoded = if text.len() == 64 {
            HEXLOWER_PERMISSIVE.decode(text).ok()
        } else {
            [BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD].iter().find_map(|base64| base64.decode(text).ok())
        };
        let bytes = decoded.map(Zeroizing::new).and_then(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok());
        bytes
            .map(|bytes| Self(Zeroizing::new(bytes)))
            .ok_or_else(|| Malformed::new("is not 32 bytes in base64 or hex", "make one with: openssl rand -base64 32"))
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Zeroizing::new(String::deserialize(deserializer)?).parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for Secret {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "gatehouse-secret".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "gatehouse-secret", "writeOnly": true })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_32_bytes_in_base64_or_hex() {
        let bytes = [7; 32];
        for good in [
            BASE64.encode(&bytes),
            BASE64URL_NOPAD.encode(&bytes),
            HEXLOWER_PERMISSIVE.encode(&bytes),
            HEXLOWER_PERMISSIVE.encode(&bytes).to_uppercase(),
        ] {
            assert_eq!(good.parse::<Secret>().map(|secret| *secret.expose()), Ok(bytes));
        }
        let short = BASE64.encode(&[7; 31]);
        for bad in ["", "hunter2", &short, &"z".repeat(64)] {
            assert!(bad.parse::<Secret>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_secret_is_never_printed() {
        let secret: Secret = BASE64.encode(&[7; 32]).parse().expect("a secret");
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert!("hunter2".parse::<Secret>().is_err_and(|e| !e.to_string().contains("hunter2")));
    }
}
