//! A password that is written into the configuration itself.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};
use zeroize::Zeroizing;

use super::Malformed;

/// A secret line of text. Cannot be printed, and is wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SecretText(…)")
    }
}

impl FromStr for SecretText {
    type Err = Malformed;

    /// Says no without repeating the text.
    fn from_str(text: &str) -> Result<Self, Malformed> {
        if text.is_empty() || text.chars().any(char::is_control) {
            return Err(Malformed::new("is not one line of text", "write it as one line that is not empty"));
        }
        Ok(Self(Zeroizing::new(text.to_owned())))
    }
}

impl<'de> Deserialize<'de> for SecretText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Zeroizing::new(String::deserialize(deserializer)?).parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for SecretText {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "gatehouse-secret-text".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "gatehouse-secret-text", "writeOnly": true })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_text_is_one_line() {
        assert_eq!(" hunter 2".parse::<SecretText>().map(|secret| secret.expose().to_owned()), Ok(" hunter 2".to_owned()));
        for bad in ["", "hunter2\n", "hunter\0two"] {
            let refused = bad.parse::<SecretText>().map_err(|e| e.to_string());
            assert!(refused.is_err_and(|sentence| !sentence.contains("hunter")), "{bad:?}");
        }
    }

    #[test]
    fn a_secret_text_is_never_printed() {
        let secret: SecretText = "hunter2".parse().expect("a secret");
        assert_eq!(format!("{secret:?}"), "SecretText(…)");
    }
}
