//! Checking and making password records: jobs that a hashing pool runs, and the proof that a right password leaves behind.

use std::sync::Arc;

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use super::{NewPassword, Parameters, PasswordRecord, Peppers};
use crate::{entropy::Entropy, master_key::MasterKeys, secret::TypedPassword};

/// Proof that a person's password was right. Nothing but a verification makes one, so holding one is the proof.
#[derive(Debug)]
#[non_exhaustive]
pub struct PasswordVerified {
    /// Set when the record should be made anew, since the parameters or the pepper have moved on.
    pub is_dated: bool,
}

/// Whether the password was right.
pub type Verdict = Option<PasswordVerified>;

/// What all password work of one gateway has in common.
#[derive(Clone)]
pub struct Passwords {
    peppers: Arc<Peppers>,
    parameters: Parameters,
}

impl Passwords {
    /// With the peppers of `master`, and `parameters` for new records.
    pub fn new(master: &MasterKeys, parameters: Parameters) -> Self {
        Self { peppers: Arc::new(Peppers::new(master)), parameters }
    }

    /// A check of `typed` against `record`, or against nobody's, that costs what the costliest of the two and `costliest` costs
    /// unless it succeeds. `can_succeed` is `false` for people who are refused whatever they typed: they cost a failure.
    pub fn check(
        &self,
        typed: &TypedPassword,
        record: Option<PasswordRecord>,
        costliest: Option<Parameters>,
        can_succeed: bool,
    ) -> Verification {
        let costliest = costliest.filter(|p| p.cost() > self.parameters.cost()).unwrap_or(self.parameters);
        Verification {
            password: normalised(typed),
            is_decoy: record.is_none(),
            record: record.unwrap_or_else(|| PasswordRecord::of_nobody(costliest, &self.peppers)),
            costliest,
            can_succeed,
            passwords: self.clone(),
        }
    }

    /// A new record of `password`.
    pub fn keep(&self, password: &NewPassword, entropy: &dyn Entropy) -> Creation {
        self.keep_typed(password.typed(), entropy)
    }

    /// A new record of a password that has just been verified.
    pub fn keep_typed(&self, typed: &TypedPassword, entropy: &dyn Entropy) -> Creation {
        let mut salt = [0; 16];
        entropy.fill(&mut salt);
        Creation { password: normalised(typed), salt, passwords: self.clone() }
    }

    /// A new record of a secret that a machine chose.
    pub(crate) fn record(&self, secret: &[u8], salt: [u8; 16]) -> PasswordRecord {
        PasswordRecord::make(secret, self.parameters, salt, &self.peppers)
    }

    /// A record of `secret` made as `record` was; `None` when its pepper is gone.
    pub(crate) fn record_like(&self, record: &PasswordRecord, secret: &[u8]) -> Option<PasswordRecord> {
        record.like(secret, &self.peppers)
    }
}

/// NFC, once: the same password typed on another keyboard has the same bytes.
fn normalised(typed: &TypedPassword) -> Zeroizing<Vec<u8>> {
    let text: Zeroizing<String> = Zeroizing::new(typed.expose().nfc().collect());
    Zeroizing::new(text.as_bytes().to_vec())
}

/// A check, ready to run.
pub struct Verification {
    password: Zeroizing<Vec<u8>>,
    record: PasswordRecord,
    is_decoy: bool,
    costliest: Parameters,
    can_succeed: bool,
    passwords: Passwords,
}

impl Verification {
    /// Runs it, for as long as its parameters say.
    pub fn run(self) -> Verdict {
        // The run comes first: it costs the same whether its answer counts or not.
        let is_right = self.record.matches(&self.password, &self.passwords.peppers);
        let matches = is_right && !self.is_decoy && self.can_succeed;
        if matches {
            return Some(PasswordVerified { is_dated: self.record.is_dated(self.passwords.parameters, &self.passwords.peppers) });
        }
        if let Some(shortfall) = self.record.parameters().shortfall(self.costliest) {
            shortfall.run(&self.password, &[0; 16]);
        }
        None
    }
}

/// A record to be made.
pub struct Creation {
    password: Zeroizing<Vec<u8>>,
    salt: [u8; 16],
    passwords: Passwords,
}

impl Creation {
    /// Makes it.
    pub fn run(self) -> PasswordRecord {
        PasswordRecord::make(&self.password, self.passwords.parameters, self.salt, &self.passwords.peppers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    fn passwords() -> Passwords {
        Passwords::new(&MasterKeys::random(&SystemEntropy), Parameters::new(64, 1, 1).expect("valid"))
    }

    fn typed(text: &str) -> TypedPassword {
        TypedPassword::new(text.to_owned()).expect("short enough")
    }

    #[test]
    fn the_right_password_verifies_and_no_other() {
        let passwords = passwords();
        let record = passwords.keep_typed(&typed("Tür 7 ist offen"), &SystemEntropy).run();
        let check = |text: &str| passwords.check(&typed(text), Some(record.clone()), None, true).run();
        assert!(check("Tür 7 ist offen").is_some_and(|proof| !proof.is_dated));
        assert!(check("Tu\u{308}r 7 ist offen").is_some(), "decomposed on another keyboard");
        assert!(check("tür 7 ist offen").is_none());
        assert!(check("Tür 7 ist offen ").is_none());
    }

    #[test]
    fn the_last_of_a_thousand_bytes_counts() {
        let passwords = passwords();
        let long = "x".repeat(1023);
        let record = passwords.keep_typed(&typed(&format!("{long}a")), &SystemEntropy).run();
        assert!(passwords.check(&typed(&format!("{long}b")), Some(record), None, true).run().is_none());
        assert!(TypedPassword::new("x".repeat(1025)).is_none());
    }

    #[test]
    fn nobody_has_no_password_and_the_refused_have_none_that_helps() {
        let passwords = passwords();
        let record = passwords.keep_typed(&typed("right"), &SystemEntropy).run();
        assert!(passwords.check(&typed("right"), None, None, true).run().is_none());
        assert!(passwords.check(&typed("right"), Some(record), None, false).run().is_none());
    }

    #[test]
    fn a_record_of_older_parameters_or_another_pepper_is_dated() {
        let line = |byte| data_encoding::BASE64.encode(&[byte; 32]);
        let old = MasterKeys::parse(&format!("1 {}", line(1))).expect("one key");
        let new = MasterKeys::parse(&format!("1 {}\n2 {}", line(1), line(2))).expect("two keys");
        let (cheap, dear) = (Parameters::new(64, 1, 1).expect("valid"), Parameters::new(64, 2, 1).expect("valid"));
        let record = Passwords::new(&old, cheap).keep_typed(&typed("right"), &SystemEntropy).run();
        for (master, parameters) in [(&old, dear), (&new, cheap)] {
            let verdict = Passwords::new(master, parameters).check(&typed("right"), Some(record.clone()), None, true).run();
            assert!(verdict.is_some_and(|proof| proof.is_dated));
        }
    }
}
