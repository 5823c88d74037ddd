//! Sign-ins on their way.

use futures_util::future::join_all;

use super::recoveries::at;
use crate::{
    pending::{Debts, Owed, PendingRecord},
    ports::{Sessions, SystemEntropy},
    secret::SecretDigest,
    session::{Custody, Keep, ProvedWith, SecondFactor, SessionHandle},
    testing::people,
    user::UserId,
};

fn pending(moment: i64) -> PendingRecord {
    people::pending(UserId::random(&SystemEntropy), at(moment))
}

async fn found(store: &dyn Sessions, key: &SecretDigest) -> Option<PendingRecord> {
    store.on_the_way(key).await.expect("the store answers")
}

/// By its key and no other.
pub async fn a_sign_in_on_its_way_reads_back_as_written(store: &dyn Sessions) {
    let bare = pending(1_000);
    let full = PendingRecord {
        owes: [Owed::AfterTemporary, Owed::SecondFactor].into_iter().collect(),
        proved_with: ProvedWith::Passkey,
        second: Some(SecondFactor::Passkey(Custody::Synchronised)),
        keep: Keep::Remembered,
        replaces: Some(SessionHandle::random(&SystemEntropy)),
        network: "2001:db8::1".to_owned(),
        device: String::new(),
        is_known_device: true,
        is_again: true,
        proved_at: at(1_500),
        ..pending(2_000)
    };
    for record in [&bare, &full] {
        store.set_out(record).await.expect("the store answers");
    }
    assert_eq!(found(store, &bare.key).await.as_ref(), Some(&bare));
    assert_eq!(found(store, &full.key).await, Some(full));
    assert_eq!(found(store, &bare.secret).await, None);
}

/// A second one under the same key is an error, and the first stays.
pub async fn a_key_belongs_to_one_sign_in(store: &dyn Sessions) {
    let first = pending(1_000);
    store.set_out(&first).await.expect("the store answers");
    assert!(store.set_out(&PendingRecord { key: first.key, ..pending(2_000) }).await.is_err());
    assert_eq!(found(store, &first.key).await, Some(first));
}

/// Whoever is on their way is nobody yet.
pub async fn a_sign_in_on_its_way_is_no_session(store: &dyn Sessions) {
    let record = pending(1_000);
    store.set_out(&record).await.expect("the store answers");
    assert_eq!(store.find(&record.key).await.expect("the store answers"), None);
    assert_eq!(store.of_user(record.user).await.expect("the store answers"), []);
}

/// Of twenty that arrive at a time, one does.
pub async fn one_of_many_arrives(store: &dyn Sessions) {
    let (record, other) = (pending(1_000), pending(1_000));
    for record in [&record, &other] {
        store.set_out(record).await.expect("the store answers");
    }
    let arrived = join_all((0..20).map(|_| store.arrive(&record.key, &record.owes))).await;
    assert_eq!(arrived.into_iter().filter(|arrived| *arrived.as_ref().expect("the store answers")).count(), 1);
    assert_eq!(found(store, &record.key).await, None);
    assert_eq!(found(store, &other.key).await, Some(other));
}

/// Another request may have found that something else is owed.
pub async fn whoever_owes_more_does_not_arrive(store: &dyn Sessions) {
    let record = pending(1_000);
    store.set_out(&record).await.expect("the store answers");
    let more = record.owes.clone().and(Owed::SecondFactor);
    assert!(store.go_on(&record.key, &record.owes, &more, None).await.expect("the store answers"));
    assert!(!store.arrive(&record.key, &record.owes).await.expect("the store answers"));
    assert!(found(store, &record.key).await.is_some());
    assert!(store.arrive(&record.key, &more).await.expect("the store answers"));
}

/// Of twenty that give the same at a time, one has given it; what was given is written down.
pub async fn one_of_many_goes_on(store: &dyn Sessions) {
    let owes: Debts = [Owed::SecondFactor, Owed::NewPassword].into_iter().collect();
    let (record, other) = (PendingRecord { owes: owes.clone(), ..pending(1_000) }, pending(1_000));
    for record in [&record, &other] {
        store.set_out(record).await.expect("the store answers");
    }
    let left = owes.clone().but(Owed::SecondFactor);
    let went = join_all((0..20).map(|_| store.go_on(&record.key, &owes, &left, Some(SecondFactor::Totp)))).await;
    assert_eq!(went.into_iter().filter(|went| *went.as_ref().expect("the store answers")).count(), 1);
    let expected = PendingRecord { owes: left.clone(), second: Some(SecondFactor::Totp), ..record.clone() };
    assert_eq!(found(store, &record.key).await, Some(expected));
    assert_eq!(found(store, &other.key).await, Some(other));
    store.abandon(&record.key).await.expect("the store answers");
    assert!(!store.go_on(&record.key, &left, &owes, None).await.expect("the store answers"), "who has arrived owes nothing");
    assert_eq!(found(store, &record.key).await, None);
}

/// By when they set out; sessions by their own age.
pub async fn old_sign_ins_on_their_way_are_swept(store: &dyn Sessions) {
    let (old, young) = (pending(1_999), pending(2_000));
    for record in [&old, &young] {
        store.set_out(record).await.expect("the store answers");
    }
    let session = people::session(old.user, at(1_000));
    store.begin(&session).await.expect("the store answers");
    assert_eq!(store.sweep(at(1_000), at(2_000)).await.expect("the store answers"), 1);
    assert_eq!(found(store, &old.key).await, None);
    assert_eq!(found(store, &young.key).await, Some(young));
    assert_eq!(store.find(&session.key).await.expect("the store answers"), Some(session));
    assert_eq!(store.sweep(at(1_001), at(2_001)).await.expect("the store answers"), 2);
}
