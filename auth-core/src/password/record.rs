//! The password record: `$gh1$argon2id$v=19$m=19456,t=2,p=1,pep=1$<salt>$<verifier>`.
//!
//! One Argon2id run serves twice: HKDF splits its output into the verifier, which is kept, and a key-encryption key, which never is.

use std::{fmt, str::FromStr};

use data_encoding::BASE64_NOPAD;
use subtle::ConstantTimeEq as _;
use thiserror::Error;
use zeroize::Zeroizing;

use super::Parameters;
use crate::master_key::{MasterKeys, expand};

const SALT: usize = 16;

/// The secrets, one for each master key, without which a stolen directory cannot be guessed at.
pub struct Peppers {
    numbered: Vec<(u8, Zeroizing<[u8; 32]>)>,
    current: u8,
}

impl Peppers {
    /// Those of the master keys. Old numbers stay while a record names them.
    pub fn new(master: &MasterKeys) -> Self {
        let numbered = master.numbers().map(|number| (number, master.derive(number, "gatehouse/v1/pepper"))).collect();
        Self { numbered, current: master.current() }
    }

    /// The number new records name.
    pub fn current(&self) -> u8 {
        self.current
    }

    fn get(&self, number: u8) -> Option<&[u8; 32]> {
        self.numbered.iter().find(|(held, _)| *held == number).map(|(_, pepper)| &**pepper)
    }
}

/// What the directory keeps of a password.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordRecord {
    parameters: Parameters,
    pepper: u8,
    salt: [u8; SALT],
    verifier: [u8; 32],
}

/// Not a password record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a $gh1$argon2id$ password record")]
pub struct RecordError;

impl PasswordRecord {
    /// The record of `password` (already NFC), at the current pepper.
    pub(super) fn make(password: &[u8], parameters: Parameters, salt: [u8; SALT], peppers: &Peppers) -> Self {
        let number = peppers.current();
        let pepper = peppers.get(number).expect("the current pepper is one of the peppers");
        let verifier = verifier(&parameters.run(password, &salt), pepper);
        Self { parameters, pepper: number, salt, verifier: *verifier }
    }

    /// A record that no password has, as costly to check as any other with these parameters.
    pub(super) fn of_nobody(parameters: Parameters, peppers: &Peppers) -> Self {
        Self { parameters, pepper: peppers.current(), salt: [0; SALT], verifier: [0; 32] }
    }

    /// Whether `password` (already NFC) is the one. A record whose pepper is gone costs the same and matches nothing.
    pub(super) fn matches(&self, password: &[u8], peppers: &Peppers) -> bool {
        let output = self.parameters.run(password, &self.salt);
        let held = peppers.get(self.pepper);
        let verifier = verifier(&output, held.unwrap_or(&[0; 32]));
        held.is_some() & bool::from(verifier.as_slice().ct_eq(&self.verifier))
    }

    /// The record of another `password`, made as this one was; `None` when its pepper is gone.
    pub(super) fn like(&self, password: &[u8], peppers: &Peppers) -> Option<Self> {
        let pepper = peppers.get(self.pepper)?;
        let verifier = verifier(&self.parameters.run(password, &self.salt), pepper);
        Some(Self { verifier: *verifier, ..self.clone() })
    }

    /// Whether both are of one password, in constant time.
    pub(crate) fn is_the_same_as(&self, other: &Self) -> bool {
        let is_made_alike = (self.parameters, self.pepper, self.salt) == (other.parameters, other.pepper, other.salt);
        is_made_alike && bool::from(self.verifier.as_slice().ct_eq(&other.verifier))
    }

    /// What checking it costs.
    pub fn parameters(&self) -> Parameters {
        self.parameters
    }

    /// Whether it should be made anew at the next sign-in.
    pub(super) fn is_dated(&self, parameters: Parameters, peppers: &Peppers) -> bool {
        self.parameters != parameters || self.pepper != peppers.current()
    }
}

fn verifier(output: &[u8; 32], pepper: &[u8; 32]) -> Zeroizing<[u8; 32]> {
    expand(pepper, output, b"gatehouse/v1/auth")
}

impl fmt::Display for PasswordRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "$gh1$argon2id$v=19$m={},t={},p={},pep={}${}${}",
            self.parameters.memory_kib(),
            self.parameters.iterations(),
            self.parameters.lanes(),
            self.pepper,
            BASE64_NOPAD.encode(&self.salt),
            BASE64_NOPAD.encode(&self.verifier),
        )
    }
}

impl fmt::Debug for PasswordRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordRecord(…)")
    }
}

impl FromStr for PasswordRecord {
    type Err = RecordError;

    fn from_str(text: &str) -> Result<Self, RecordError> {
        parse(text).ok_or(RecordError)
    }
}

fn parse(text: &str) -> Option<PasswordRecord> {
    let rest = text.strip_prefix("$gh1$argon2id$v=19$")?;
    let (numbers, rest) = rest.split_once('$')?;
    let (salt, verifier) = rest.split_once('$')?;
    let mut fields = numbers.split(',');
    let mut field = |name: &str| fields.next()?.strip_prefix(name)?.strip_prefix('=');
    let (memory, iterations, lanes) = (field("m")?.parse().ok()?, field("t")?.parse().ok()?, field("p")?.parse().ok()?);
    let pepper = field("pep")?.parse().ok()?;
    fields.next().is_none().then_some(())?;
    let bytes = |part: &str| BASE64_NOPAD.decode(part.as_bytes()).ok();
    Some(PasswordRecord {
        parameters: Parameters::new(memory, iterations, lanes).ok()?,
        pepper,
        salt: bytes(salt)?.try_into().ok()?,
        verifier: bytes(verifier)?.try_into().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::*;

    #[test]
    fn the_published_vector_is_reproduced() {
        // Made by independent implementations (Python's argon2-cffi and cryptography).
        let salt: [u8; 16] = core::array::from_fn(|i| u8::try_from(i).expect("below 16"));
        let output = Parameters::new(65536, 3, 1).expect("valid").run(b"correct horse battery staple", &salt);
        assert_eq!(HEXLOWER.encode(output.as_ref()), "0d1a3c6523c8f06e4e0af9c515aa5b5448cfebd6838f2d52c3d8b6ef8ddc3c2e");
        let pepper = [0xa5; 32];
        assert_eq!(
            HEXLOWER.encode(verifier(&output, &pepper).as_ref()),
            "0b27873eb43f29f6f1f77cd886103e0ee7b9000e87449772567112247f849e38"
        );
        let kek: Zeroizing<[u8; 32]> = expand(&pepper, output.as_ref(), b"gatehouse/v1/kek");
        assert_eq!(HEXLOWER.encode(kek.as_ref()), "d2707e3aa6e98c024f73126ea446d21c9172983f0d659c58159e11d6f5a57733");
    }

    #[test]
    fn a_record_reads_back_as_written_and_nothing_else_reads() {
        let text = format!(
            "$gh1$argon2id$v=19$m=65536,t=3,p=1,pep=2${}${}",
            BASE64_NOPAD.encode(&[1; 16]),
            BASE64_NOPAD.encode(&[2; 32])
        );
        let record: PasswordRecord = text.parse().expect("a record");
        assert_eq!(record.to_string(), text);
        for broken in
            ["", "$gh1$", "$gh1$argon2i$v=19$m=8,t=1,p=1,pep=1$AA$AA", &format!("{text}$"), &text.replace("pep=2", "pep=2,x=1")]
        {
            assert_eq!(broken.parse::<PasswordRecord>(), Err(RecordError), "{broken}");
        }
    }
}
