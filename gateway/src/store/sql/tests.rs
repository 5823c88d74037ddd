//! The contract, on a file; and what only a database has to keep.

use std::{ops::Deref, os::unix::fs::PermissionsExt as _, path::Path, time::Duration};

use futures_util::future::join_all;
use gatehouse_auth_core::{
    change::{Applied, Change, Write},
    contract_tests,
    identifier::Folded,
    ports::{Attempts as _, Directory as _, Sessions as _, StoreError},
    revocation::Revocation,
    testing::people,
    throttle::{AttemptKey, Limit},
    time::Timestamp,
};
use sqlx::Connection as _;
use tempfile::TempDir;
use tokio::time::timeout;

use super::{Database, SqlStore};

mod behind;
mod postgres;
mod search;

const NOON: Timestamp = Timestamp::from_millis(43_200_000);
const MINUTE: Duration = Duration::from_mins(1);

/// A store in a folder that goes with it.
struct Kept {
    store: SqlStore,
    folder: TempDir,
}

impl Deref for Kept {
    type Target = SqlStore;

    fn deref(&self) -> &SqlStore {
        &self.store
    }
}

fn file(folder: &Path, name: &str) -> Database {
    Database::Sqlite(folder.join(name))
}

async fn open(folder: &Path) -> SqlStore {
    SqlStore::open(&file(folder, "gatehouse.db")).await.expect("the store opens")
}

async fn empty() -> Kept {
    let folder = TempDir::new().expect("a temporary folder");
    Kept { store: open(folder.path()).await, folder }
}

/// Writes past the store what it would never write.
async fn behind_the_store(store: &SqlStore, sql: &'static str) {
    sqlx::raw_sql(sql).execute(&store.writer).await.expect("the database takes it");
}

contract_tests!(directory, empty);
contract_tests!(outbox, empty);
contract_tests!(ledger, empty);
contract_tests!(sessions, empty);
contract_tests!(attempts, empty);
contract_tests!(sweeping, empty);

#[tokio::test]
async fn everything_is_there_after_reopening() {
    let kept = empty().await;
    let (account, session) = (people::account("acme"), people::session(people::user(&people::account("x"), "x").id, NOON));
    let change = Change { write: vec![Write::NewAccount(account.clone())], revoke: vec![Revocation::Keys], ..Change::default() };
    kept.apply(change).await.expect("the store answers");
    kept.begin(&session).await.expect("the store answers");
    kept.close().await;
    let again = open(kept.folder.path()).await;
    assert_eq!(again.accounts().await.expect("the store answers"), [account]);
    assert_eq!(again.revocations_since(0).await.expect("the store answers"), [(1, Revocation::Keys)]);
    assert_eq!(again.find(&session.key).await.expect("the store answers"), Some(session));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_may_open_a_new_file_at_once() {
    let folder = TempDir::new().expect("a temporary folder");
    let opening = (0..8).map(|_| {
        let path = folder.path().to_owned();
        tokio::spawn(async move { open(&path).await })
    });
    for store in join_all(opening).await {
        let store = store.expect("nothing panics");
        assert_eq!(store.latest_revocation().await.expect("the store answers"), 0);
    }
}

#[tokio::test]
async fn whoever_opens_waits_for_another_that_makes_the_file() {
    let folder = TempDir::new().expect("a temporary folder");
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("gatehouse.db").display());
    sqlx::any::install_default_drivers();
    let mut other = sqlx::AnyConnection::connect(&url).await.expect("another process opens the file");
    let making = other.begin_with("BEGIN IMMEDIATE").await.expect("and makes it");
    let waiting = timeout(Duration::from_millis(200), SqlStore::open(&file(folder.path(), "gatehouse.db"))).await;
    waiting.expect_err("it does not give up");
    making.commit().await.expect("the other process is done");
    open(folder.path()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_that_write_to_one_file_at_once_wait_for_each_other() {
    let kept = empty().await;
    let other = open(kept.folder.path()).await;
    let limit = Limit { failures: 1000, window: MINUTE, pause: MINUTE };
    let key = AttemptKey::typed("shop", None, &Folded::of("ada"));
    let writing = (0..40).map(|n| {
        let store = if n % 2 == 0 { kept.store.clone() } else { other.clone() };
        tokio::spawn(async move {
            let user = people::user(&people::account("acme"), "ada").id;
            store.reserve(&[(key, limit)], NOON).await?;
            store.begin(&people::session(user, NOON)).await?;
            store.apply(Change { revoke: vec![Revocation::User(user)], ..Change::default() }).await?;
            store.refund(&[(key, limit)]).await
        })
    });
    for written in join_all(writing).await {
        written.expect("nothing panics").expect("no lock is ever in the way");
    }
    let numbers: Vec<_> = other.revocations_since(0).await.expect("the store answers").into_iter().map(|(n, _)| n).collect();
    assert!(numbers.into_iter().eq(1..=40));
}

#[tokio::test]
async fn the_database_is_for_nobody_else_to_read() {
    let kept = empty().await;
    kept.apply(Change { revoke: vec![Revocation::Keys], ..Change::default() }).await.expect("the store answers");
    let files = std::fs::read_dir(kept.folder.path()).expect("the folder is there");
    for file in files.map(|file| file.expect("a file")) {
        let mode = file.metadata().expect("the file is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.path().display());
    }
}

#[tokio::test]
async fn a_file_may_have_any_name() {
    let folder = TempDir::new().expect("a temporary folder");
    SqlStore::open(&file(folder.path(), "new folder/50% öffentlich.db")).await.expect("the store opens");
    assert!(folder.path().join("new folder/50% öffentlich.db").exists());
}

#[tokio::test]
async fn what_cannot_be_read_is_named_and_not_shown() {
    let kept = empty().await;
    let account = people::account("acme");
    let user = people::user(&account, "henry");
    let change = Change { write: vec![Write::NewAccount(account.clone()), Write::NewUser(user.clone())], ..Change::default() };
    assert_eq!(kept.apply(change).await.expect("the store answers"), Applied::Done);
    let session = people::session(user.id, NOON);
    kept.begin(&session).await.expect("the store answers");
    for (spoil, column) in [
        ("UPDATE users SET level = 'hunter2'", "users.level"),
        ("UPDATE users SET level = 'team', roles = 'user HUNTER2'", "users.roles"),
        ("UPDATE users SET roles = '', email = 'hunter2'", "users.email"),
        ("UPDATE users SET email = NULL, created_at = 'hunter2'", "users.created_at"),
        ("UPDATE users SET created_at = 0, sessions_ended_for = 'hunter2'", "users.sessions_ended_for"),
    ] {
        behind_the_store(&kept, spoil).await;
        assert_names(&kept.users(account.id).await.expect_err("it cannot be read"), column);
        assert_names(&kept.person(user.id).await.expect_err("it cannot be read"), column);
    }
    behind_the_store(&kept, "UPDATE sessions SET ended_at = 5").await;
    assert_names(&kept.find(&session.key).await.expect_err("it cannot be read"), "sessions.ended_for");
    behind_the_store(&kept, "UPDATE sessions SET secret = x'00'").await;
    assert_names(&kept.find(&session.key).await.expect_err("it cannot be read"), "sessions.secret");
    behind_the_store(&kept, "INSERT INTO revocations (sequence, kind, subject) VALUES (1, 'keys', 'hunter2')").await;
    assert_names(&kept.revocations_since(0).await.expect_err("it cannot be read"), "revocations.kind");
}

#[track_caller]
fn assert_names(error: &StoreError, column: &str) {
    let said = error.to_string();
    assert!(said.contains(column) && !said.to_lowercase().contains("hunter2"), "{said}");
}

#[tokio::test]
async fn only_a_file_is_opened() {
    let refused = SqlStore::open(&Database::Sqlite("/".into())).await.expect_err("it is refused");
    assert!(refused.to_string().contains("cannot be made"), "{refused}");
}
