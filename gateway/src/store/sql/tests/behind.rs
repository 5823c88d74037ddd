//! What the store meets that it never wrote: a database of the release before, and rows that cannot be read.

use std::{slice, time::Duration};

use futures_util::future::join_all;
use gatehouse_auth_core::{
    account::ContactDetails,
    change::{Applied, Change, Spend, Write},
    identifier::Folded,
    ports::{Directory as _, Ledger as _, Outbox as _, PeopleOrder, PeopleQuery, Sessions as _},
    recovery::{Kind, SecretKind},
    secret::SecretDigest,
    testing::people,
};
use sqlx::Connection as _;
use tempfile::TempDir;

use super::{
    super::{database::Dialect, schema::migrator},
    NOON, assert_names, behind_the_store, empty, open,
};

/// Rows of the release before: two people, an event, a session.
const OF_BEFORE: &str = "
    INSERT INTO accounts (id, account_key, key_folded, name, kind, state, created_at)
    VALUES ('00000000-0000-4000-8000-000000000001', 'Acme', 'acme', 'Acme Ltd', 'customer', 'open', 1000);
    INSERT INTO users (
        id, account_id, username, username_folded, email, email_folded, name, level, roles, state, sessions_valid_from, created_at
    )
    VALUES
        ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001', 'Henry', 'henry', NULL, NULL,
            'Henry Weiß', 'team', '', 'active', 0, 2000),
        ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000001', 'anna', 'anna', 'Anna@acme.example',
            'anna@acme.example', 'ＡNNA Berg', 'team', 'user', 'locked', 5, 2000);
    INSERT INTO audit (at, what, actor, detail) VALUES (1000, 'signed-in', 'visitor', '{}');
    INSERT INTO sessions (
        handle, session_key, secret, user_id, portal, keep, began_at, issued_at, last_seen_at, network, device
    )
    VALUES ('00000000000040008000000000000004', x'0000000000000000000000000000000000000000000000000000000000000001',
        x'0000000000000000000000000000000000000000000000000000000000000002', '00000000-0000-4000-8000-000000000002', 'shop',
        'until-closed', 3000, 4000, 5000, '192.0.2.7', '')";

/// A folder with a database of the release before, which has these rows besides.
async fn of_before(more: &'static str) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("gatehouse.db").display());
    let mut connection = sqlx::AnyConnection::connect(&url).await.expect("the file is made");
    migrator(Dialect::Sqlite).run_direct(Some(1), &mut connection, false).await.expect("its tables are made");
    for rows in [OF_BEFORE, more] {
        sqlx::raw_sql(rows).execute(&mut connection).await.expect("its rows are written");
    }
    connection.close().await.expect("the release before has stopped");
    folder
}

#[tokio::test(flavor = "multi_thread")]
async fn many_may_open_a_database_of_the_release_before_at_once() {
    const TWO_THOUSAND: &str = "
        WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 2000)
        INSERT INTO users (
            id, account_id, username, username_folded, name, level, roles, state, sessions_valid_from, created_at
        )
        SELECT printf('10000000-0000-4000-8000-%012d', number), '00000000-0000-4000-8000-000000000001', 'u' || number,
            'u' || number, 'Many Ones', 'team', '', 'active', 0, 2000
        FROM numbers";
    let folder = of_before(TWO_THOUSAND).await;
    let opening = (0..4).map(|_| {
        let path = folder.path().to_owned();
        tokio::spawn(async move { open(&path).await })
    });
    for store in join_all(opening).await {
        let store = store.expect("nothing panics");
        let account = store.accounts().await.expect("the store answers").remove(0).id;
        for word in ["many", "ones", "u"] {
            let counted = store.count_people(account, &[Folded::of(word)], &[], 9_999).await.expect("the store answers");
            assert_eq!(counted, 2_000, "{word}");
        }
    }
}

#[tokio::test]
async fn somebody_who_cannot_be_read_keeps_no_gateway_from_opening() {
    let folder = of_before("UPDATE users SET level = 'hunter2' WHERE username = 'anna'").await;
    let store = open(folder.path()).await;
    let account = store.accounts().await.expect("the store answers").remove(0).id;
    let counted = async |word| store.count_people(account, &[Folded::of(word)], &[], 9).await.expect("the store answers");
    assert_eq!((counted("henry").await, counted("anna").await), (1, 0));
}

#[tokio::test]
async fn a_database_of_the_release_before_is_filled_in() {
    let folder = of_before("").await;
    for _ in 0..2 {
        let store = open(folder.path()).await;
        let account = store.account_by_key(&Folded::of("acme")).await.expect("the store answers").expect("it is still there");
        assert_eq!((account.recovery, account.contact), (None, ContactDetails::default()));
        let found = async |typed: &str| {
            let query = PeopleQuery {
                account: account.id,
                words: vec![Folded::of(typed)],
                filters: Vec::new(),
                order: PeopleOrder::Name,
                is_descending: false,
                from: None,
                most: 9,
            };
            let found = store.people(&query).await.expect("the store answers");
            found.iter().map(|user| user.username.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(found("").await, ["anna", "Henry"]);
        assert_eq!(found("ANNA@").await, ["anna"]);
        assert_eq!((found("berg").await, found("weiss").await), (vec!["anna".to_owned()], vec!["Henry".to_owned()]));
        let users = store.users(account.id).await.expect("the store answers");
        assert!(users.iter().all(|user| user.version == 1 && !user.must_change_password && user.last_sign_in_at.is_none()));
        let henry = users.last().expect("he is there").id;
        let sessions = store.of_user(henry).await.expect("the store answers");
        assert_eq!(sessions.iter().map(|session| session.proved_at.as_millis()).collect::<Vec<_>>(), [3_000]);
        assert_eq!(store.unchained(9).await.expect("the store answers").len(), 1);
        store.close().await;
    }
}

#[tokio::test]
async fn a_letter_that_cannot_be_read_blocks_nobody() {
    let kept = empty().await;
    let (first, second) = (people::letter(NOON), people::letter(NOON));
    let change = Change { letters: vec![first.clone(), second.clone()], ..Change::default() };
    kept.apply(change).await.expect("the store answers");
    let spoil = "UPDATE letters SET purpose = '{\"kind\":\"of-a-later-release\"}' WHERE id = (SELECT min(id) FROM letters)";
    behind_the_store(&kept, spoil).await;
    let readable = if first.id < second.id { second } else { first };
    let claimed = kept.claim(NOON, NOON, 1).await.expect("the store answers");
    assert_eq!(claimed, [], "the one that cannot be read came first");
    for _ in 0..2 {
        let claimed = kept.claim(NOON, NOON, 1).await.expect("the store answers");
        assert_eq!(claimed.into_iter().map(|claimed| claimed.letter).collect::<Vec<_>>(), slice::from_ref(&readable));
    }
    assert_eq!(kept.waiting().await.expect("the store answers"), 2);
    // A gateway of the later release comes and can read it.
    behind_the_store(
        &kept,
        r#"UPDATE letters SET purpose = '{"kind":"approved","recovery":"00000000-0000-4000-8000-000000000001"}'"#,
    )
    .await;
    let later = NOON.after(Duration::from_hours(1));
    assert_eq!(kept.claim(later, later, 9).await.expect("the store answers").len(), 2);
}

#[tokio::test]
async fn what_cannot_be_read_of_a_recovery_is_named_and_not_shown() {
    let kept = empty().await;
    let account = people::account("acme");
    let user = people::user(&account, "henry");
    let recovery = people::recovery(&user, Kind::EmailChange, NOON);
    let digest = SecretDigest::of(b"secret");
    let write = vec![Write::NewAccount(account), Write::NewUser(user.clone())];
    assert_eq!(kept.apply(Change { write, ..Change::default() }).await.expect("the store answers"), Applied::Done);
    let mint = Spend::Mint { recovery: recovery.id, digest, kind: SecretKind::Link, expires_at: NOON };
    let spend = vec![Spend::BeginRecovery(recovery.clone()), mint];
    assert_eq!(kept.apply(Change { spend, ..Change::default() }).await.expect("the store answers"), Applied::Done);
    behind_the_store(&kept, "UPDATE recovery_secrets SET kind = 'hunter2'").await;
    assert_names(&kept.recovery_by_secret(&digest).await.expect_err("it cannot be read"), "recovery_secrets.kind");
    for (spoil, column) in [
        ("UPDATE recoveries SET browser = x'00'", "recoveries.browser"),
        ("UPDATE recoveries SET browser = NULL, email = 'hunter2'", "recoveries.email"),
        ("UPDATE recoveries SET email = NULL, decided_at = 5", "recoveries.decided_by"),
        ("UPDATE recoveries SET decided_at = NULL, ended_at = 5", "recoveries.ended_for"),
        ("UPDATE recoveries SET ended_for = 'hunter2'", "recoveries.ended_for"),
        ("UPDATE recoveries SET ended_at = NULL, ended_for = NULL, sendings = -1", "recoveries.sendings"),
        ("UPDATE recoveries SET sendings = 0, kind = 'hunter2'", "recoveries.kind"),
    ] {
        behind_the_store(&kept, spoil).await;
        assert_names(&kept.recovery(recovery.id).await.expect_err("it cannot be read"), column);
    }
    behind_the_store(&kept, "UPDATE audit_links SET mac = x'00'").await;
    assert_names(&kept.head().await.expect_err("it cannot be read"), "audit_links.mac");
    behind_the_store(&kept, "UPDATE accounts SET recovery = 'hunter2'").await;
    assert_names(&kept.accounts().await.expect_err("it cannot be read"), "accounts.recovery");
}
