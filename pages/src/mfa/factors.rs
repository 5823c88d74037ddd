//! Which second factors there are, and the ways from one to another.

use maud::{Markup, html};

use super::MfaFrame;

/// What may be set up as a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AcceptedFactors {
    /// An authenticator app alone.
    Authenticator,
    /// An authenticator app, or a passkey or security key in its place.
    AuthenticatorOrPasskey,
    /// A passkey or security key alone: no other factor resists phishing.
    Passkey,
}

/// What somebody has set up, and can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnFactors {
    /// Whether they have an authenticator app.
    pub has_authenticator: bool,
    /// Whether they have a passkey or security key.
    pub has_passkey: bool,
    /// Whether they have recovery codes left.
    pub has_recovery_codes: bool,
}

/// A way to give the second factor, each a page of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Code,
    Passkey,
    RecoveryCode,
}

impl Way {
    const ALL: [Self; 3] = [Self::Code, Self::Passkey, Self::RecoveryCode];

    /// Its address under the portal's prefix.
    pub(super) const fn address(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Passkey => "code/passkey",
            Self::RecoveryCode => "code/recovery",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Code => "use-authenticator",
            Self::Passkey => "use-passkey",
            Self::RecoveryCode => "use-recovery-code",
        }
    }
}

impl OwnFactors {
    /// The way somebody is led first.
    pub(super) const fn first_way(self) -> Way {
        if self.has_passkey && !self.has_authenticator { Way::Passkey } else { Way::Code }
    }

    /// Links to the other ways, where there are any.
    pub(super) fn other_ways(self, frame: &MfaFrame<'_>, current: Way) -> Markup {
        let others: Vec<_> = Way::ALL.into_iter().filter(|way| *way != current && self.has(*way)).collect();
        html! {
            @if !others.is_empty() { (or(frame)) }
            @for way in others {
                a.btn.full href=(frame.path(way.address())) { (frame.language.say(way.label())) }
            }
        }
    }

    const fn has(self, way: Way) -> bool {
        match way {
            Way::Code => self.has_authenticator,
            Way::Passkey => self.has_passkey,
            Way::RecoveryCode => self.has_recovery_codes,
        }
    }
}

/// Between two ways.
pub(super) fn or(frame: &MfaFrame<'_>) -> Markup {
    html! { p.or { (frame.language.say("or")) } }
}
