//! Servers that went back in time sign people out, and nothing else.

use futures_util::future::join_all;
use gatehouse_auth_core::{
    mfa::passkey::Bond,
    ports::{Directory as _, Sessions as _, SystemEntropy},
    revocation::Revocation,
    session::SessionRecord,
    testing::{HandClock, people},
    user::UserId,
};
use sqlx::Connection as _;
use tempfile::TempDir;

use super::*;
use crate::store::Eras;

const MINUTE: Duration = Duration::from_mins(1);

/// Two gateways on one server and directory.
struct Two {
    server: Redis,
    directory: SqlStore,
    clock: Arc<HandClock>,
    stores: [RedisStore; 2],
    eras: [Eras; 2],
    folder: TempDir,
}

impl Two {
    async fn start() -> Self {
        let server = Redis::start_with(&["--enable-debug-command", "local"]);
        let (folder, clock) = (TempDir::new().expect("a folder"), Arc::new(HandClock::default()));
        let directory = directory(folder.path()).await;
        let master = Arc::new(MasterKeys::random(&SystemEntropy));
        let at = || Topology::Standalone { server: local(server.port()), database: 0 };
        let stores = [under("two", at(), &master, &directory).await, under("two", at(), &master, &directory).await];
        let [one, other] = stores.each_ref().map(|store| Eras::begin(store.clone(), clock.clone()));
        let eras = [one.await.expect("a directory"), other.await.expect("a directory")];
        let mut two = Self { server, directory, clock, stores, eras, folder };
        two.beat().await;
        two
    }

    async fn beat(&mut self) {
        for beaten in join_all(self.eras.iter_mut().map(Eras::beat)).await {
            beaten.expect("the stores answer");
        }
        // As each does that hears the news: the other may have found out just before.
        for store in &self.stores {
            store.leave_behind().await.expect("the directory answers");
        }
    }

    async fn begins(&self) -> SessionRecord {
        let record = people::session(UserId::random(&SystemEntropy), NOON);
        self.stores[0].begin(&record).await.expect("the store answers");
        record
    }

    async fn finds(&self, record: &SessionRecord) -> [bool; 2] {
        let [one, other] = self.stores.each_ref().map(|store| store.find(&record.key));
        [one.await.expect("the store answers").is_some(), other.await.expect("the store answers").is_some()]
    }

    /// All that is there.
    fn snapshot(&self) {
        self.server.cli(&["SAVE"]);
    }

    /// What was there is there again.
    fn goes_back(&self) {
        self.server.cli(&["DEBUG", "RELOAD", "NOSAVE"]);
    }

    async fn revocations(&self) -> Vec<Revocation> {
        let since = self.directory.revocations_since(0).await.expect("the store answers");
        since.into_iter().map(|(_, revocation)| revocation).collect()
    }
}

#[tokio::test]
async fn an_old_snapshot_brings_nothing_back() {
    let mut two = Two::start().await;
    let session = two.begins().await;
    let pending = people::pending(session.user, NOON);
    let bond = Bond::to_add(session.handle);
    two.stores[0].set_out(&pending).await.expect("the store answers");
    two.stores[0].begin_ceremony(&bond, &[7], NOON).await.expect("the store answers");
    two.snapshot();
    two.clock.advance(MINUTE);
    two.beat().await;
    assert_eq!(two.finds(&session).await, [true, true]);
    two.goes_back();
    two.beat().await;
    assert_eq!(two.finds(&session).await, [false, false]);
    for store in &two.stores {
        assert_eq!(store.on_the_way(&pending.key).await.expect("the store answers"), None);
        assert!(!store.arrive(&pending.key, &pending.owes).await.expect("the store answers"));
        assert_eq!(store.take_ceremony(&bond).await.expect("the store answers"), None);
        assert_eq!(store.of_user(session.user).await.expect("the store answers"), []);
    }
    assert_eq!(two.revocations().await, [Revocation::Everyone], "every gateway hears of it, once");
    let later = two.begins().await;
    two.beat().await;
    assert_eq!(two.finds(&later).await, [true, true], "and people sign in again");
}

#[tokio::test]
async fn an_emptied_server_begins_a_new_era() {
    let mut two = Two::start().await;
    let session = two.begins().await;
    two.clock.advance(MINUTE);
    two.beat().await;
    two.server.cli(&["FLUSHALL"]);
    two.beat().await;
    assert_eq!(two.revocations().await, [Revocation::Everyone]);
    assert_eq!(two.finds(&session).await, [false, false]);
    two.beat().await;
    assert_eq!(two.revocations().await.len(), 1, "it is the same era from then on");
}

#[tokio::test]
async fn a_server_that_went_back_while_no_gateway_ran_is_found_out() {
    let mut two = Two::start().await;
    let session = two.begins().await;
    two.snapshot();
    two.clock.advance(MINUTE);
    two.beat().await;
    two.goes_back();
    let store = two.stores[1].clone();
    let mut late = Eras::begin(store, two.clock.clone()).await.expect("a directory");
    late.beat().await.expect("the stores answer");
    two.beat().await;
    assert_eq!(two.finds(&session).await, [false, false]);
    assert_eq!(two.revocations().await, [Revocation::Everyone]);
}

#[tokio::test]
async fn a_server_that_took_over_a_moment_behind_signs_nobody_out() {
    let mut two = Two::start().await;
    let session = two.begins().await;
    two.snapshot();
    two.clock.advance(Duration::from_secs(20));
    two.beat().await;
    two.goes_back();
    two.beat().await;
    assert_eq!(two.finds(&session).await, [true, true]);
    assert_eq!(two.revocations().await, []);
}

#[tokio::test]
async fn a_long_night_without_any_gateway_signs_nobody_out() {
    let mut two = Two::start().await;
    let session = two.begins().await;
    two.clock.advance(Duration::from_hours(12));
    two.beat().await;
    assert_eq!(two.finds(&session).await, [true, true]);
    assert_eq!(two.revocations().await, []);
}

/// It stands still, and has not gone back; when it writes again, all goes on.
#[tokio::test]
async fn a_server_that_refuses_to_write_signs_nobody_out() {
    let mut two = Two::start().await;
    let session = two.begins().await;
    two.server.cli(&["CONFIG", "SET", "maxmemory", "1"]);
    for _ in 0..5 {
        two.clock.advance(MINUTE);
        for era in &mut two.eras {
            era.beat().await.expect_err("it refuses");
        }
        assert!(two.stores.iter().all(|store| !store.is_up()), "and that is known");
    }
    two.server.cli(&["CONFIG", "SET", "maxmemory", "0"]);
    two.beat().await;
    assert!(two.stores.iter().all(RedisStore::is_up));
    assert_eq!(two.finds(&session).await, [true, true]);
    assert_eq!(two.revocations().await, []);
}

/// Whoever finds out and cannot say so finds out again.
#[tokio::test]
async fn a_directory_that_is_away_at_that_moment_hears_of_it_later() {
    let mut two = Two::start().await;
    let session = two.begins().await;
    two.snapshot();
    two.clock.advance(MINUTE);
    two.beat().await;
    two.goes_back();
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}", two.folder.path().join("gatehouse.db").display());
    let mut behind = sqlx::AnyConnection::connect(&url).await.expect("the directory's file");
    sqlx::raw_sql("ALTER TABLE revocations RENAME TO away").execute(&mut behind).await.expect("a table to rename");
    for era in &mut two.eras {
        era.beat().await.expect_err("nobody can be told");
    }
    sqlx::raw_sql("ALTER TABLE away RENAME TO revocations").execute(&mut behind).await.expect("a table to rename");
    two.beat().await;
    assert_eq!(two.finds(&session).await, [false, false]);
    assert_eq!(two.revocations().await, [Revocation::Everyone]);
}

/// Two ask at a time, and the answer that was given first comes last.
#[tokio::test]
async fn nobody_comes_back_into_an_era_that_is_over() {
    let two = Two::start().await;
    let [store, _] = &two.stores;
    store.era.store(7, std::sync::atomic::Ordering::Release);
    store.leave_behind().await.expect("the directory answers");
    assert_eq!(store.era(), 7);
}
