//! What somebody on their way does about the second factor that they owe: the one place that decides who may register beside what.

use crate::{
    change::Beside,
    flow::give_code::demand,
    mfa::{Demand, Factors, passkey::RelyingParty},
    pending::{Owed, Pending},
};

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// They register one: what they owe cannot be met by anything that they have.
    Register(Beside),
    /// They give one of those they have.
    Give(Way),
}

/// The way to give one that is asked for first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A code of the app.
    Code,
    /// A passkey of this portal.
    Passkey,
    /// A recovery code: all else that they have is of no use here.
    RecoveryCode,
}

/// What comes next for somebody with these factors at the portal that passkeys know as `party`.
///
/// With the password alone, somebody registers only where nothing is registered. Who owes a factor that resists phishing and has no
/// passkey here registers one beside what they have, once they have given that.
pub fn next(pending: &Pending, factors: &Factors, party: Option<&RelyingParty>) -> Next {
    let has_passkey = party.is_some_and(|party| factors.passkeys_at(party.id()).next().is_some());
    let must_resist = demand(pending) == Demand::PhishingResistant;
    match () {
        () if !factors.is_any() => Next::Register(Beside::Nothing),
        () if must_resist && has_passkey => Next::Give(Way::Passkey),
        () if must_resist && pending.gave().is_some() => Next::Register(Beside::Whatever),
        () if factors.totp.is_some() => Next::Give(Way::Code),
        () if has_passkey => Next::Give(Way::Passkey),
        () => Next::Give(Way::RecoveryCode),
    }
}

/// Whether somebody on their way may register an authenticator app: where that is what they owe, and would meet it.
pub fn may_register_app(pending: &Pending) -> bool {
    pending.owes() == Some(Owed::SecondFactor) && demand(pending) == Demand::Required
}
