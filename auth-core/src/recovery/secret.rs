//! What is mailed, and what is kept in its place.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use ring::hmac;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    entropy::Entropy,
    master_key::MasterKeys,
    secret::{SecretDigest, TypedPassword},
    user::UserId,
};

/// The secret in a mailed link: 256 bits (ASVS 11.5.1). A store keeps its digest alone.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct LinkSecret([u8; 32]);

impl LinkSecret {
    /// A fresh one.
    pub fn random(entropy: &dyn Entropy) -> Self {
        let mut secret = Self([0; 32]);
        entropy.fill(&mut secret.0);
        secret
    }

    /// The secret that a link carries; `None` for anything that no link of ours carries. Every secret has one spelling.
    pub fn parse(token: &str) -> Option<Self> {
        let bytes = Zeroizing::new(BASE64URL_NOPAD.decode(token.as_bytes()).ok()?);
        bytes.as_slice().try_into().ok().map(Self)
    }

    /// As a link carries it.
    pub fn to_token(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE64URL_NOPAD.encode(&self.0))
    }

    /// What is kept of it.
    pub fn digest(&self) -> SecretDigest {
        SecretDigest::of(&self.0)
    }
}

impl fmt::Debug for LinkSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkSecret(…)")
    }
}

/// Letters and digits that nobody takes for one another.
const ALPHABET: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// Of 31 characters each: 99 bits.
const CHARACTERS: usize = 20;
const GROUP: usize = 5;

/// A password that is mailed: 99 bits in four groups of five, good once.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct TemporaryPassword(String);

impl TemporaryPassword {
    /// A fresh one.
    pub fn random(entropy: &dyn Entropy) -> Self {
        let mut text = String::with_capacity(CHARACTERS + CHARACTERS / GROUP);
        let mut count = 0;
        while count < CHARACTERS {
            let mut byte = [0; 1];
            entropy.fill(&mut byte);
            // The last eight values of a byte would make some characters likelier than others.
            let [byte] = byte;
            let Some(character) = (byte < 248).then(|| ALPHABET.get(usize::from(byte) % ALPHABET.len())).flatten() else {
                continue;
            };
            if count > 0 && count % GROUP == 0 {
                text.push('-');
            }
            text.push(char::from(*character));
            count += 1;
        }
        Self(text)
    }

    /// As it is mailed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for TemporaryPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TemporaryPassword(…)")
    }
}

/// Proof that a temporary password was right, and has been used up.
#[derive(Debug)]
#[non_exhaustive]
pub struct TemporaryUsed {}

/// Makes the digests of temporary passwords. Keyed, so that a stolen directory cannot be searched for them, and bound to the person.
pub struct TemporaryMac(Vec<(u8, hmac::Key)>);

impl TemporaryMac {
    /// The keys of every master key, the current one first.
    pub fn new(master: &MasterKeys) -> Self {
        let key = |number| hmac::Key::new(hmac::HMAC_SHA256, master.derive(number, "gatehouse/v1/temporary-password").as_ref());
        let mut keys: Vec<_> = master.numbers().map(|number| (number, key(number))).collect();
        keys.sort_by_key(|(number, _)| *number != master.current());
        Self(keys)
    }

    /// What is kept of a temporary password of `user`.
    pub fn digest(&self, user: UserId, password: &TemporaryPassword) -> SecretDigest {
        let (_, key) = self.0.first().expect("there is a current master key");
        mac(key, user, &plain(password.as_str()))
    }

    /// Under what `typed` would be kept if it were a temporary password of `user`: once for each master key.
    pub fn digests(&self, user: UserId, typed: &TypedPassword) -> Vec<SecretDigest> {
        let plain = plain(typed.expose());
        self.0.iter().map(|(_, key)| mac(key, user, &plain)).collect()
    }
}

/// What people add when they copy a temporary password from a letter does not count.
fn plain(typed: &str) -> Zeroizing<String> {
    let kept = typed.chars().filter(|c| !c.is_whitespace() && *c != '-');
    Zeroizing::new(kept.map(|c| c.to_ascii_lowercase()).collect())
}

fn mac(key: &hmac::Key, user: UserId, plain: &str) -> SecretDigest {
    let mut context = hmac::Context::with_key(key);
    context.update(user.to_string().as_bytes());
    context.update(plain.as_bytes());
    SecretDigest::from_bytes(context.sign().as_ref()).expect("HMAC-SHA256 gives 32 bytes")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{entropy::SystemEntropy, user::UserId};

    fn typed(text: &str) -> TypedPassword {
        TypedPassword::new(text.to_owned()).expect("short enough")
    }

    #[test]
    fn a_link_has_one_spelling() {
        let secret = LinkSecret::random(&SystemEntropy);
        let token = secret.to_token();
        assert_eq!(LinkSecret::parse(&token).map(|parsed| parsed.digest()), Some(secret.digest()));
        let cut = &token[..42];
        for other in [format!("{}A", &*token), cut.to_owned(), format!("{}=", &*token), String::new(), format!("{cut} ")] {
            assert!(LinkSecret::parse(&other).is_none(), "{other:?}");
        }
        let flipped: String =
            token.chars().map(|c| if c.is_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }).collect();
        assert_ne!(LinkSecret::parse(&flipped).map(|parsed| parsed.digest()), Some(secret.digest()));
    }

    #[test]
    fn temporary_passwords_use_all_of_an_alphabet_without_look_alikes() {
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..200 {
            let password = TemporaryPassword::random(&SystemEntropy);
            assert_eq!(password.as_str().len(), CHARACTERS + 3);
            assert_eq!(password.as_str().matches('-').count(), 3);
            seen.extend(password.as_str().chars().filter(|c| *c != '-'));
        }
        assert_eq!(seen.len(), ALPHABET.len());
        assert!(!seen.iter().any(|c| "0o1li".contains(*c)));
    }

    #[test]
    fn what_copying_adds_does_not_count_and_anything_else_does() {
        let mac = TemporaryMac::new(&MasterKeys::random(&SystemEntropy));
        let (user, other) = (UserId::random(&SystemEntropy), UserId::random(&SystemEntropy));
        let password = TemporaryPassword::random(&SystemEntropy);
        let kept = mac.digest(user, &password);
        let spelled = [
            password.as_str().to_owned(),
            format!(" {}\n", password.as_str()),
            password.as_str().replace('-', "").to_uppercase(),
        ];
        for spelling in spelled {
            assert_eq!(mac.digests(user, &typed(&spelling)), [kept], "{spelling:?}");
        }
        assert_ne!(mac.digests(other, &typed(password.as_str())), [kept]);
        assert_ne!(mac.digests(user, &typed(&format!("{}x", password.as_str()))), [kept]);
    }

    #[test]
    fn a_temporary_password_outlives_a_new_master_key() {
        let line = |byte| data_encoding::BASE64.encode(&[byte; 32]);
        let old = MasterKeys::parse(&format!("1 {}", line(1))).expect("one key");
        let new = MasterKeys::parse(&format!("1 {}\n2 {}", line(1), line(2))).expect("two keys");
        let (user, password) = (UserId::random(&SystemEntropy), TemporaryPassword::random(&SystemEntropy));
        let kept = TemporaryMac::new(&old).digest(user, &password);
        assert!(TemporaryMac::new(&new).digests(user, &typed(password.as_str())).contains(&kept));
    }
    proptest! {
        #[test]
        fn whatever_a_link_carries_is_a_secret_in_its_one_spelling_or_none(token in "[A-Za-z0-9_-]{42,44}|[A-Za-z0-9+/=]{43,44}|(?s).{0,50}") {
            if let Some(secret) = LinkSecret::parse(&token) {
                prop_assert_eq!(&*secret.to_token(), &token);
                prop_assert_eq!(token.len(), 43);
            }
        }

        #[test]
        fn every_secret_is_read_as_it_was_written(bytes: [u8; 32]) {
            let secret = LinkSecret(bytes);
            prop_assert_eq!(LinkSecret::parse(&secret.to_token()).map(|parsed| parsed.0), Some(bytes));
        }
    }
}
