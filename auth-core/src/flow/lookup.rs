//! Whom somebody means by what they typed.

use crate::{
    account::AccountState,
    flow::Outside,
    identifier::Folded,
    portal::{Admission, SignInKind},
    ports::{Candidate, Lookup, LookupBy, Stored},
    recovery::RecoveryFlow,
    user::{Person, UserState},
};

/// How people of a portal are found by what they type to sign in.
pub fn by_sign_in(kind: SignInKind, account: Option<&Folded>, identifier: &Folded) -> LookupBy {
    match kind {
        SignInKind::Email => LookupBy::Email(identifier.clone()),
        SignInKind::UsernameOrEmail => by_either(identifier),
        SignInKind::Username => LookupBy::Username(identifier.clone()),
        SignInKind::AccountUsername => by_account(account, identifier),
    }
}

/// How people of a portal are found by what they type when they forgot their password.
pub fn by_recovery(flow: RecoveryFlow, account: Option<&Folded>, identifier: &Folded) -> LookupBy {
    match flow {
        RecoveryFlow::EmailedPassword | RecoveryFlow::Link => LookupBy::Email(identifier.clone()),
        RecoveryFlow::LinkThenTemporary => by_account(account, identifier),
        RecoveryFlow::AdminApproval => match account {
            Some(_) => by_account(account, identifier),
            None => by_either(identifier),
        },
    }
}

/// A username holds no @, so what was typed can mean only one of the two.
fn by_either(identifier: &Folded) -> LookupBy {
    let by = if identifier.as_str().contains('@') { LookupBy::Email } else { LookupBy::Username };
    by(identifier.clone())
}

fn by_account(account: Option<&Folded>, identifier: &Folded) -> LookupBy {
    LookupBy::AccountUsername(account.cloned().unwrap_or_else(|| Folded::of("")), identifier.clone())
}

/// The person meant, if it is exactly one: two of a name are nobody.
pub async fn the_one(outside: &Outside, admission: &Admission, by: LookupBy) -> Stored<Option<Candidate>> {
    let lookup = Lookup { by, among: admission.admitted.clone() };
    let mut candidates = outside.directory.candidates(&lookup).await?;
    Ok(if candidates.len() == 1 { candidates.pop() } else { None })
}

/// Why somebody may not sign in, whatever they know; `None` when they may.
pub fn refusal(person: &Person) -> Option<&'static str> {
    match (person.user.state, person.account.state) {
        (UserState::Active, AccountState::Open) => None,
        (UserState::Active, AccountState::Suspended) => Some("account-suspended"),
        (UserState::Disabled, _) => Some("disabled"),
        (UserState::Locked, _) => Some("locked"),
    }
}
