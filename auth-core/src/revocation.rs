//! What is taken back, and how every gateway hears of it.

use crate::{account::AccountId, session::SessionHandle, user::UserId};

/// Something a gateway may still remember and must not act on any longer. The committed row is the truth; caches follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revocation {
    /// One session ended.
    Session(SessionHandle),
    /// One session changed its id: it goes on under another, and what is open under it stays open.
    Rotated(SessionHandle),
    /// A person's sessions ended, or what is known of them changed.
    User(UserId),
    /// The same for everyone of an account.
    Account(AccountId),
    /// Every session began too early to count: what keeps them went back in time.
    Everyone,
    /// Signing keys came or went.
    Keys,
}

/// A revocation's place in the order in which they were committed.
pub type Sequence = i64;
