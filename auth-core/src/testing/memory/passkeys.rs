//! Passkeys, in memory.

use super::People;
use crate::{
    change::{Applied, Beside, Leaves},
    mfa::{
        Factors, MOST_PASSKEYS,
        passkey::{CredentialId, Passkey},
    },
    ports::Stored,
    user::UserId,
};

impl People {
    /// Everybody's.
    pub(super) fn passkeys(&self) -> impl Iterator<Item = &Passkey> {
        self.factors.values().flat_map(|factors| &factors.passkeys)
    }

    pub(super) fn passkey_of(&mut self, user: UserId, credential: &CredentialId) -> Option<&mut Passkey> {
        self.factors.get_mut(&user)?.passkeys.iter_mut().find(|passkey| passkey.id == *credential)
    }

    pub(super) fn add_passkey(&mut self, index: usize, passkey: Passkey, beside: Beside) -> Stored<Applied> {
        let is_taken = self.passkeys().any(|known| known.id == passkey.id);
        let user = passkey.user;
        let factors = self.factors.entry(user).or_default();
        let may_stand = beside == Beside::Whatever || !factors.is_any();
        if !may_stand || factors.passkeys.len() >= MOST_PASSKEYS {
            return Ok(Applied::AlreadySpent(index));
        }
        if is_taken {
            return Ok(Applied::Taken);
        }
        factors.passkeys.push(passkey);
        self.user(user)?.has_factor = true;
        Ok(Applied::Done)
    }

    /// Whether it was there and might go.
    pub(super) fn remove_passkey(&mut self, user: UserId, credential: &CredentialId, leaves: Leaves) -> Stored<bool> {
        let factors = self.factors.entry(user).or_default();
        let before = factors.passkeys.len();
        factors.passkeys.retain(|passkey| passkey.id != *credential);
        let is_enough = match leaves {
            Leaves::Whatever => true,
            Leaves::Factor => factors.is_any(),
            Leaves::Passkey => !factors.passkeys.is_empty(),
        };
        if factors.passkeys.len() == before || !is_enough {
            return Ok(false);
        }
        let has_factor = factors.is_any();
        if !has_factor {
            *factors = Factors::default();
        }
        self.user(user)?.has_factor = has_factor;
        Ok(true)
    }
}
