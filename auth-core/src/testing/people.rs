//! Accounts, people, passwords and sessions to test with.

use std::time::Duration;

use crate::{
    account::{Account, AccountId, AccountKind, AccountState, ContactDetails},
    letter::{LetterId, Origin, Purpose, QueuedLetter},
    master_key::MasterKeys,
    mfa::{
        Enrolment, MfaPolicy, TotpFactor,
        passkey::{Passkey, Registrant, Registration, RelyingParty, UserVerification},
    },
    password::{Parameters, PasswordRecord, Passwords},
    pending::{Owed, PendingRecord},
    permission::{Level, Preset},
    ports::SystemEntropy,
    recovery::{Kind, Recovery, RecoveryId},
    secret::{SecretDigest, TypedPassword},
    session::{Authenticated, Keep, ProvedWith, Session, SessionHandle, SessionRecord},
    testing::Authenticator,
    time::Timestamp,
    token::SessionToken,
    user::{Person, User, UserId, UserState},
};

/// A customer's open account with this Account ID.
pub fn account(key: &str) -> Account {
    Account {
        id: AccountId::random(&SystemEntropy),
        key: key.parse().expect("an Account ID"),
        name: format!("{key} Ltd"),
        kind: AccountKind::Customer,
        state: AccountState::Open,
        recovery: None,
        mfa: MfaPolicy::default(),
        contact: ContactDetails::default(),
        created_at: Timestamp::from_millis(1_000),
    }
}

/// An account of the vendor's own.
pub fn operators(key: &str) -> Account {
    Account { kind: AccountKind::Operator, ..account(key) }
}

/// An active person of `account`, with an email address there.
pub fn user(account: &Account, username: &str) -> User {
    let email = format!("{username}@{}.example", account.key.folded().as_str());
    User {
        id: UserId::random(&SystemEntropy),
        account: account.id,
        username: username.parse().expect("a username"),
        email: Some(email.parse().expect("an email address")),
        name: format!("{username} of {}", account.name),
        level: Level::Team,
        roles: Preset::User.roles(),
        state: UserState::Active,
        language: None,
        must_change_password: false,
        wants_mfa: false,
        has_factor: false,
        must_register: false,
        version: 1,
        sessions_valid_from: Timestamp::from_millis(0),
        sessions_ended_for: None,
        last_sign_in_at: None,
        undeliverable_since: None,
        created_at: Timestamp::from_millis(2_000),
    }
}

/// Argon2 parameters that cost next to nothing.
pub fn parameters(memory_kib: u32, iterations: u32) -> Parameters {
    Parameters::new(memory_kib, iterations, 1).expect("parameters that Argon2 can run with")
}

/// A record of `password` under a master key that nobody has.
pub fn password(password: &str, parameters: Parameters) -> PasswordRecord {
    let typed = TypedPassword::new(password.to_owned()).expect("a short password");
    Passwords::new(&MasterKeys::random(&SystemEntropy), parameters).keep_typed(&typed, &SystemEntropy).run()
}

/// An authenticator app under a master key that nobody has, of which no code was taken.
pub fn totp() -> TotpFactor {
    let enrolment = Enrolment::begin(
        UserId::random(&SystemEntropy),
        SecretDigest::of(b"a sign-in"),
        &MasterKeys::random(&SystemEntropy),
        &SystemEntropy,
        Timestamp::from_millis(3_000),
    );
    TotpFactor { id: enrolment.id, sealed: enrolment.sealed, last_step: 0, registered_at: enrolment.began_at }
}

/// A passkey of `user` at a shop, in a security key of its own, never used.
pub fn passkey(user: UserId, name: &str, at: Timestamp) -> Passkey {
    let shop = RelyingParty::new("https://shop.example", "Shop").expect("an origin");
    let registrant = Registrant { user, username: "somebody", name: "Some Body" };
    let begun = Registration::begin(&shop, registrant, [], UserVerification::Preferred, &SystemEntropy, at);
    let answer = Authenticator::security_key().create(&begun.options, shop.origin()).expect("an answer");
    Registration::finish(&begun.state, answer.as_bytes(), at).expect("an honest answer").named(name.to_owned(), at)
}

/// A letter that tells somebody of a new password.
pub fn letter(queued_at: Timestamp) -> QueuedLetter {
    let purpose = Purpose::PasswordChanged { user: UserId::random(&SystemEntropy), origin: Origin::default() };
    QueuedLetter { id: LetterId::random(&SystemEntropy), portal: "shop".to_owned(), queued_at, purpose }
}

/// A recovery of `user` that is good for an hour.
pub fn recovery(user: &User, kind: Kind, asked_at: Timestamp) -> Recovery {
    Recovery {
        id: RecoveryId::random(&SystemEntropy),
        kind,
        user: user.id,
        account: user.account,
        portal: "shop".to_owned(),
        asked_at,
        expires_at: asked_at.after(Duration::from_hours(1)),
        network: "192.0.2.7".to_owned(),
        device: "Firefox 140 on Linux".to_owned(),
        browser: None,
        email: None,
        approval: None,
        is_for_operators: false,
        sendings: 0,
        ended: None,
    }
}

/// A live session of `user`, begun `at`, under an id of its own.
pub fn session(user: UserId, at: Timestamp) -> SessionRecord {
    let token = SessionToken::random(&SystemEntropy);
    SessionRecord {
        handle: SessionHandle::random(&SystemEntropy),
        key: token.key(),
        secret: token.secret_digest(),
        retired: None,
        user,
        portal: "shop".to_owned(),
        keep: Keep::UntilClosed,
        began_at: at,
        proved_at: at,
        proved_with: ProvedWith::Password,
        second: None,
        issued_at: at,
        last_seen_at: at,
        network: "192.0.2.7".to_owned(),
        device: "Firefox 140 on Linux".to_owned(),
        ended: None,
    }
}

/// Somebody who is signed in with the session of `record`, whom no store has to know.
pub fn signed_in(account: &Account, user: &User, record: SessionRecord) -> Session<Authenticated> {
    Session::resumed(Person { user: user.clone(), account: account.clone() }, record)
}

/// A sign-in on its way that owes a new password.
pub fn pending(user: UserId, at: Timestamp) -> PendingRecord {
    let token = SessionToken::random(&SystemEntropy);
    PendingRecord {
        key: token.key(),
        secret: token.secret_digest(),
        user,
        portal: "shop".to_owned(),
        owes: [Owed::NewPassword].into_iter().collect(),
        proved_with: ProvedWith::Password,
        second: None,
        keep: Keep::UntilClosed,
        replaces: None,
        began_at: at,
        network: "192.0.2.7".to_owned(),
        device: "Firefox 140 on Linux".to_owned(),
        is_known_device: false,
        is_again: false,
        proved_at: at,
    }
}
