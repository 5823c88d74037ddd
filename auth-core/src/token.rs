//! The value of the session cookie: an opaque id, a secret half, and a MAC so that a forged one costs no look-up.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use ring::hmac;
use subtle::ConstantTimeEq as _;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{entropy::Entropy, master_key::MasterKeys, secret::SecretDigest};

const ID: usize = 16;
const SECRET: usize = 32;
const MAC: usize = 16;
/// Key number, id, secret, MAC.
const LENGTH: usize = 1 + ID + SECRET + MAC;

/// What a cookie's token names: the MACs of one purpose are nothing for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenPurpose {
    /// A session.
    Session,
    /// A sign-in on its way.
    Pending,
}

impl TokenPurpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::Session => "gatehouse/v1/session-cookie",
            Self::Pending => "gatehouse/v1/pending-cookie",
        }
    }
}

/// A session's name and the secret that proves it, as one browser holds them.
///
/// The id names the record in the session store; the secret never reaches a store, which keeps only its digest. 128 and 256 bits from
/// a CSPRNG (ASVS 7.2.3).
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SessionToken {
    id: [u8; ID],
    secret: [u8; SECRET],
}

impl SessionToken {
    /// A fresh one.
    pub fn random(entropy: &dyn Entropy) -> Self {
        let mut token = Self { id: [0; ID], secret: [0; SECRET] };
        entropy.fill(&mut token.id);
        entropy.fill(&mut token.secret);
        token
    }

    /// What the session store files the session under.
    pub fn key(&self) -> SecretDigest {
        SecretDigest::of(&self.id)
    }

    /// What the session store keeps of the secret half.
    pub fn secret_digest(&self) -> SecretDigest {
        SecretDigest::of(&self.secret)
    }

    /// Whether `digest` is that of this token's secret half, in constant time.
    pub fn proves(&self, digest: &SecretDigest) -> bool {
        digest.matches(&self.secret)
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

/// Seals tokens into cookie values and opens them again.
///
/// The MAC covers the portal's name, so a value taken from one portal is nothing at another.
pub struct TokenMac {
    keys: Vec<(u8, hmac::Key)>,
    current: u8,
}

impl TokenMac {
    /// The MAC keys of every master key, of which the newest seals.
    pub fn new(master: &MasterKeys, purpose: TokenPurpose) -> Self {
        let keys = master
            .numbers()
            .map(|number| (number, hmac::Key::new(hmac::HMAC_SHA256, master.derive(number, purpose.as_str()).as_ref())))
            .collect();
        Self { keys, current: master.current() }
    }

    /// The cookie value that carries `token` at `portal`.
    pub fn seal(&self, token: &SessionToken, portal: &str) -> String {
        let mut bytes = Vec::with_capacity(LENGTH);
        bytes.push(self.current);
        bytes.extend_from_slice(&token.id);
        bytes.extend_from_slice(&token.secret);
        let mac = self.mac(self.current, &bytes, portal).expect("the current key is one of the keys");
        bytes.extend_from_slice(&mac);
        let value = BASE64URL_NOPAD.encode(&bytes);
        bytes.zeroize();
        value
    }

    /// The token in `value`, or `None` when nobody here sealed it for `portal`.
    pub fn open(&self, value: &str, portal: &str) -> Option<SessionToken> {
        let mut bytes = [0; LENGTH];
        if value.len() != BASE64URL_NOPAD.encode_len(LENGTH) {
            return None;
        }
        BASE64URL_NOPAD.decode_mut(value.as_bytes(), &mut bytes).ok()?;
        let (signed, mac) = bytes.split_at(LENGTH - MAC);
        let expected = self.mac(*signed.first()?, signed, portal)?;
        if !bool::from(expected.as_slice().ct_eq(mac)) {
            return None;
        }
        let token = SessionToken { id: signed.get(1..=ID)?.try_into().ok()?, secret: signed.get(1 + ID..)?.try_into().ok()? };
        bytes.zeroize();
        Some(token)
    }

    fn mac(&self, number: u8, signed: &[u8], portal: &str) -> Option<[u8; MAC]> {
        let (_, key) = self.keys.iter().find(|(held, _)| *held == number)?;
        let mut context = hmac::Context::with_key(key);
        context.update(signed);
        context.update(portal.as_bytes());
        let tag = context.sign();
        tag.as_ref().get(..MAC)?.try_into().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    fn mac() -> TokenMac {
        TokenMac::new(&MasterKeys::random(&SystemEntropy), TokenPurpose::Session)
    }

    #[test]
    fn a_sealed_token_opens_at_its_portal_and_nowhere_else() {
        let (mac, token) = (mac(), SessionToken::random(&SystemEntropy));
        let value = mac.seal(&token, "calls");
        let opened = mac.open(&value, "calls").expect("the same portal");
        assert_eq!(opened.key(), token.key());
        assert!(opened.proves(&token.secret_digest()));
        assert!(mac.open(&value, "crm").is_none());
    }

    #[test]
    fn any_changed_character_is_noticed() {
        let mac = mac();
        let value = mac.seal(&SessionToken::random(&SystemEntropy), "calls");
        for at in 0..value.len() {
            let mut forged = value.clone().into_bytes();
            if let Some(byte) = forged.get_mut(at) {
                *byte = if *byte == b'A' { b'B' } else { b'A' };
            }
            let forged = String::from_utf8(forged).expect("still ASCII");
            assert!(mac.open(&forged, "calls").is_none(), "changed at {at}");
        }
    }

    #[test]
    fn values_of_other_lengths_are_nothing() {
        let mac = mac();
        let value = mac.seal(&SessionToken::random(&SystemEntropy), "calls");
        for other in ["", "A", &value[..value.len() - 1], &format!("{value}A")] {
            assert!(mac.open(other, "calls").is_none());
        }
    }
}
