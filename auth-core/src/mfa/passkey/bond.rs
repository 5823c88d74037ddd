//! What a ceremony on its way belongs to.

use crate::{secret::SecretDigest, session::SessionHandle};

/// The one place that an answer is taken from: a ceremony that was begun there is filed under it, and no other place has this name.
/// Whoever begins another there gives up the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bond(SecretDigest);

impl Bond {
    /// A passkey is given by a sign-in on its way, which is filed under `pending`.
    pub fn to_give(pending: &SecretDigest) -> Self {
        Self::of("give", pending.as_bytes())
    }

    /// A passkey is registered in a sign-in on its way.
    pub fn to_register(pending: &SecretDigest) -> Self {
        Self::of("register", pending.as_bytes())
    }

    /// A passkey is added within a session.
    pub fn to_add(session: SessionHandle) -> Self {
        Self::of("add", session.to_string().as_bytes())
    }

    /// Somebody signs in with a passkey alone, in the browser that has this cookie at this portal.
    pub fn to_sign_in(portal: &str, cookie: &str) -> Self {
        Self::of("sign in", format!("{portal}\0{cookie}").as_bytes())
    }

    /// What a store files it under.
    pub fn digest(&self) -> &SecretDigest {
        &self.0
    }

    fn of(what: &str, whose: &[u8]) -> Self {
        Self(SecretDigest::of(&[what.as_bytes(), b"\0", whose].concat()))
    }
}
