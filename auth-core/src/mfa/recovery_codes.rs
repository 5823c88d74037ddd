//! What gets somebody in who has lost their phone: ten codes, each good once.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    entropy::Entropy,
    password::{PasswordRecord, Passwords},
};

/// How many codes make a set.
pub const HOW_MANY: usize = 10;
/// Letters and digits that nobody takes for one another: 32, so that each is five bits.
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// Of five bits each: 75 bits (ASVS 6.5.2 asks for 112 where a code is not hashed slowly, for 20 where it is).
const CHARACTERS: usize = 15;
const GROUP: usize = 5;

/// One code, `XXXXX-XXXXX-XXXXX`.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct RecoveryCode(String);

impl RecoveryCode {
    /// A fresh one.
    pub fn random(entropy: &dyn Entropy) -> Self {
        let mut bytes = Zeroizing::new([0; CHARACTERS]);
        entropy.fill(&mut *bytes);
        let characters = bytes.iter().map(|byte| ALPHABET.get(usize::from(byte % 32)).copied().unwrap_or_default());
        let mut code = String::with_capacity(CHARACTERS + CHARACTERS / GROUP);
        for (at, character) in characters.enumerate() {
            if at > 0 && at % GROUP == 0 {
                code.push('-');
            }
            code.push(char::from(character));
        }
        Self(code)
    }

    /// As people keep it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn plain(&self) -> TypedRecoveryCode {
        TypedRecoveryCode::parse(&self.0).expect("what we write we can read")
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

/// What could be a recovery code that somebody typed.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct TypedRecoveryCode(String);

impl TypedRecoveryCode {
    /// Letters and digits in whatever case, with anything between them; `None` when they are not fifteen.
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > 256 {
            return None;
        }
        let plain: String = typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
        (plain.len() == CHARACTERS).then_some(Self(plain))
    }
}

impl fmt::Debug for TypedRecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedRecoveryCode(…)")
    }
}

/// A set of codes to be hashed, all with one salt: whichever of them is typed later, one run of Argon2id tells.
pub struct SetCreation {
    codes: Vec<TypedRecoveryCode>,
    salt: [u8; 16],
    passwords: Passwords,
}

impl SetCreation {
    /// Of `codes`.
    pub fn of(codes: &[RecoveryCode], passwords: &Passwords, entropy: &dyn Entropy) -> Self {
        let mut salt = [0; 16];
        entropy.fill(&mut salt);
        Self { codes: codes.iter().map(RecoveryCode::plain).collect(), salt, passwords: passwords.clone() }
    }

    /// Makes the records, in the order of the codes.
    pub fn run(self) -> Vec<PasswordRecord> {
        self.codes.iter().map(|code| self.passwords.record(code.0.as_bytes(), self.salt)).collect()
    }
}

/// A search for the record of a typed code in a set.
pub struct CodeSearch {
    typed: TypedRecoveryCode,
    records: Vec<PasswordRecord>,
    passwords: Passwords,
}

impl CodeSearch {
    /// For `typed` among the `records` of a set.
    pub fn of(typed: TypedRecoveryCode, records: Vec<PasswordRecord>, passwords: &Passwords) -> Self {
        Self { typed, records, passwords: passwords.clone() }
    }

    /// Runs Argon2id once. The record, if it is there.
    pub fn run(self) -> Option<PasswordRecord> {
        let like = self.passwords.record_like(self.records.first()?, self.typed.0.as_bytes())?;
        self.records.into_iter().find(|record| record.is_the_same_as(&like))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{entropy::SystemEntropy, master_key::MasterKeys, password::Parameters};

    fn typed(text: &str) -> TypedRecoveryCode {
        TypedRecoveryCode::parse(text).expect("fifteen characters")
    }

    fn passwords(keys: &str) -> Passwords {
        Passwords::new(&MasterKeys::parse(keys).expect("keys"), Parameters::new(64, 1, 1).expect("valid"))
    }

    fn line(number: u8) -> String {
        format!("{number} {}", data_encoding::BASE64.encode(&[number; 32]))
    }

    #[test]
    fn a_code_is_found_however_it_is_typed_and_no_other() {
        let passwords = passwords(&line(1));
        let codes: Vec<_> = (0..HOW_MANY).map(|_| RecoveryCode::random(&SystemEntropy)).collect();
        let records = SetCreation::of(&codes, &passwords, &SystemEntropy).run();
        let search = |text: &str| CodeSearch::of(typed(text), records.clone(), &passwords).run();
        for (code, record) in codes.iter().zip(&records) {
            for text in [code.as_str().to_owned(), code.as_str().to_lowercase(), code.as_str().replace('-', " ")] {
                assert_eq!(search(&text).as_ref(), Some(record), "{text}");
            }
        }
        assert_eq!(search("AAAAA-AAAAA-AAAAA"), None);
        assert_eq!(CodeSearch::of(typed("AAAAAAAAAAAAAAA"), vec![], &passwords).run(), None);
    }

    #[test]
    fn codes_outlive_the_master_key_that_peppered_them_while_that_is_kept() {
        let code = RecoveryCode::random(&SystemEntropy);
        let records = SetCreation::of(std::slice::from_ref(&code), &passwords(&line(1)), &SystemEntropy).run();
        let search = |keys: &str| CodeSearch::of(typed(code.as_str()), records.clone(), &passwords(keys)).run();
        assert!(search(&format!("{}\n{}", line(1), line(2))).is_some());
        assert!(search(&line(2)).is_none(), "without its pepper nothing opens");
    }

    #[test]
    fn a_code_has_fifteen_characters_that_nobody_takes_for_others() {
        for _ in 0..200 {
            let code = RecoveryCode::random(&SystemEntropy);
            let groups: Vec<&str> = code.as_str().split('-').collect();
            assert!(groups.len() == 3 && groups.iter().all(|group| group.len() == GROUP), "{}", code.as_str());
            assert!(!code.as_str().contains(['0', 'O', '1', 'I']));
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_fifteen_characters_or_nothing(typed in "\\PC{0,300}") {
            if let Some(code) = TypedRecoveryCode::parse(&typed) {
                prop_assert_eq!(code.0.len(), CHARACTERS);
            }
        }
    }
}
