//! A passkey is used (§7.2).

use serde::Serialize;

use super::{
    Begun, CredentialId, Passkey, Refusal, RelyingParty, UserVerification,
    answer::{Answer, AssertionResponse},
    authenticator_data::AuthenticatorData,
    ceremony::{Ceremony, Kind},
    client_data,
    options::{self, Descriptor},
};
use crate::{entropy::Entropy, time::Timestamp, user::UserId};

/// Who is asked for a passkey.
#[derive(Clone, Copy, Debug)]
pub enum Whose<'a> {
    /// Somebody who is known by now, for one of these passkeys of theirs. Those of another portal are passed over.
    Of(UserId, &'a [Passkey]),
    /// Whoever is there: the authenticator shows the passkeys that it can find without a name, and tells whose it was (§6.2.2).
    Anyone,
}

/// What an answer says of itself, before anything of it is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peek {
    /// Which passkey answers: what a store looks up.
    pub credential: CredentialId,
    /// Whose it is, where the authenticator told.
    pub user: Option<UserId>,
}

/// Proof that somebody used their passkey: [`Assertion::finish`] alone makes it.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Used {
    /// Whose it is: the user handle was theirs, where one was told.
    pub user: UserId,
    /// Which one.
    pub credential: CredentialId,
    /// Its counter now.
    pub sign_count: u32,
    /// Whether the authenticator found out who touched it: only then are there two factors in it.
    pub user_verified: bool,
    /// Whether copies of it are kept elsewhere now.
    pub backed_up: bool,
}

impl Used {
    /// Whether it may follow on a use that left the counter at `stored` (§7.2 step 22): it has risen, or neither counts.
    pub fn may_follow(&self, stored: u32) -> bool {
        self.sign_count > stored || (self.sign_count == 0 && stored == 0)
    }
}

/// The ceremony in which an authenticator proves that it holds a passkey.
pub struct Assertion {
    ceremony: Ceremony,
    asked: Option<Asked>,
}

struct Asked {
    user: UserId,
    passkeys: Vec<Fingerprint>,
}

/// What a passkey is remembered by: it keeps a state small.
type Fingerprint = [u8; 16];

/// Proof that somebody used a passkey that is enough by itself: [`Used::alone`] makes it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Alone;

impl Used {
    /// Whether this use of `passkey` is two factors in one. It must have found out who touched it when it was registered, too: whoever
    /// finds a key that had no PIN then can give it one (§7.2 step 24).
    pub fn alone(&self, passkey: &Passkey) -> Option<Alone> {
        let is_verified = self.user_verified && passkey.user_verified && passkey.id == self.credential;
        is_verified.then_some(Alone)
    }
}

impl Assertion {
    /// Asks the browser for a passkey of `party` (§7.2 step 1). `None` when somebody is asked who has none there: a browser would take an
    /// empty list for [`Whose::Anyone`].
    ///
    /// The options are for `PublicKeyCredential.parseRequestOptionsFromJSON`.
    pub fn begin(
        party: &RelyingParty,
        whose: Whose<'_>,
        user_verification: UserVerification,
        entropy: &dyn Entropy,
        now: Timestamp,
    ) -> Option<Begun> {
        let ceremony = Ceremony::begin(party, user_verification, entropy, now);
        let (asked, allowed) = match whose {
            Whose::Anyone => (Vec::new(), Vec::new()),
            Whose::Of(user, passkeys) => {
                let usable = || passkeys.iter().filter(|passkey| passkey.user == user && passkey.relying_party == *party.id());
                let prints = usable().map(|passkey| passkey.id.fingerprint());
                let asked = user.as_bytes().iter().copied().chain(prints.flatten()).collect();
                let allowed: Vec<_> = usable().map(|passkey| Descriptor::of(&passkey.id, &passkey.transports)).collect();
                if allowed.is_empty() {
                    return None;
                }
                (asked, allowed)
            }
        };
        let options = RequestOptions {
            challenge: options::challenge(&ceremony),
            timeout: options::timeout(),
            rp_id: party.id().as_str(),
            allow_credentials: allowed,
            user_verification: user_verification.as_str(),
        };
        Some(Begun { options: options::to_json(&options), state: ceremony.to_state(Kind::Assertion, &asked) })
    }

    /// Which passkey `answer` is of, so that a store can look for it. Nothing of it has been checked.
    pub fn peek(answer: &[u8]) -> Result<Peek, Refusal> {
        let answer = Answer::<AssertionResponse>::read(answer)?;
        let user = answer.response.user_handle.as_ref().and_then(|handle| UserId::from_bytes(&handle.0));
        Ok(Peek { credential: answer.credential()?, user })
    }

    /// What `answer` proves of `passkey`, the one that [`Self::peek`] named: the JSON of `credential.toJSON()`, as it came.
    ///
    /// [`Refusal::Cloned`] is for somebody's attention: the key signed, but a copy of it may have signed before.
    pub fn finish(state: &[u8], passkey: &Passkey, answer: &[u8], now: Timestamp) -> Result<Used, Refusal> {
        Self::from_state(state, now)?.judge(passkey, answer)
    }

    fn from_state(state: &[u8], now: Timestamp) -> Result<Self, Refusal> {
        let (ceremony, rest) = Ceremony::from_state(state, Kind::Assertion, now)?;
        if rest.is_empty() {
            return Ok(Self { ceremony, asked: None });
        }
        let (user, prints) = rest.split_at_checked(16).ok_or(Refusal::NotBegun)?;
        let (passkeys, []) = prints.as_chunks() else {
            return Err(Refusal::NotBegun);
        };
        let user = UserId::from_bytes(user).ok_or(Refusal::NotBegun)?;
        Ok(Self { ceremony, asked: Some(Asked { user, passkeys: passkeys.to_vec() }) })
    }

    fn judge(self, passkey: &Passkey, answer: &[u8]) -> Result<Used, Refusal> {
        let answer = Answer::<AssertionResponse>::read(answer)?;
        let response = &answer.response;
        self.identify(passkey, &answer.credential()?, response.user_handle.as_ref().map(|handle| handle.0.as_slice()))?;
        let hash = client_data::hash(&response.client_data.0, "webauthn.get", &self.ceremony)?;
        let data = AuthenticatorData::read(&response.authenticator_data.0, &self.ceremony)?;
        // §6.1: attested credential data belongs to registrations alone.
        if data.attested.is_some() {
            return Err(Refusal::Unreadable("authenticator data"));
        }
        if data.flags.is_backup_eligible() != passkey.backup_eligible {
            return Err(Refusal::WrongBackupFlags);
        }
        // §7.2 step 21.
        let signed = [response.authenticator_data.0.as_slice(), &hash].concat();
        if !passkey.public_key.verifies(&signed, &response.signature.0) {
            return Err(Refusal::WrongSignature);
        }
        let used = Used {
            user: passkey.user,
            credential: passkey.id.clone(),
            sign_count: data.sign_count,
            user_verified: data.flags.is_user_verified(),
            backed_up: data.flags.is_backed_up(),
        };
        if used.may_follow(passkey.sign_count) { Ok(used) } else { Err(Refusal::Cloned) }
    }

    /// §7.2 steps 5 and 6.
    fn identify(&self, passkey: &Passkey, credential: &CredentialId, handle: Option<&[u8]>) -> Result<(), Refusal> {
        if passkey.id != *credential {
            return Err(Refusal::WrongCredential);
        }
        if passkey.relying_party != *self.ceremony.party.id() {
            return Err(Refusal::WrongRelyingParty);
        }
        match &self.asked {
            Some(asked) if asked.user != passkey.user => return Err(Refusal::WrongPerson),
            Some(asked) if !asked.passkeys.contains(&credential.fingerprint()) => return Err(Refusal::WrongCredential),
            // Nobody was known beforehand, so the authenticator must tell.
            None if handle.is_none() => return Err(Refusal::WrongPerson),
            Some(_) | None => {}
        }
        match handle {
            Some(handle) if handle != passkey.user.as_bytes() => Err(Refusal::WrongPerson),
            Some(_) | None => Ok(()),
        }
    }
}

/// §5.1.9, `PublicKeyCredentialRequestOptionsJSON`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RequestOptions<'a> {
    challenge: String,
    timeout: u64,
    rp_id: &'a str,
    allow_credentials: Vec<Descriptor>,
    user_verification: &'static str,
}
