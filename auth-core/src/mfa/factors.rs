//! What a person has registered, and a registration on its way.

use std::{fmt, time::Duration};

use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    HOW_MANY, RecoveryCode, Step, TotpSecret,
    passkey::{Passkey, RelyingPartyId},
};
use crate::{
    entropy::Entropy,
    master_key::MasterKeys,
    password::PasswordRecord,
    seal::{Seal, Unopenable},
    secret::SecretDigest,
    time::Timestamp,
    user::UserId,
};

const TOTP: &str = "totp";
const CODES: &str = "recovery-codes";

/// A registration that is not finished within this begins anew.
pub const ENROLMENT_LIFE: Duration = Duration::from_mins(15);

/// An authenticator app that was registered.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpFactor {
    /// The registration it came from.
    pub id: EnrolmentId,
    /// The secret, sealed under the master key with person and `id` as its row.
    pub sealed: Vec<u8>,
    /// The step of the last code that was taken: none of that step or before is taken again (RFC 6238 §5.2).
    pub last_step: Step,
    /// When it was registered.
    pub registered_at: Timestamp,
}

impl TotpFactor {
    /// The secret, of the app of `user`.
    pub fn open(&self, user: UserId, master: &MasterKeys) -> Result<TotpSecret, Unopenable> {
        open(master, user, self.id, &self.sealed)
    }
}

impl fmt::Debug for TotpFactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TotpFactor({})", self.id)
    }
}

/// A person has no more passkeys than this: enough for every device of theirs, and few enough to be shown and asked for at once.
pub const MOST_PASSKEYS: usize = 10;

/// What a person has registered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Factors {
    /// Their authenticator app.
    pub totp: Option<TotpFactor>,
    /// Their passkeys and security keys, the one that was registered first before the others.
    pub passkeys: Vec<Passkey>,
    /// Their recovery codes.
    pub codes: Vec<KeptCode>,
}

/// What is kept of a recovery code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptCode {
    /// What a typed one is compared with.
    pub record: PasswordRecord,
    /// Whether it has been used.
    pub is_used: bool,
}

impl Factors {
    /// Whether there is anything they could give.
    pub fn is_any(&self) -> bool {
        self.totp.is_some() || !self.passkeys.is_empty()
    }

    /// Those of their passkeys that can be used at this portal.
    pub fn passkeys_at(&self, party: &RelyingPartyId) -> impl Iterator<Item = &Passkey> {
        self.passkeys.iter().filter(move |passkey| passkey.relying_party == *party)
    }

    /// How many recovery codes are left.
    pub fn codes_left(&self) -> usize {
        self.codes.iter().filter(|code| !code.is_used).count()
    }
}

/// A registration's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EnrolmentId(Uuid);

impl EnrolmentId {
    /// A new one.
    pub fn random(entropy: &dyn Entropy) -> Self {
        Self(entropy.uuid())
    }

    /// One that a store gave back; `None` when it is no UUID.
    pub fn from_stored(stored: &str) -> Option<Self> {
        Uuid::parse_str(stored).ok().map(Self)
    }
}

impl fmt::Display for EnrolmentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A registration on its way. Nothing counts of it before a right code.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// Its name.
    pub id: EnrolmentId,
    /// Whose.
    pub user: UserId,
    /// In which sign-in on its way, or session, it was begun: nobody else with the password sees anything of it.
    pub owner: SecretDigest,
    /// The secret that was shown, sealed under the master key with person and `id` as its row.
    pub sealed: Vec<u8>,
    /// When it began.
    pub began_at: Timestamp,
    /// The recovery codes, sealed likewise, once there are any: they are shown until the person says that they have them.
    pub codes: Option<Vec<u8>>,
}

impl Enrolment {
    /// A new one, with a fresh secret.
    pub fn begin(user: UserId, owner: SecretDigest, master: &MasterKeys, entropy: &dyn Entropy, now: Timestamp) -> Self {
        let id = EnrolmentId::random(entropy);
        let secret = TotpSecret::random(entropy);
        let sealed = Seal::new(master, TOTP).close(&row(user, id), secret.as_bytes(), entropy);
        Self { id, user, owner, sealed, began_at: now, codes: None }
    }

    /// Whether it can still go on.
    pub fn is_live(&self, now: Timestamp) -> bool {
        now.since(self.began_at) < ENROLMENT_LIFE
    }

    /// The secret.
    pub fn secret(&self, master: &MasterKeys) -> Result<TotpSecret, Unopenable> {
        open(master, self.user, self.id, &self.sealed)
    }

    /// What `codes` are kept as until the person has them.
    pub fn close_codes(&self, codes: &[RecoveryCode], master: &MasterKeys, entropy: &dyn Entropy) -> Vec<u8> {
        let text = Zeroizing::new(codes.iter().map(RecoveryCode::as_str).collect::<Vec<_>>().join("\n"));
        Seal::new(master, CODES).close(&row(self.user, self.id), text.as_bytes(), entropy)
    }

    /// The codes that wait to be shown, as people keep them.
    pub fn open_codes(&self, master: &MasterKeys) -> Result<Vec<String>, Unopenable> {
        let Some(sealed) = &self.codes else { return Ok(Vec::new()) };
        let text = Seal::new(master, CODES).open(&row(self.user, self.id), sealed)?;
        let text = str::from_utf8(&text).map_err(|_| Unopenable)?;
        Ok(text.lines().map(str::to_owned).collect())
    }
}

impl fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Enrolment({})", self.id)
    }
}

/// A fresh set of recovery codes.
pub(crate) fn fresh_codes(entropy: &dyn Entropy) -> Vec<RecoveryCode> {
    (0..HOW_MANY).map(|_| RecoveryCode::random(entropy)).collect()
}

fn open(master: &MasterKeys, user: UserId, id: EnrolmentId, sealed: &[u8]) -> Result<TotpSecret, Unopenable> {
    TotpSecret::from_bytes(&Seal::new(master, TOTP).open(&row(user, id), sealed)?).ok_or(Unopenable)
}

/// What a secret is sealed for: moved to somebody else's row, it does not open.
fn row(user: UserId, id: EnrolmentId) -> String {
    format!("{user}/{id}")
}
