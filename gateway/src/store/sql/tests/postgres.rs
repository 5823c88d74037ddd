//! The contract, on a server; and what only a shared one has to keep.

use std::time::{Duration, Instant};

use futures_util::future::{join, join_all};
use gatehouse_auth_core::{
    change::{Applied, Change, Write},
    contract_tests,
    identifier::Folded,
    portal::Admitted,
    ports::{Directory as _, Lookup, LookupBy},
    revocation::Revocation,
    testing::people,
};
use gatehouse_test_servers::Postgres;

use sqlx::{Connection as _, Row as _};

use super::super::{Database, PostgresHost, PostgresServer, SqlStore, database::Dialect, schema::migrator};

fn new_database() -> PostgresServer {
    database_on(Postgres::shared())
}

fn database_on(server: &Postgres) -> PostgresServer {
    let url = server.database();
    let (_, database) = url.rsplit_once('/').expect("a URL");
    PostgresServer {
        at: PostgresHost::Tcp { host: "127.0.0.1".to_owned(), port: server.port() },
        username: "gatehouse".to_owned(),
        password: None,
        database: database.to_owned(),
        tls: None,
        connections: 8,
    }
}

async fn open(server: &PostgresServer) -> SqlStore {
    SqlStore::open(&Database::Postgres(server.clone())).await.expect("the store opens")
}

async fn empty() -> Box<SqlStore> {
    Box::new(open(&new_database()).await)
}

contract_tests!(directory, empty);
contract_tests!(outbox, empty);
contract_tests!(ledger, empty);
contract_tests!(sessions, empty);
contract_tests!(attempts, empty);
contract_tests!(sweeping, empty);

#[tokio::test(flavor = "multi_thread")]
async fn many_may_open_a_new_database_at_once() {
    let server = new_database();
    let opening = (0..8).map(|_| {
        let server = server.clone();
        tokio::spawn(async move { open(&server).await })
    });
    for store in join_all(opening).await {
        let store = store.expect("nothing panics");
        assert_eq!(store.latest_revocation().await.expect("the store answers"), 0);
    }
}

/// A new release starts beside one that runs, and neither keeps the other from working.
#[tokio::test(flavor = "multi_thread")]
async fn a_release_that_runs_goes_on_while_a_newer_one_makes_its_tables() {
    let server = new_database();
    let url = format!("postgres://gatehouse@127.0.0.1:{}/{}", Postgres::shared().port(), server.database);
    sqlx::any::install_default_drivers();
    let mut before = sqlx::AnyConnection::connect(&url).await.expect("the release before connects");
    migrator(Dialect::Postgres).run_direct(Some(3), &mut before, false).await.expect("its tables are made");
    let writes =
        "INSERT INTO revocations (sequence, kind) VALUES ((SELECT COALESCE(MAX(sequence), 0) + 1 FROM revocations), 'keys')";
    let (opened, ()) = join(async { open(&server).await }, async {
        for _ in 0..50 {
            sqlx::raw_sql(writes).execute(&mut before).await.expect("the release before goes on");
        }
    })
    .await;
    sqlx::raw_sql(writes).execute(&mut before).await.expect("and on what the newer one made");
    assert_eq!(opened.revocations_since(0).await.expect("the store answers").len(), 51);
}

#[tokio::test]
async fn a_standby_is_refused() {
    let own = Postgres::start();
    let database = Database::Postgres(database_on(&own));
    SqlStore::open(&database).await.expect("a primary").close().await;
    let data = own.psql("postgres", "SHOW data_directory");
    std::fs::write(std::path::Path::new(data.trim()).join("standby.signal"), "").expect("a file beside its data");
    own.restart();
    let refused = SqlStore::open(&database).await.expect_err("it is refused");
    assert!(refused.to_string().contains("it is a standby"), "{refused}");
}

#[tokio::test]
async fn a_server_that_only_lets_read_is_refused() {
    let server = new_database();
    Postgres::shared().psql("postgres", &format!("ALTER DATABASE {} SET default_transaction_read_only = on", server.database));
    let refused = SqlStore::open(&Database::Postgres(server)).await.expect_err("it is refused");
    assert!(refused.to_string().contains("only lets read"), "{refused}");
}

#[tokio::test]
async fn what_is_answered_for_is_on_the_disk_whatever_the_server_says() {
    let server = new_database();
    Postgres::shared().psql("postgres", &format!("ALTER DATABASE {} SET synchronous_commit = off", server.database));
    let store = open(&server).await;
    let row = sqlx::query("SELECT current_setting('synchronous_commit')").fetch_one(&store.writer).await.expect("it answers");
    assert_eq!(row.try_get::<&str, _>(0).expect("a text"), "on");
}

/// The server's language orders "a" before "B", and bytes do not.
#[tokio::test]
async fn texts_come_in_the_order_of_their_bytes_whatever_the_servers_language() {
    let store = empty().await;
    let accounts = ["ab", "a-c", "aa", "a-b"].map(people::account);
    let change = Change { write: accounts.map(Write::NewAccount).into(), ..Change::default() };
    assert_eq!(store.apply(change).await.expect("the store answers"), Applied::Done);
    let keys: Vec<String> =
        store.accounts().await.expect("the store answers").iter().map(|account| account.key.to_string()).collect();
    assert_eq!(keys, ["a-b", "a-c", "aa", "ab"]);
}

/// `PostgreSQL` takes no text with U+0000 in it.
#[tokio::test]
async fn nobody_is_found_by_what_no_text_can_hold() {
    let store = empty().await;
    let account = people::account("acme");
    let change = Change { write: vec![Write::NewAccount(account.clone())], ..Change::default() };
    assert_eq!(store.apply(change).await.expect("the store answers"), Applied::Done);
    let typed = Folded::of("ada\0");
    for by in [
        LookupBy::Username(typed.clone()),
        LookupBy::Email(typed.clone()),
        LookupBy::AccountUsername(Folded::of("ac\0me"), typed.clone()),
    ] {
        assert_eq!(store.candidates(&Lookup { by, among: Admitted::AllCustomers }).await.expect("the store answers"), []);
    }
    assert_eq!(store.account_by_key(&typed).await.expect("the store answers"), None);
    assert_eq!(store.count_people(account.id, &[typed], &[], 10).await.expect("the store answers"), 0);
}

#[tokio::test]
async fn a_server_that_was_killed_is_missed_and_comes_back() {
    let own = Postgres::start();
    let store = open(&database_on(&own)).await;
    let revoke = || async { store.apply(Change { revoke: vec![Revocation::Keys], ..Change::default() }).await };
    assert_eq!(revoke().await.expect("the store answers"), Applied::Done);
    own.kill();
    assert!(revoke().await.is_err());
    own.start_again();
    let deadline = Instant::now() + Duration::from_secs(30);
    while let Err(error) = revoke().await {
        assert!(Instant::now() < deadline, "it does not heal: {error}");
    }
    assert!(store.latest_revocation().await.expect("the store answers") >= 2, "what was answered for is there");
}
