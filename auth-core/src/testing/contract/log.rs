//! What only grows: the audit log, revocations, signing keys.

use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::future::{join, join_all};

use super::change::write;
use crate::{
    account::AccountId,
    audit::{Actor, Event, What},
    change::{Applied, Change, Write},
    ports::{Directory, SystemEntropy},
    revocation::Revocation,
    session::SessionHandle,
    signing_key::KeyRow,
    time::Timestamp,
    user::UserId,
};

fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_millis(milliseconds)
}

async fn note(store: &dyn Directory, audit: Vec<Event>) {
    let change = Change { audit, ..Change::default() };
    assert_eq!(store.apply(change).await.expect("the store answers"), Applied::Done);
}

async fn revoke(store: &dyn Directory, revoke: Vec<Revocation>) {
    let change = Change { revoke, ..Change::default() };
    assert_eq!(store.apply(change).await.expect("the store answers"), Applied::Done);
}

/// Every kind of event by every kind of actor, with everything known of it or nothing.
pub async fn events_read_back_as_written(store: &dyn Directory) {
    let (account, user) = (AccountId::random(&SystemEntropy), UserId::random(&SystemEntropy));
    let actors = [Actor::Visitor, Actor::User(user), Actor::CommandLine, Actor::Gateway];
    let bare = What::all().flat_map(|what| actors.map(|actor| Event::new(at(1_000), what, actor)));
    let mut events: Vec<Event> = bare.collect();
    events.push(Event::new(at(2_000), What::AccountChanged, Actor::Gateway).about_account(account));
    let full = Event::new(at(2_000), What::SignedIn, Actor::User(user)).about(account, user).at_portal("shop", "192.0.2.7");
    events.push(full.with("device", "a \"browser\" {Ω}").with("empty", ""));
    note(store, events.clone()).await;
    assert_eq!(store.audit(at(0), 0, 999).await.expect("the store answers"), events);
}

/// From a moment on, so many after so many.
pub async fn the_log_is_read_in_pages_oldest_first(store: &dyn Directory) {
    let event = |moment: i64| Event::new(at(moment), What::SignedIn, Actor::Visitor);
    for moment in [4_000, 1_000, 3_000, 5_000, 2_000] {
        note(store, vec![event(moment)]).await;
    }
    let page = async |from, skip, most| store.audit(at(from), skip, most).await.expect("the store answers");
    assert_eq!(page(0, 0, 2).await, [event(1_000), event(2_000)]);
    assert_eq!(page(0, 2, 2).await, [event(3_000), event(4_000)]);
    assert_eq!(page(0, 4, 2).await, [event(5_000)]);
    assert_eq!(page(0, 5, 2).await, []);
    assert_eq!(page(3_000, 1, 9).await, [event(4_000), event(5_000)]);
    assert_eq!(page(5_001, 0, 9).await, []);
    assert_eq!(page(0, 0, 0).await, []);
}

/// That in which they were written.
pub async fn events_of_one_moment_keep_their_order(store: &dyn Directory) {
    let events: Vec<Event> = What::all().map(|what| Event::new(at(1_000), what, Actor::Gateway)).collect();
    for pair in events.chunks(2) {
        note(store, pair.to_vec()).await;
    }
    assert_eq!(store.audit(at(0), 0, 999).await.expect("the store answers"), events);
}

/// Numbered from one, without gaps.
pub async fn revocations_read_back_in_order(store: &dyn Directory) {
    assert_eq!(store.latest_revocation().await.expect("the store answers"), 0);
    let first = Revocation::Session(SessionHandle::random(&SystemEntropy));
    let second = Revocation::User(UserId::random(&SystemEntropy));
    let fifth = Revocation::Rotated(SessionHandle::random(&SystemEntropy));
    let third = Revocation::Account(AccountId::random(&SystemEntropy));
    revoke(store, vec![first, second]).await;
    revoke(store, vec![third, Revocation::Keys, fifth]).await;
    let since = async |sequence| store.revocations_since(sequence).await.expect("the store answers");
    assert_eq!(since(0).await, [(1, first), (2, second), (3, third), (4, Revocation::Keys), (5, fifth)]);
    assert_eq!(since(2).await, [(3, third), (4, Revocation::Keys), (5, fifth)]);
    assert_eq!(since(5).await, []);
    assert_eq!(store.latest_revocation().await.expect("the store answers"), 5);
}

/// Forgotten ones are gone; the numbers of later ones go on.
pub async fn revocations_are_forgotten_up_to_a_number(store: &dyn Directory) {
    let users: Vec<UserId> = (0..4).map(|_| UserId::random(&SystemEntropy)).collect();
    revoke(store, users.iter().take(3).map(|user| Revocation::User(*user)).collect()).await;
    assert_eq!(store.forget_revocations(2).await.expect("the store answers"), 2);
    assert_eq!(store.forget_revocations(2).await.expect("the store answers"), 0);
    revoke(store, users.iter().skip(3).map(|user| Revocation::User(*user)).collect()).await;
    let left = store.revocations_since(0).await.expect("the store answers");
    assert_eq!(left.iter().map(|(sequence, _)| *sequence).collect::<Vec<_>>(), [3, 4]);
    assert_eq!(store.latest_revocation().await.expect("the store answers"), 4);
}

/// Whoever asks again and again for what came since sees everything once, in one order.
pub async fn a_reader_beside_many_writers_misses_no_revocation(store: &dyn Directory) {
    let users: Vec<UserId> = (0..20).map(|_| UserId::random(&SystemEntropy)).collect();
    let is_written = AtomicBool::new(false);
    let writing = async {
        join_all(users.iter().map(|user| revoke(store, vec![Revocation::User(*user), Revocation::Keys]))).await;
        is_written.store(true, Ordering::SeqCst);
    };
    let reading = async {
        let mut seen = Vec::new();
        loop {
            let is_last = is_written.load(Ordering::SeqCst);
            let since = seen.last().map_or(0, |(sequence, _)| *sequence);
            seen.extend(store.revocations_since(since).await.expect("the store answers"));
            if is_last {
                return seen;
            }
        }
    };
    // Whoever writes comes first: a store that never waits would leave them no turn.
    let ((), seen) = join(writing, reading).await;
    assert!(seen.iter().map(|(sequence, _)| *sequence).eq(1..=40), "{seen:?}");
    assert!(seen.chunks(2).all(|pair| matches!(pair, [(_, Revocation::User(_)), (_, Revocation::Keys)])), "{seen:?}");
    for user in users {
        assert!(seen.iter().any(|(_, revocation)| *revocation == Revocation::User(user)));
    }
}

/// Just as they were written, too.
pub async fn signing_keys_come_oldest_first(store: &dyn Directory) {
    let key = |id: &str, created: i64, until: Option<i64>| KeyRow {
        id: id.to_owned(),
        public: (0..64).collect(),
        sealed: vec![0, 255, 39],
        created_at: at(created),
        signs_from: at(created + 60_000),
        signs_until: until.map(at),
    };
    let keys = [key("b", 1_000, Some(90_000)), key("c", 2_000, Some(99_000)), key("a", 3_000, None)];
    write(store, keys.iter().rev().cloned().map(Write::NewKey)).await;
    assert!(store.signing_keys().await.expect("the store answers") == keys);
}
