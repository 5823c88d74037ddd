//! What is kept between the two halves of a ceremony.

use std::time::Duration;

use super::{Refusal, RelyingParty};
use crate::{entropy::Entropy, time::Timestamp};

/// How long a browser has to answer: what is asked of a person should be done by then, and §15.1 asks for at least five minutes.
pub const LIFETIME: Duration = Duration::from_mins(5);

/// Whether the authenticator must find out who touches it, by PIN, finger or face (§5.8.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserVerification {
    /// If it can. Enough beside a password, where the touch of what one has is the second factor.
    Preferred,
    /// It must: a passkey that is all somebody signs in with has to be two factors in one.
    Required,
}

impl UserVerification {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Preferred => "preferred",
            Self::Required => "required",
        }
    }
}

/// A ceremony that has begun.
#[derive(Clone, Debug)]
pub struct Begun {
    /// What the page hands the browser, as JSON.
    pub options: String,
    /// What the gateway keeps until the answer comes. Opaque; some 100 to 300 bytes. The browser must not see it, much less bring it back,
    /// and it is spent by one atomic statement before the answer is looked at: that is what makes a challenge good once (§13.4.3).
    pub state: Vec<u8>,
}

/// What every ceremony remembers.
pub(super) struct Ceremony {
    pub(super) challenge: [u8; CHALLENGE],
    pub(super) user_verification: UserVerification,
    pub(super) began_at: Timestamp,
    pub(super) party: RelyingParty,
}

/// §13.4.3 asks for at least 16 bytes.
const CHALLENGE: usize = 32;

/// Which ceremony a state is of. The first byte of one, so that a later form can be told from this.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Registration = 0x11,
    Assertion = 0x12,
}

impl Ceremony {
    pub(super) fn begin(
        party: &RelyingParty,
        user_verification: UserVerification,
        entropy: &dyn Entropy,
        now: Timestamp,
    ) -> Self {
        let mut challenge = [0; CHALLENGE];
        entropy.fill(&mut challenge);
        Self { challenge, user_verification, began_at: now, party: party.clone() }
    }

    /// `kind ‖ user verification ‖ challenge ‖ began at ‖ length of the origin ‖ origin ‖ rest`
    pub(super) fn to_state(&self, kind: Kind, rest: &[u8]) -> Vec<u8> {
        let origin = self.party.origin().as_bytes();
        // A scheme, a host of at most 253 bytes and a port.
        let length = u16::try_from(origin.len()).expect("an origin is shorter than 65536 bytes");
        let verification = match self.user_verification {
            UserVerification::Preferred => 0,
            UserVerification::Required => 1,
        };
        let mut state = vec![kind as u8, verification];
        state.extend_from_slice(&self.challenge);
        state.extend_from_slice(&self.began_at.as_millis().to_be_bytes());
        state.extend_from_slice(&length.to_be_bytes());
        state.extend_from_slice(origin);
        state.extend_from_slice(rest);
        state
    }

    /// What [`Self::to_state`] wrote, and the rest of it, when it is of this `kind` and young enough.
    pub(super) fn from_state(state: &[u8], kind: Kind, now: Timestamp) -> Result<(Self, &[u8]), Refusal> {
        let (ceremony, rest) = Self::parse(state, kind).ok_or(Refusal::NotBegun)?;
        if now < ceremony.began_at || now.since(ceremony.began_at) >= LIFETIME {
            return Err(Refusal::TooLate);
        }
        Ok((ceremony, rest))
    }

    fn parse(state: &[u8], kind: Kind) -> Option<(Self, &[u8])> {
        let (&[written, verification], rest) = state.split_first_chunk::<2>()?;
        let user_verification = match verification {
            0 => UserVerification::Preferred,
            1 => UserVerification::Required,
            _ => return None,
        };
        let (&challenge, rest) = rest.split_first_chunk()?;
        let (&began_at, rest) = rest.split_first_chunk()?;
        let (&length, rest) = rest.split_first_chunk()?;
        let (origin, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(length)))?;
        let party = RelyingParty::new(str::from_utf8(origin).ok()?, "").ok()?;
        let began_at = Timestamp::from_millis(i64::from_be_bytes(began_at));
        (written == kind as u8).then_some((Self { challenge, user_verification, began_at, party }, rest))
    }
}
