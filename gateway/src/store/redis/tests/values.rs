//! What stands in Redis: nothing for ever, nothing that tells, nothing that somebody else could have put there.

use gatehouse_auth_core::{
    mfa::passkey::Bond,
    ports::{Attempts as _, Sessions as _, SystemEntropy},
    session::{Retired, SessionRecord},
    testing::{HandClock, people},
    throttle::{AttemptKey, Limit},
    token::SessionToken,
    user::UserId,
};
use tempfile::TempDir;

use super::*;
use crate::store::Eras;

/// Fills a store with one of everything.
async fn one_of_everything(store: &RedisStore) -> SessionRecord {
    let user = UserId::random(&SystemEntropy);
    let record = people::session(user, NOON);
    store.begin(&record).await.expect("the store answers");
    let token = SessionToken::random(&SystemEntropy);
    let retired = Some(Retired { key: record.key, secret: record.secret, at: NOON });
    let rotated = SessionRecord { key: token.key(), secret: token.secret_digest(), retired, ..record.clone() };
    assert!(store.rotate(&record.key, &rotated).await.expect("the store answers"));
    let rotated = SessionRecord { last_seen_at: NOON.after(KEEP), ..rotated };
    store.touch(&[(record.handle, rotated.last_seen_at)]).await.expect("the store answers");
    store.begin_ceremony(&Bond::to_add(record.handle), b"a challenge", NOON).await.expect("the store answers");
    store.set_out(&people::pending(user, NOON)).await.expect("the store answers");
    let limit = Limit { failures: 2, window: KEEP, pause: 2 * KEEP };
    for _ in 0..2 {
        store.reserve(&[(AttemptKey::network([192, 0, 2, 7].into()), limit)], NOON).await.expect("the store answers");
    }
    rotated
}

#[tokio::test]
async fn every_key_has_a_lifetime() {
    let server = Redis::start();
    let store = alone(&server).await;
    one_of_everything(&store).await;
    let mut eras = Eras::begin(store.store.clone(), Arc::new(HandClock::default())).await.expect("a directory");
    eras.beat().await.expect("the stores answer");
    let keys = server.cli(&["KEYS", "*"]);
    assert_eq!(keys.lines().count(), 8, "{keys}");
    for key in keys.lines() {
        let life: i64 = server.cli(&["PTTL", key]).parse().expect("a number");
        assert!((1..=2 * 3_600_000).contains(&life), "{key} lives {life} ms");
    }
}

#[tokio::test]
async fn what_stands_in_redis_tells_no_secret_and_nothing_of_anybody() {
    let server = Redis::start();
    let store = alone(&server).await;
    let record = one_of_everything(&store).await;
    let values = ["session", "pending", "ceremony"].map(|kind| {
        let key = server.cli(&["KEYS", &format!("*:{kind}:*")]);
        server.cli(&["GET", &key])
    });
    for value in values {
        assert!(value.len() > 60, "there is something: {value}");
        for text in ["192.0.2.7", "Firefox", "shop", "challenge", "portal", &record.user.to_string()] {
            assert!(!value.contains(text), "{text}: {value}");
        }
    }
}

#[tokio::test]
async fn whoever_writes_to_redis_makes_no_session() {
    let server = Redis::start();
    let store = alone(&server).await;
    let (mine, other) =
        (people::session(UserId::random(&SystemEntropy), NOON), people::session(UserId::random(&SystemEntropy), NOON));
    for record in [&mine, &other] {
        store.begin(record).await.expect("the store answers");
    }
    let (my_id, other_id) = (store.keys.id(&mine.key), store.keys.id(&other.key));
    let (my_session, other_session) = (store.keys.session(mine.handle), store.keys.session(other.handle));
    // What I am filed under leads to the other.
    server.cli(&["SET", &my_id, &other.handle.to_string()]);
    assert_eq!(store.find(&mine.key).await.expect("the store answers"), None);
    server.cli(&["SET", &my_id, &mine.handle.to_string()]);
    assert_eq!(store.find(&mine.key).await.expect("the store answers"), Some(mine.clone()));
    // The other's session is a copy of mine, or something else altogether.
    server.cli(&["COPY", &my_session, &other_session, "REPLACE"]);
    assert_eq!(store.find(&other.key).await.expect("the store answers"), None);
    for nonsense in ["", "x", "{\"u\":\"root\"}"] {
        server.cli(&["SET", &other_session, nonsense]);
        assert_eq!(store.find(&other.key).await.expect("the store answers"), None);
    }
    assert_eq!(store.of_user(other.user).await.expect("the store answers"), []);
    // What leads to a session leads nowhere, or is no name of one.
    for nonsense in ["", "nobody", "0"] {
        server.cli(&["SET", &other_id, nonsense]);
        assert_eq!(store.find(&other.key).await.expect("the store answers"), None);
    }
}

#[tokio::test]
async fn another_master_key_opens_nothing() {
    let (server, folder) = (Redis::start(), TempDir::new().expect("a folder"));
    let directory = directory(folder.path()).await;
    let at = || Topology::Standalone { server: local(server.port()), database: 0 };
    let [one, other] = [(); 2].map(|()| Arc::new(MasterKeys::random(&SystemEntropy)));
    let (mine, theirs) = (under("same", at(), &one, &directory).await, under("same", at(), &other, &directory).await);
    let record = people::session(UserId::random(&SystemEntropy), NOON);
    mine.begin(&record).await.expect("the store answers");
    assert_eq!(theirs.find(&record.key).await.expect("the store answers"), None);
    assert_eq!(mine.find(&record.key).await.expect("the store answers"), Some(record));
}
