//! The root secret: numbered, so that it can be changed without losing what older ones closed.

use std::{collections::BTreeMap, fmt, fmt::Write as _};

use data_encoding::BASE64;
use ring::hkdf;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::entropy::Entropy;

/// Length of each key, in bytes.
const LENGTH: usize = 32;

/// What is wrong with a master key file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MasterKeyError {
    /// No key in it.
    #[error("it holds no key; a line is `1 <44 characters of base64>`")]
    Empty,
    /// A line that is no key.
    #[error("line {0} is no key; a line is a number from 1 to 255, a space and 32 bytes in base64")]
    Line(usize),
    /// The same number twice.
    #[error("key number {0} stands in it twice")]
    Twice(u8),
}

/// The master keys. The one with the highest number is current: it closes; the others only open what they closed.
///
/// Everything else is derived: the session cookie's MAC, the passwords' peppers, the seal on signing keys (HKDF-SHA256, RFC 5869).
pub struct MasterKeys {
    keys: BTreeMap<u8, Zeroizing<[u8; LENGTH]>>,
    current: u8,
}

impl MasterKeys {
    /// One new key, number 1.
    pub fn random(entropy: &dyn Entropy) -> Self {
        let mut key = Zeroizing::new([0; LENGTH]);
        entropy.fill(key.as_mut());
        Self { keys: BTreeMap::from([(1, key)]), current: 1 }
    }

    /// Reads the text of a master key file: a line a key, `NUMBER BASE64`; blank lines and lines that start with `#` are skipped.
    pub fn parse(text: &str) -> Result<Self, MasterKeyError> {
        let mut keys = BTreeMap::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (number, key) = parse_line(line).ok_or(MasterKeyError::Line(index + 1))?;
            if keys.insert(number, key).is_some() {
                return Err(MasterKeyError::Twice(number));
            }
        }
        let current = *keys.keys().next_back().ok_or(MasterKeyError::Empty)?;
        Ok(Self { keys, current })
    }

    /// The text of a master key file with these keys.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::from(
            "# Gatehouse master keys. Whoever has this file and the directory has everything: keep them apart.\n",
        ));
        for (number, key) in &self.keys {
            let _ = writeln!(text, "{number} {}", BASE64.encode(key.as_ref()));
        }
        text
    }

    /// The number of the key that closes.
    pub fn current(&self) -> u8 {
        self.current
    }

    /// Every key's number.
    pub fn numbers(&self) -> impl Iterator<Item = u8> + '_ {
        self.keys.keys().copied()
    }

    /// The key for `purpose` under master key `number`; `None` when there is no such number.
    pub fn derived(&self, number: u8, purpose: &str) -> Option<Zeroizing<[u8; LENGTH]>> {
        self.keys.get(&number).map(|key| expand(&[], key.as_ref(), purpose.as_bytes()))
    }

    pub(crate) fn derive(&self, number: u8, purpose: &str) -> Zeroizing<[u8; LENGTH]> {
        self.derived(number, purpose).expect("numbers come from this set of keys")
    }
}

impl fmt::Debug for MasterKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKeys({} of them)", self.keys.len())
    }
}

fn parse_line(line: &str) -> Option<(u8, Zeroizing<[u8; LENGTH]>)> {
    let (number, key) = line.split_once(char::is_whitespace)?;
    let number = number.parse().ok().filter(|number| *number > 0)?;
    let bytes = Zeroizing::new(BASE64.decode(key.trim().as_bytes()).ok()?);
    Some((number, Zeroizing::new(bytes.as_slice().try_into().ok()?)))
}

/// HKDF-SHA256 of `material` to `N` bytes (RFC 5869).
pub(crate) fn expand<const N: usize>(salt: &[u8], material: &[u8], info: &[u8]) -> Zeroizing<[u8; N]> {
    struct Length(usize);
    impl hkdf::KeyType for Length {
        fn len(&self) -> usize {
            self.0
        }
    }
    let mut out = Zeroizing::new([0; N]);
    hkdf::Salt::new(hkdf::HKDF_SHA256, salt)
        .extract(material)
        .expand(&[info], Length(N))
        .and_then(|okm| okm.fill(out.as_mut()))
        .expect("HKDF-SHA256 gives up to 8160 bytes");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    #[test]
    fn what_is_written_is_read_back() {
        let keys = MasterKeys::random(&SystemEntropy);
        let again = MasterKeys::parse(&keys.to_text()).expect("its own text");
        assert_eq!(keys.derive(1, "x"), again.derive(1, "x"));
    }

    #[test]
    fn the_highest_number_is_current() {
        let line = BASE64.encode(&[7; 32]);
        let keys = MasterKeys::parse(&format!("2 {line}\n\n# old\n1 {line}\n")).expect("two keys");
        assert_eq!(keys.current(), 2);
    }

    #[test]
    fn mistakes_are_named_by_line() {
        assert_eq!(MasterKeys::parse("# nothing").err(), Some(MasterKeyError::Empty));
        assert_eq!(MasterKeys::parse("\n1 short").err(), Some(MasterKeyError::Line(2)));
        assert_eq!(MasterKeys::parse("0 AAAA").err(), Some(MasterKeyError::Line(1)));
    }

    #[test]
    fn purposes_and_numbers_give_different_keys() {
        let keys = MasterKeys::random(&SystemEntropy);
        assert_ne!(keys.derive(1, "a"), keys.derive(1, "b"));
        assert!(keys.derived(2, "a").is_none());
    }
}
