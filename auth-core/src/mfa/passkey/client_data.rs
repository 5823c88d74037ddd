//! What the browser says of the question that it put (§5.8.1).

use std::borrow::Cow;

use data_encoding::BASE64URL_NOPAD;
use ring::digest::{SHA256, digest};
use serde::{Deserialize, de::IgnoredAny};

use super::{Refusal, ceremony::Ceremony};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData<'a> {
    #[serde(borrow)]
    r#type: Cow<'a, str>,
    #[serde(borrow)]
    challenge: Cow<'a, str>,
    #[serde(borrow)]
    origin: Cow<'a, str>,
    #[serde(default)]
    cross_origin: Option<bool>,
    #[serde(default)]
    top_origin: Option<IgnoredAny>,
}

/// The hash of `json` (§7.1 step 12, §7.2 step 20), when it is about this `ceremony`, of this `kind` (§7.1 steps 5 to 11, §7.2 steps 8 to 14).
pub(super) fn hash(json: &[u8], kind: &str, ceremony: &Ceremony) -> Result<[u8; 32], Refusal> {
    // Steps 5 and 8: "any leading byte order mark (BOM) must be stripped"; the hash is over the bytes as they came.
    let text = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    let told: ClientData<'_> = serde_json::from_slice(text).map_err(|_| Refusal::Unreadable("client data"))?;
    if told.r#type != kind {
        return Err(Refusal::WrongType);
    }
    if told.challenge != BASE64URL_NOPAD.encode(&ceremony.challenge) {
        return Err(Refusal::WrongChallenge);
    }
    if told.origin != ceremony.party.origin() {
        return Err(Refusal::WrongOrigin);
    }
    if told.cross_origin == Some(true) || told.top_origin.is_some() {
        return Err(Refusal::CrossOrigin);
    }
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, json).as_ref());
    Ok(hash)
}
