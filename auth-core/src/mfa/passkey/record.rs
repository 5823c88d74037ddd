//! What a store keeps of a passkey.

use super::{CredentialId, PublicKey, RelyingPartyId, Transports, Used};
use crate::{session::Custody, time::Timestamp, user::UserId};

/// A passkey that has just been made (§7.1 step 27).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPasskey {
    /// Its name; a store refuses one that anybody has already (§7.1 step 26), since a registration does not prove who holds the key.
    pub id: CredentialId,
    /// Whom it was made for.
    pub user: UserId,
    /// Where it can be used.
    pub relying_party: RelyingPartyId,
    /// What it is verified with.
    pub public_key: PublicKey,
    /// How often it has signed, as far as it counts: many always say 0 (§6.1.1).
    pub sign_count: u32,
    /// Whether copies of it may be kept elsewhere (§6.1.3): so it is with passkeys that are synchronised, and never with one in a security key.
    pub backup_eligible: bool,
    /// Whether such copies are kept now.
    pub backed_up: bool,
    /// Whether it was found out, by PIN, finger or face, who made it.
    pub user_verified: bool,
    /// Whether it can be found without a name being typed, where the browser told; not signed, so good for a hint alone (§10.1.3).
    pub discoverable: Option<bool>,
    /// How the browser reached it.
    pub transports: Transports,
}

impl NewPasskey {
    /// The record of it, under the name that the person gave it.
    pub fn named(self, name: String, at: Timestamp) -> Passkey {
        Passkey {
            id: self.id,
            user: self.user,
            name,
            relying_party: self.relying_party,
            public_key: self.public_key,
            sign_count: self.sign_count,
            backup_eligible: self.backup_eligible,
            backed_up: self.backed_up,
            user_verified: self.user_verified,
            discoverable: self.discoverable,
            transports: self.transports,
            created_at: at,
            last_used_at: None,
        }
    }
}

/// A passkey of somebody's (§4, "Credential Record"). None of it is secret: whoever reads it can sign in nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// Its name, unlike any other's.
    pub id: CredentialId,
    /// Whose it is.
    pub user: UserId,
    /// What they call it.
    pub name: String,
    /// Where it can be used.
    pub relying_party: RelyingPartyId,
    /// What it is verified with.
    pub public_key: PublicKey,
    /// How often it had signed when it was last used.
    pub sign_count: u32,
    /// Whether copies of it may be kept elsewhere; fixed for ever (§6.1.3).
    pub backup_eligible: bool,
    /// Whether they were when it was last used.
    pub backed_up: bool,
    /// Whether it was found out who made it; fixed, since to raise it later would take another factor (§7.2 step 24).
    pub user_verified: bool,
    /// Whether it can be found without a name being typed, where the browser told.
    pub discoverable: Option<bool>,
    /// How the browser reached it.
    pub transports: Transports,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When it was last used, if it was.
    pub last_used_at: Option<Timestamp>,
}

impl Passkey {
    /// Whether its key can be anywhere but in one device. What could be copied counts as copied.
    pub fn custody(&self) -> Custody {
        if self.backup_eligible { Custody::Synchronised } else { Custody::DeviceBound }
    }

    /// Notes that it was used (§7.2 step 24).
    ///
    /// A store does this in the statement that also asks whether its counter still lets it ([`Used::may_follow`]): of two answers that were
    /// checked against one record, one must not set the counter back.
    pub fn note_use(&mut self, used: &Used, at: Timestamp) {
        self.sign_count = used.sign_count;
        self.backed_up = used.backed_up;
        self.last_used_at = Some(at);
    }
}
