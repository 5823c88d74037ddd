//! What a portal means for signing in: how people name themselves there, and whose people it admits.

use std::time::Duration;

use crate::{
    account::{Account, AccountKind},
    identifier::Folded,
    mfa::passkey::RelyingParty,
    recovery::{AfterTemporary, RecoveryFlow},
};

/// How the people of a portal name themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInKind {
    /// By username.
    Username,
    /// By email address.
    Email,
    /// By either, in one field.
    UsernameOrEmail,
    /// By Account ID and username.
    AccountUsername,
}

/// Whose people a portal admits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admitted {
    /// Every customer's; never the operators'.
    AllCustomers,
    /// Those of the accounts with these Account IDs.
    Only(Vec<Folded>),
}

impl Admitted {
    /// Whether people of `account` belong here.
    pub fn admits(&self, account: &Account) -> bool {
        match self {
            Self::AllCustomers => account.kind == AccountKind::Customer,
            Self::Only(keys) => keys.contains(account.key.folded()),
        }
    }
}

/// How long sessions of a portal live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetimes {
    /// Without a request, a session ends after this (ASVS 7.3.1).
    pub idle: Duration,
    /// And after this in any case (ASVS 7.3.2).
    pub absolute: Duration,
    /// Replaces both where the person asked to be remembered.
    pub remember: Duration,
}

/// A portal, as far as signing in goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admission {
    /// The portal's name, which sessions are bound to and assertions call `aud`.
    pub portal: String,
    /// How people name themselves.
    pub kind: SignInKind,
    /// Whose people are admitted.
    pub admitted: Admitted,
    /// Whether "keep me signed in" is offered.
    pub offers_remember: bool,
    /// How long sessions live.
    pub lifetimes: Lifetimes,
    /// How people get back in who forgot their password, where their account does not say otherwise; `None` where nobody can.
    pub recovery: Option<RecoveryFlow>,
    /// What follows a sign-in with a temporary password.
    pub after_temporary: AfterTemporary,
    /// The portal as passkeys know it; `None` where there are none.
    pub passkeys: Option<RelyingParty>,
    /// Whether a passkey signs people in here by itself.
    pub is_open_to_passkeys: bool,
    /// Whether the operators' console is served here.
    pub serves_operators: bool,
}

impl Admission {
    /// The portal as passkeys know it, where they sign people in by themselves.
    pub fn passkey_sign_in(&self) -> Option<&RelyingParty> {
        self.passkeys.as_ref().filter(|_| self.is_open_to_passkeys)
    }

    /// How people of `account` get back in here.
    pub fn recovery_of(&self, account: &Account) -> Option<RecoveryFlow> {
        // Where the portal has no recovery it has no mail either.
        self.recovery.map(|flow| account.recovery.unwrap_or(flow))
    }
}
