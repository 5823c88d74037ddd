//! Names and words that are promised already and come in a later release: refused by what they are.

use crate::value::Malformed;

/// Keys, without list positions, and what each of them is. What lies below them is not looked at.
const KEYS: [(&str, &str); 8] = [
    ("server.tls", "TLS on the listeners"),
    ("portal.encryption", "encryption of recordings"),
    ("portal.identity.headers", "a portal's own identity headers"),
    ("portal.identity.role_map", "renaming roles"),
    ("portal.identity.secret", "signing with a portal's own secret"),
    ("portal.identity.secret_file", "signing with a portal's own secret"),
    ("portal.identity.key", "signing with a portal's own key"),
    ("portal.identity.key_file", "signing with a portal's own key"),
];

/// Words, the keys they are written at, and what each of them is.
const WORDS: [(&str, &str, &str); 7] = [
    ("portal.identity.bind", "request", "binding assertions to requests"),
    ("portal.identity.bind", "rfc9421", "signing requests by RFC 9421"),
    ("portal.identity.algorithm", "EdDSA", "signing with EdDSA"),
    ("portal.identity.algorithm", "RS256", "signing with RS256"),
    ("portal.identity.algorithm", "HS256", "signing with HS256"),
    ("portal.identity.profile", "oauth2-proxy", "the profile oauth2-proxy"),
    ("portal.identity.profile", "remote-user", "the profile remote-user"),
];

/// Why a key is not taken, if it is one of a later release.
pub(super) fn key(key: &str) -> Option<Malformed> {
    let key = without_positions(key);
    let (_, what) = KEYS.into_iter().find(|(name, _)| *name == key)?;
    Some(Malformed::not_yet(what, "remove it"))
}

/// Why a word is not taken, if it is one of a later release.
pub(super) fn word(key: &str, word: &str) -> Option<Malformed> {
    let key = without_positions(key);
    let (_, _, what) = WORDS.into_iter().find(|(name, known, _)| *name == key && *known == word)?;
    Some(Malformed::not_yet(what, "remove it"))
}

/// A key as the headers of a file name it: `portal.rule` for `portal[0].rule[1]`.
pub(super) fn without_positions(key: &str) -> String {
    key.split('.').map(|part| part.split('[').next().unwrap_or(part)).collect::<Vec<_>>().join(".")
}
