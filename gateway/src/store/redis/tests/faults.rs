//! What happens to a server happens to nobody's rights: nothing is answered that is not known, and afterwards all is well by itself.

use std::time::Instant;

use gatehouse_auth_core::{
    ports::{Attempts as _, Sessions, Stored, SystemEntropy},
    session::SessionRecord,
    testing::people,
    throttle::{AttemptKey, Limit},
    user::UserId,
};

use super::*;

async fn begins(store: &dyn Sessions) -> Stored<SessionRecord> {
    let record = people::session(UserId::random(&SystemEntropy), NOON);
    store.begin(&record).await.map(|()| record)
}

/// Tries until somebody is let in, for half a minute at most.
async fn heals(store: &dyn Sessions) -> SessionRecord {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        match begins(store).await {
            Ok(record) => return record,
            Err(error) => assert!(Instant::now() < deadline, "it does not heal: {error}"),
        }
        tokio::task::yield_now().await;
    }
}

/// Nobody is let in, nothing is counted, and nobody waits for ever.
async fn answers_nothing(store: &RedisStore, known: &SessionRecord) {
    let began = Instant::now();
    assert!(begins(store).await.is_err());
    assert!(store.find(&known.key).await.is_err());
    let limit = Limit { failures: 2, window: KEEP, pause: KEEP };
    assert!(store.reserve(&[(AttemptKey::network([192, 0, 2, 7].into()), limit)], NOON).await.is_err());
    assert!(began.elapsed() < Duration::from_secs(15));
}

#[tokio::test]
async fn a_server_that_was_killed_is_missed_and_comes_back() {
    let server = Redis::start();
    let store = alone(&server).await;
    let known = begins(&*store).await.expect("the store answers");
    server.kill();
    answers_nothing(&store, &known).await;
    server.start_again();
    heals(&*store).await;
    assert_eq!(store.find(&known.key).await.expect("the store answers"), None, "it kept nothing");
}

#[tokio::test]
async fn a_server_that_stands_still_is_missed_and_goes_on() {
    let server = Redis::start();
    let store = alone(&server).await;
    let known = begins(&*store).await.expect("the store answers");
    server.pause();
    answers_nothing(&store, &known).await;
    server.resume();
    heals(&*store).await;
    assert_eq!(store.find(&known.key).await.expect("the store answers"), Some(known));
}

#[tokio::test]
async fn a_server_that_only_lets_read_lets_nobody_in() {
    let (server, other) = (Redis::start(), Redis::start());
    let store = alone(&server).await;
    begins(&*store).await.expect("the store answers");
    server.cli(&["REPLICAOF", "127.0.0.1", &other.port().to_string()]);
    assert!(begins(&*store).await.is_err());
    server.cli(&["REPLICAOF", "NO", "ONE"]);
    heals(&*store).await;
}

#[tokio::test]
async fn a_server_without_memory_lets_nobody_in_and_forgets_nobody() {
    let server = Redis::start();
    let store = alone(&server).await;
    let known = begins(&*store).await.expect("the store answers");
    server.cli(&["CONFIG", "SET", "maxmemory", "1"]);
    assert!(begins(&*store).await.is_err());
    assert_eq!(store.find(&known.key).await.expect("the store answers"), Some(known));
    server.cli(&["CONFIG", "SET", "maxmemory", "0"]);
    heals(&*store).await;
}

#[tokio::test]
async fn sentinels_lead_to_whom_they_appoint() {
    let servers = Sentinel::start();
    let sentinels = servers.sentinels().iter().map(|address| local(address.port())).collect();
    let store = store(Topology::Sentinel { sentinels, service: servers.service().to_owned(), database: 0 }).await;
    let known = begins(&*store).await.expect("the store answers");
    servers.master().cli(&["WAIT", "1", "1000"]);
    servers.kill_master();
    heals(&*store).await;
    assert_eq!(store.find(&known.key).await.expect("the store answers"), Some(known));
}
