//! The JSON that comes back (§5.1, `PublicKeyCredential.toJSON()`).

use std::borrow::Cow;

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Deserializer, de::Error as _};

use super::{CredentialId, Refusal, options::PUBLIC_KEY};

/// The longest answer that is read, in bytes. A registration with an RSA key, a credential id of 1023 bytes and a browser's three copies
/// of each is some 7 KiB; a statement with certificates, which nobody asked for, may come on top.
pub const LONGEST_ANSWER: usize = 16 * 1024;

/// Bytes in base64url, without padding and in their one spelling (§3, "Base64url Encoding").
pub(super) struct Base64Url(pub(super) Vec<u8>);

impl<'de> Deserialize<'de> for Base64Url {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        BASE64URL_NOPAD.decode(text.as_bytes()).map(Self).map_err(D::Error::custom)
    }
}

/// An answer, of whose response only `R` is known.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Answer<R> {
    id: Base64Url,
    raw_id: Base64Url,
    r#type: String,
    pub(super) response: R,
    #[serde(default)]
    pub(super) client_extension_results: Extensions,
}

/// What the browser did beside: not signed, so nothing is decided by it.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Extensions {
    #[serde(default)]
    pub(super) cred_props: Option<CredentialProperties>,
}

/// §10.1.3.
#[derive(Deserialize)]
pub(super) struct CredentialProperties {
    #[serde(default)]
    pub(super) rk: Option<bool>,
}

/// §5.2.1.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AttestationResponse {
    #[serde(rename = "clientDataJSON")]
    pub(super) client_data: Base64Url,
    pub(super) attestation_object: Base64Url,
    #[serde(default)]
    pub(super) transports: Vec<String>,
}

/// §5.2.2.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AssertionResponse {
    #[serde(rename = "clientDataJSON")]
    pub(super) client_data: Base64Url,
    pub(super) authenticator_data: Base64Url,
    pub(super) signature: Base64Url,
    #[serde(default)]
    pub(super) user_handle: Option<Base64Url>,
}

impl<'de, R: Deserialize<'de>> Answer<R> {
    /// Reads `json`, unless it is too long to be looked at.
    pub(super) fn read(json: &'de [u8]) -> Result<Self, Refusal> {
        if json.len() > LONGEST_ANSWER {
            return Err(Refusal::TooLong);
        }
        let answer: Self = serde_json::from_slice(json).map_err(|_| Refusal::Unreadable("JSON"))?;
        if answer.r#type != PUBLIC_KEY || answer.id.0 != answer.raw_id.0 {
            return Err(Refusal::Unreadable("JSON"));
        }
        Ok(answer)
    }

    /// Which passkey answers.
    pub(super) fn credential(&self) -> Result<CredentialId, Refusal> {
        CredentialId::from_bytes(&self.raw_id.0).ok_or(Refusal::Unreadable("credential id"))
    }
}
