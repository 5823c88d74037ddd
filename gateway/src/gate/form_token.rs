//! The token in every form, which a page of somebody else cannot know (ASVS 3.5.1).
//!
//! Nothing is kept for it: it is a MAC over what binds it (the form cookie of a visitor, the session of a signed-in person) and the
//! moment it was made.

use std::time::Duration;

use data_encoding::BASE64URL_NOPAD;
use gatehouse_auth_core::{master_key::MasterKeys, time::Timestamp};
use ring::hmac;

/// A form that was open for longer is shown afresh.
const LIFETIME: Duration = Duration::from_hours(1);
const MAC: usize = 16;

/// What a form's token is bound to.
#[derive(Clone, Copy, Debug)]
pub enum Binding<'a> {
    /// A browser that nobody has signed in with: the value of its form cookie.
    Visitor(&'a str),
    /// A session, by its lasting name.
    Session(&'a str),
}

/// Makes and checks form tokens.
pub struct FormTokens {
    key: hmac::Key,
}

impl FormTokens {
    /// With the current master key; a form that was open while the key changed is shown afresh.
    pub fn new(master: &MasterKeys) -> Self {
        let key = master.derived(master.current(), "gatehouse/v1/form-token").expect("the current key exists");
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, key.as_ref()) }
    }

    /// The token of a form of `portal`, shown now.
    pub fn make(&self, portal: &str, binding: Binding<'_>, now: Timestamp) -> String {
        let moment = now.as_secs().to_be_bytes();
        let tag = self.tag(portal, binding, moment);
        BASE64URL_NOPAD.encode(&[moment.as_slice(), tag.as_ref().split_at(MAC).0].concat())
    }

    /// Whether `token` was made for this portal and binding, not too long ago.
    pub fn is_good(&self, token: &str, portal: &str, binding: Binding<'_>, now: Timestamp) -> bool {
        let Ok(bytes) = BASE64URL_NOPAD.decode(token.as_bytes()) else { return false };
        let Some((moment, mac)) = bytes.split_first_chunk::<8>() else { return false };
        let made = Timestamp::from_millis(i64::from_be_bytes(*moment).saturating_mul(1000));
        let tag = self.tag(portal, binding, *moment);
        let is_ours = subtle::ConstantTimeEq::ct_eq(tag.as_ref().split_at(MAC).0, mac);
        bool::from(is_ours) && now.since(made) < LIFETIME
    }

    fn tag(&self, portal: &str, binding: Binding<'_>, moment: [u8; 8]) -> hmac::Tag {
        let (kind, value) = match binding {
            Binding::Visitor(value) => (b'v', value),
            Binding::Session(value) => (b's', value),
        };
        let mut context = hmac::Context::with_key(&self.key);
        context.update(&moment);
        context.update(&[kind]);
        context.update(&(portal.len() as u64).to_be_bytes());
        context.update(portal.as_bytes());
        context.update(value.as_bytes());
        context.sign()
    }
}

#[cfg(test)]
mod tests {
    use gatehouse_auth_core::ports::SystemEntropy;

    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    #[test]
    fn a_token_is_good_where_it_was_made_and_nowhere_else() {
        let tokens = FormTokens::new(&MasterKeys::random(&SystemEntropy));
        let token = tokens.make("calls", Binding::Visitor("x"), NOW);
        assert!(tokens.is_good(&token, "calls", Binding::Visitor("x"), NOW.after(Duration::from_mins(1))));
        assert!(!tokens.is_good(&token, "crm", Binding::Visitor("x"), NOW));
        assert!(!tokens.is_good(&token, "calls", Binding::Visitor("y"), NOW));
        assert!(!tokens.is_good(&token, "calls", Binding::Session("x"), NOW));
        assert!(!tokens.is_good(&token, "calls", Binding::Visitor("x"), NOW.after(LIFETIME)));
        for junk in ["", "x", "AAAAAAAAAAA", &token[1..], &format!("{token}A")] {
            assert!(!tokens.is_good(junk, "calls", Binding::Visitor("x"), NOW));
        }
    }
}
