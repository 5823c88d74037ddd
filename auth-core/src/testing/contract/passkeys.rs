//! Passkeys: each name is one person's, each use follows on the one before, and the last one stays where it must.

use futures_util::future::join_all;

use super::change::{somebody, spend, write};
use crate::{
    change::{Applied, Beside, Leaves, Spend, Write},
    master_key::MasterKeys,
    mfa::{
        Enrolment, Factors, MOST_PASSKEYS,
        passkey::{CredentialId, Passkey},
    },
    ports::{Directory, SystemEntropy},
    secret::SecretDigest,
    testing::people,
    time::Timestamp,
    user::{User, UserId},
};

fn at(moment: i64) -> Timestamp {
    Timestamp::from_millis(moment)
}

fn adding(passkey: &Passkey) -> Spend {
    Spend::AddPasskey { passkey: Box::new(passkey.clone()), beside: Beside::Whatever }
}

fn using(passkey: &Passkey, sign_count: u32, moment: i64) -> Spend {
    let (user, credential) = (passkey.user, passkey.id.clone());
    Spend::UsePasskey { user, credential, sign_count, backed_up: true, at: at(moment) }
}

fn removing(passkey: &Passkey, leaves: Leaves) -> Spend {
    Spend::RemovePasskey { user: passkey.user, credential: passkey.id.clone(), leaves }
}

async fn added(store: &dyn Directory, user: UserId, name: &str, moment: i64) -> Passkey {
    let passkey = people::passkey(user, name, at(moment));
    assert_eq!(spend(store, [adding(&passkey)]).await, Applied::Done);
    passkey
}

async fn factors(store: &dyn Directory, user: UserId) -> Factors {
    store.factors(user).await.expect("the store answers")
}

async fn found(store: &dyn Directory, credential: &CredentialId) -> Option<Passkey> {
    store.passkey(credential).await.expect("the store answers")
}

async fn has_factor(store: &dyn Directory, user: &User) -> bool {
    store.person(user.id).await.expect("the store answers").expect("they are there").user.has_factor
}

fn done(outcomes: &[Applied]) -> usize {
    outcomes.iter().filter(|outcome| **outcome == Applied::Done).count()
}

/// By its person and by its name, the first one first; and is nobody else's.
pub async fn a_passkey_reads_back_as_written(store: &dyn Directory) {
    let (account, user) = somebody(store).await;
    let other = people::user(&account, "other");
    write(store, [Write::NewUser(other.clone())]).await;
    assert!(!has_factor(store, &user).await);
    let second = added(store, user.id, "Blue key", 2_000).await;
    let mut first = Passkey { discoverable: None, backup_eligible: true, ..people::passkey(user.id, "Laptop", at(1_000)) };
    first.last_used_at = Some(at(1_500));
    assert_eq!(spend(store, [adding(&first)]).await, Applied::Done);
    assert!(has_factor(store, &user).await && !has_factor(store, &other).await);
    assert_eq!(found(store, &first.id).await.as_ref(), Some(&first));
    assert_eq!(found(store, &people::passkey(user.id, "Another", at(1_000)).id).await, None);
    assert_eq!(factors(store, other.id).await, Factors::default());
    let mut read = factors(store, user.id).await.passkeys;
    read.sort_by_key(|passkey| passkey.created_at);
    assert_eq!(read, [first, second]);
}

/// Whoever's it is, and however many register it at a time.
pub async fn a_passkeys_name_is_one_persons(store: &dyn Directory) {
    let (account, user) = somebody(store).await;
    let other = people::user(&account, "other");
    write(store, [Write::NewUser(other.clone())]).await;
    let passkey = people::passkey(user.id, "Blue key", at(1_000));
    let outcomes = join_all((0..20).map(|_| spend(store, [adding(&passkey)]))).await;
    assert_eq!(done(&outcomes), 1);
    let copy = Passkey { user: other.id, ..passkey.clone() };
    assert_eq!(spend(store, [adding(&copy)]).await, Applied::Taken);
    assert_eq!(found(store, &passkey.id).await, Some(passkey));
    assert!(!has_factor(store, &other).await);
}

/// And leave room for no more, however many are added at a time.
pub async fn a_person_has_only_so_many_passkeys(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let passkeys: Vec<_> = (0..20).map(|_| people::passkey(user.id, "Key", at(1_000))).collect();
    let outcomes = join_all(passkeys.iter().map(|passkey| spend(store, [adding(passkey)]))).await;
    assert_eq!(done(&outcomes), MOST_PASSKEYS);
    assert_eq!(factors(store, user.id).await.passkeys.len(), MOST_PASSKEYS);
    assert_eq!(spend(store, [adding(&people::passkey(user.id, "Key", at(1_000)))]).await, Applied::AlreadySpent(0));
}

/// Of twenty that were registered with the password alone, one is; and none beside an app.
pub async fn one_of_many_first_passkeys_is_registered(store: &dyn Directory) {
    let (account, user) = somebody(store).await;
    let with_app = people::user(&account, "other");
    let factor = people::totp();
    write(store, [Write::NewUser(with_app.clone()), Write::Totp { user: with_app.id, factor }]).await;
    let first = |user| {
        let passkey = Box::new(people::passkey(user, "Key", at(1_000)));
        spend(store, [Spend::AddPasskey { passkey, beside: Beside::Nothing }])
    };
    assert_eq!(done(&join_all((0..20).map(|_| first(user.id))).await), 1);
    assert_eq!(first(with_app.id).await, Applied::AlreadySpent(0));
    assert_eq!(factors(store, with_app.id).await.passkeys, []);
}

/// Whoever has only the password must not add an app to it.
pub async fn no_app_is_registered_beside_a_passkey(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    added(store, user.id, "Blue key", 1_000).await;
    let late =
        Enrolment::begin(user.id, SecretDigest::of(b"a sign-in"), &MasterKeys::random(&SystemEntropy), &SystemEntropy, at(1_000));
    write(store, [Write::Enrolment(late.clone())]).await;
    for codes in [Some(vec![7]), None] {
        let confirm = Spend::Enrol { user: user.id, enrolment: late.id, codes, at: at(2_000) };
        assert_eq!(spend(store, [confirm]).await, Applied::AlreadySpent(0));
    }
}

/// Of twenty answers with one count, one is taken, and none of a count before.
pub async fn a_count_is_taken_once_and_none_before_it(store: &dyn Directory) {
    let (account, user) = somebody(store).await;
    let other = people::user(&account, "other");
    write(store, [Write::NewUser(other.clone())]).await;
    let passkey = added(store, user.id, "Blue key", 1_000).await;
    let outcomes = join_all((0..20).map(|_| spend(store, [using(&passkey, 7, 2_000)]))).await;
    assert_eq!(done(&outcomes), 1);
    for count in [0, 6, 7] {
        assert_eq!(spend(store, [using(&passkey, count, 3_000)]).await, Applied::AlreadySpent(0), "{count}");
    }
    let of_another = Passkey { user: other.id, ..passkey.clone() };
    assert_eq!(spend(store, [using(&of_another, 9, 3_000)]).await, Applied::AlreadySpent(0));
    assert_eq!(spend(store, [using(&passkey, u32::MAX, 4_000)]).await, Applied::Done);
    let expected = Passkey { sign_count: u32::MAX, backed_up: true, last_used_at: Some(at(4_000)), ..passkey };
    assert_eq!(found(store, &expected.id).await, Some(expected));
}

/// As often as it likes.
pub async fn a_passkey_that_does_not_count_is_used_again(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let passkey = added(store, user.id, "Phone", 1_000).await;
    for moment in [2_000, 3_000] {
        assert_eq!(spend(store, [using(&passkey, 0, moment)]).await, Applied::Done);
    }
    assert_eq!(found(store, &passkey.id).await.and_then(|passkey| passkey.last_used_at), Some(at(3_000)));
}

/// By whoever has it.
pub async fn a_passkey_is_called_otherwise(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let (one, two) = (added(store, user.id, "One", 1_000).await, added(store, user.id, "Two", 1_000).await);
    let rename =
        |user, passkey: &Passkey| Spend::RenamePasskey { user, credential: passkey.id.clone(), name: "Three".to_owned() };
    assert_eq!(spend(store, [rename(user.id, &one)]).await, Applied::Done);
    assert_eq!(spend(store, [rename(UserId::random(&SystemEntropy), &two)]).await, Applied::AlreadySpent(0));
    assert_eq!(found(store, &one.id).await, Some(Passkey { name: "Three".to_owned(), ..one }));
    assert_eq!(found(store, &two.id).await, Some(two));
}

/// Once; and with the last factor its person's recovery codes, and what says that they have one.
pub async fn a_passkey_is_removed_once(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let (one, two) = (added(store, user.id, "One", 1_000).await, added(store, user.id, "Two", 1_000).await);
    let records = vec![people::password("code", people::parameters(8, 1))];
    write(store, [Write::RecoveryCodes { user: user.id, records }]).await;
    let of_another = Passkey { user: UserId::random(&SystemEntropy), ..one.clone() };
    assert_eq!(spend(store, [removing(&of_another, Leaves::Whatever)]).await, Applied::AlreadySpent(0));
    let outcomes = join_all((0..20).map(|_| spend(store, [removing(&one, Leaves::Whatever)]))).await;
    assert_eq!(done(&outcomes), 1);
    let kept = factors(store, user.id).await;
    assert!(has_factor(store, &user).await && kept.codes_left() == 1 && kept.passkeys == [two.clone()]);
    assert_eq!(spend(store, [removing(&two, Leaves::Whatever)]).await, Applied::Done);
    assert_eq!(factors(store, user.id).await, Factors::default());
    assert!(!has_factor(store, &user).await);
}

/// Of twenty that remove one of two at a time, one does; an app is enough where any factor is.
pub async fn the_last_factor_stays_where_one_is_demanded(store: &dyn Directory) {
    let (account, user) = somebody(store).await;
    let passkeys = [added(store, user.id, "One", 1_000).await, added(store, user.id, "Two", 1_000).await];
    let both = (0..20).map(|index| removing(&passkeys[index % 2], Leaves::Factor));
    assert_eq!(done(&join_all(both.map(|removing| spend(store, [removing]))).await), 1);
    assert_eq!(factors(store, user.id).await.passkeys.len(), 1);

    let with_app = people::user(&account, "other");
    let factor = people::totp();
    write(store, [Write::NewUser(with_app.clone()), Write::Totp { user: with_app.id, factor }]).await;
    let passkey = added(store, with_app.id, "Key", 1_000).await;
    assert_eq!(spend(store, [removing(&passkey, Leaves::Passkey)]).await, Applied::AlreadySpent(0));
    assert_eq!(spend(store, [removing(&passkey, Leaves::Factor)]).await, Applied::Done);
    assert!(has_factor(store, &with_app).await);
}
