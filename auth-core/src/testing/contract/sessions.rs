//! Sessions: found by what the cookie names, ended once, swept when old.

use futures_util::future::join_all;

use crate::{
    ports::{Sessions, SystemEntropy},
    secret::SecretDigest,
    session::{EndReason, Keep, ProvedWith, Retired, SessionRecord},
    testing::people,
    time::Timestamp,
    token::SessionToken,
    user::UserId,
};

fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_millis(milliseconds)
}

async fn begun(store: &dyn Sessions, began_at: i64) -> SessionRecord {
    let record = people::session(UserId::random(&SystemEntropy), at(began_at));
    store.begin(&record).await.expect("the store answers");
    record
}

async fn find(store: &dyn Sessions, key: &SecretDigest) -> Option<SessionRecord> {
    store.find(key).await.expect("the store answers")
}

/// The record under a new id.
fn rotated(record: &SessionRecord, moment: i64) -> SessionRecord {
    let token = SessionToken::random(&SystemEntropy);
    SessionRecord {
        key: token.key(),
        secret: token.secret_digest(),
        retired: Some(Retired { key: record.key, secret: record.secret, at: at(moment) }),
        issued_at: at(moment),
        ..record.clone()
    }
}

async fn rotate(store: &dyn Sessions, old: &SessionRecord, new: &SessionRecord) -> bool {
    store.rotate(&old.key, new).await.expect("the store answers")
}

/// And by no other.
pub async fn a_session_is_found_by_its_key(store: &dyn Sessions) {
    let (one, other) = (begun(store, 1_000).await, begun(store, 1_000).await);
    assert_eq!(find(store, &one.key).await.as_ref(), Some(&one));
    assert_eq!(find(store, &other.key).await.as_ref(), Some(&other));
    assert_eq!(find(store, &one.secret).await, None);
    assert_eq!(find(store, &SecretDigest::of(b"another")).await, None);
}

/// With everything that can be known of it.
pub async fn a_session_reads_back_as_written(store: &dyn Sessions) {
    let token = SessionToken::random(&SystemEntropy);
    let record = SessionRecord {
        retired: Some(Retired { key: token.key(), secret: token.secret_digest(), at: at(3_000) }),
        keep: Keep::Remembered,
        issued_at: at(3_000),
        last_seen_at: at(4_000),
        proved_at: at(3_500),
        proved_with: ProvedWith::TemporaryPassword,
        network: "2001:db8::1".to_owned(),
        device: String::new(),
        ended: Some((at(5_000), EndReason::Theft)),
        ..people::session(UserId::random(&SystemEntropy), at(1_000))
    };
    store.begin(&record).await.expect("the store answers");
    assert_eq!(find(store, &record.key).await.as_ref(), Some(&record));
    assert_eq!(find(store, &token.key()).await, Some(record));
}

/// A second session under the same key is an error, and the first stays.
pub async fn a_key_belongs_to_one_session(store: &dyn Sessions) {
    let first = begun(store, 1_000).await;
    let second = SessionRecord { key: first.key, ..people::session(first.user, at(2_000)) };
    assert!(store.begin(&second).await.is_err());
    assert_eq!(find(store, &first.key).await, Some(first));
}

/// Requests on their way still carry the old one.
pub async fn a_rotated_session_is_found_by_both_keys(store: &dyn Sessions) {
    let old = begun(store, 1_000).await;
    let new = rotated(&old, 2_000);
    assert!(rotate(store, &old, &new).await);
    assert_eq!(find(store, &new.key).await.as_ref(), Some(&new));
    assert_eq!(find(store, &old.key).await, Some(new));
}

/// Only the last retired key is remembered.
pub async fn a_second_rotation_forgets_the_first_key(store: &dyn Sessions) {
    let first = begun(store, 1_000).await;
    let second = rotated(&first, 2_000);
    let third = rotated(&second, 3_000);
    assert!(rotate(store, &first, &second).await);
    assert!(!rotate(store, &first, &third).await, "it is filed under another key by now");
    assert!(rotate(store, &second, &third).await);
    assert_eq!(find(store, &first.key).await, None);
    assert_eq!(find(store, &second.key).await.as_ref(), Some(&third));
    assert_eq!(find(store, &third.key).await.as_ref(), Some(&third));
}

/// Whoever rotates has an older copy of the rest.
pub async fn rotation_keeps_what_it_does_not_change(store: &dyn Sessions) {
    let old = begun(store, 1_000).await;
    store.touch(&[(old.handle, at(5_000))]).await.expect("the store answers");
    let new = rotated(&old, 6_000);
    assert!(rotate(store, &old, &new).await);
    assert_eq!(find(store, &new.key).await, Some(SessionRecord { last_seen_at: at(5_000), ..new }));
}

/// Two requests of one browser do not log each other out.
pub async fn one_of_many_rotations_at_a_time_wins(store: &dyn Sessions) {
    let old = begun(store, 1_000).await;
    let new: Vec<_> = (0..20).map(|_| rotated(&old, 2_000)).collect();
    let won = join_all(new.iter().map(|new| rotate(store, &old, new))).await;
    let winners: Vec<_> = new.iter().zip(won).filter(|(_, won)| *won).map(|(new, _)| new.clone()).collect();
    assert_eq!(winners.len(), 1);
    assert_eq!(find(store, &old.key).await, winners.into_iter().next());
}

/// It is over.
pub async fn an_ended_session_is_not_rotated(store: &dyn Sessions) {
    let old = begun(store, 1_000).await;
    store.end(old.handle, at(2_000), EndReason::SignedOut).await.expect("the store answers");
    let new = rotated(&old, 3_000);
    assert!(!rotate(store, &old, &new).await);
    assert_eq!(find(store, &new.key).await, None);
}

/// Gateways write down what they saw late and in any order; of sessions long gone, too.
pub async fn use_never_moves_back(store: &dyn Sessions) {
    let (one, other) = (begun(store, 1_000).await, begun(store, 1_000).await);
    let gone = people::session(one.user, at(1_000)).handle;
    store.touch(&[(one.handle, at(5_000)), (gone, at(5_000)), (other.handle, at(2_000))]).await.expect("the store answers");
    store.touch(&[(one.handle, at(4_000)), (other.handle, at(3_000))]).await.expect("the store answers");
    store.touch(&[]).await.expect("the store answers");
    assert_eq!(find(store, &one.key).await.map(|record| record.last_seen_at), Some(at(5_000)));
    assert_eq!(find(store, &other.key).await.map(|record| record.last_seen_at), Some(at(3_000)));
}

/// What it began with stays; of a session that is gone there is nothing to say.
pub async fn a_person_proves_again_who_they_are(store: &dyn Sessions) {
    let (one, other) = (begun(store, 1_000).await, begun(store, 1_000).await);
    store.prove(one.handle, at(5_000)).await.expect("the store answers");
    store.prove(people::session(one.user, at(1_000)).handle, at(5_000)).await.expect("it is no error");
    assert_eq!(find(store, &one.key).await, Some(SessionRecord { proved_at: at(5_000), ..one }));
    assert_eq!(find(store, &other.key).await, Some(other));
}

/// The first reason stays, and the sign-in page can ask for it.
pub async fn a_session_ends_once(store: &dyn Sessions) {
    let record = begun(store, 1_000).await;
    store.end(record.handle, at(2_000), EndReason::Idle).await.expect("the store answers");
    store.end(record.handle, at(3_000), EndReason::Theft).await.expect("the store answers");
    let ended = find(store, &record.key).await.and_then(|record| record.ended);
    assert_eq!(ended, Some((at(2_000), EndReason::Idle)));
    let unknown = people::session(record.user, at(1_000)).handle;
    store.end(unknown, at(2_000), EndReason::Idle).await.expect("ending what is not there is no error");
}

/// And nobody else's.
pub async fn a_persons_live_sessions_come_latest_first(store: &dyn Sessions) {
    let user = UserId::random(&SystemEntropy);
    let theirs = [2_000, 3_000, 1_000, 4_000].map(|began_at| people::session(user, at(began_at)));
    for record in &theirs {
        store.begin(record).await.expect("the store answers");
    }
    begun(store, 5_000).await;
    let [second, third, first, ended] = theirs;
    store.end(ended.handle, at(6_000), EndReason::Replaced).await.expect("the store answers");
    assert_eq!(store.of_user(user).await.expect("the store answers"), [third, second, first]);
}

/// By when they began, ended or not.
pub async fn old_sessions_are_swept(store: &dyn Sessions) {
    let (old, ended, young) = (begun(store, 1_000).await, begun(store, 1_999).await, begun(store, 2_000).await);
    store.end(ended.handle, at(9_000), EndReason::Idle).await.expect("the store answers");
    assert_eq!(store.sweep(at(2_000), at(0)).await.expect("the store answers"), 2);
    assert_eq!(store.sweep(at(2_000), at(0)).await.expect("the store answers"), 0);
    assert_eq!(find(store, &old.key).await, None);
    assert_eq!(find(store, &ended.key).await, None);
    assert_eq!(find(store, &young.key).await, Some(young));
}
