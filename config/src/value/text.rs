//! What every value written as text shares: one way to be wrong, and one way through serde and the schema.

/// Why a text is not the value it should be, and what to write instead. Never holds a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem} ({remedy})")]
pub struct Malformed {
    /// What is wrong.
    pub problem: String,
    /// What to do about it.
    pub remedy: String,
}

impl Malformed {
    pub(crate) fn new(problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { problem: problem.into(), remedy: remedy.into() }
    }

    /// A known value that a later release will take.
    pub(crate) fn not_yet(what: &str, remedy: impl Into<String>) -> Self {
        Self::new(format!("not yet: {what} comes in a later release"), remedy)
    }
}

/// Serde and schema for a type whose text form is `Display` and `FromStr<Err = Malformed>`.
/// The format names the type's parser in `check::format`.
macro_rules! text {
    ($type:ty, $format:literal, $($example:literal),+) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                // Wiped again: it may be a URL with a password in it.
                let text = zeroize::Zeroizing::new(String::deserialize(deserializer)?);
                text.parse().map_err(serde::de::Error::custom)
            }
        }
        impl schemars::JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $format.into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "format": $format, "examples": [$($example),+] })
            }
        }
    };
}
