//! Every key there is. Each begins with the configured prefix, so that one server may serve several installations, and each has a lifetime.
//!
//! | key | value | lives |
//! |---|---|---|
//! | `session:HANDLE` | a session, sealed | as long as one of its kind may live at any portal, and a day |
//! | `id:DIGEST` | the handle of the session that is, or was before its last rotation, filed under this | likewise |
//! | `user:ID` | the handles of a person's sessions | as long as the longest, from the last one that began |
//! | `pending:DIGEST` | a sign-in on its way, sealed | ten minutes, and one |
//! | `ceremony:DIGEST` | a question to a browser, sealed | five minutes, and one |
//! | `{attempts}:DIGEST` | a failure counter | until its window and pause are over |
//! | `pulse:N` | the time, in milliseconds since the Unix epoch | as long as the longest session, from the last time that was written |
//! | `news` | a channel | |

use std::sync::Arc;

use data_encoding::BASE64URL_NOPAD;
use gatehouse_auth_core::{mfa::passkey::Bond, secret::SecretDigest, session::SessionHandle, throttle::AttemptKey, user::UserId};

/// Makes keys.
#[derive(Clone)]
pub(super) struct Keys(Arc<str>);

impl Keys {
    pub(super) fn new(prefix: &str) -> Self {
        Self(prefix.into())
    }

    pub(super) fn session(&self, handle: SessionHandle) -> String {
        format!("{}:session:{handle}", self.0)
    }

    pub(super) fn id(&self, digest: &SecretDigest) -> String {
        format!("{}:id:{}", self.0, text(digest.as_bytes()))
    }

    pub(super) fn user(&self, user: UserId) -> String {
        format!("{}:user:{user}", self.0)
    }

    pub(super) fn pending(&self, digest: &SecretDigest) -> String {
        format!("{}:pending:{}", self.0, text(digest.as_bytes()))
    }

    pub(super) fn ceremony(&self, bond: &Bond) -> String {
        format!("{}:ceremony:{}", self.0, text(bond.digest().as_bytes()))
    }

    /// All in one slot of a cluster, since several are counted in one step.
    pub(super) fn attempt(&self, key: &AttemptKey) -> String {
        format!("{}:{{attempts}}:{}", self.0, text(key.as_bytes()))
    }

    pub(super) fn pulse(&self, number: u32) -> String {
        format!("{}:pulse:{number}", self.0)
    }

    pub(super) fn news(&self) -> String {
        format!("{}:news", self.0)
    }
}

/// Bytes, as part of a key.
pub(super) fn text(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}
