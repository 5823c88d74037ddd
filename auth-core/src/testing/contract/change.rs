//! A change happens whole, or not at all.

use std::slice;

use futures_util::future::join_all;

use crate::{
    account::{Account, ContactDetails},
    audit::{Actor, Event, What},
    change::{Applied, Change, Spend, Write},
    password::PasswordRecord,
    ports::{Directory, Outbox},
    revocation::Revocation,
    session::EndReason,
    signing_key::KeyRow,
    testing::people,
    time::Timestamp,
    user::User,
};

const SOON: Timestamp = Timestamp::from_millis(5_000);
const LATER: Timestamp = Timestamp::from_millis(9_000);

/// Writes what must succeed.
pub(super) async fn write(store: &dyn Directory, write: impl IntoIterator<Item = Write>) {
    let change = Change { write: write.into_iter().collect(), ..Change::default() };
    assert_eq!(store.apply(change).await.expect("the store answers"), Applied::Done);
}

/// Tries what may have been spent.
pub(super) async fn spend(store: &dyn Directory, spend: impl IntoIterator<Item = Spend>) -> Applied {
    let change = Change { spend: spend.into_iter().collect(), ..Change::default() };
    store.apply(change).await.expect("the store answers")
}

/// Changes somebody, which must succeed; as they are from then on.
pub(super) async fn edit(store: &dyn Directory, user: User) -> User {
    assert_eq!(spend(store, [Spend::User(user.clone())]).await, Applied::Done);
    User { version: user.version + 1, ..user }
}

/// An account and one person of it.
pub(super) async fn somebody(store: &dyn Directory) -> (Account, User) {
    let account = people::account("acme");
    let user = people::user(&account, "henry");
    write(store, [Write::NewAccount(account.clone()), Write::NewUser(user.clone())]).await;
    (account, user)
}

async fn with_password(store: &dyn Directory) -> (Account, User, PasswordRecord) {
    let (account, user) = somebody(store).await;
    let record = people::password("old", people::parameters(8, 1));
    write(store, [Write::Password { user: user.id, record: record.clone() }]).await;
    (account, user, record)
}

async fn password_of(store: &dyn Directory, user: &User) -> Option<PasswordRecord> {
    store.password(user.id).await.expect("the store answers")
}

fn key(id: &str, until: Option<Timestamp>) -> KeyRow {
    let at = Timestamp::from_millis(1_000);
    KeyRow { id: id.to_owned(), public: vec![1; 64], sealed: vec![2; 90], created_at: at, signs_from: at, signs_until: until }
}

/// What a change would leave behind besides its spends.
fn traces(account: &Account, user: &User) -> Change {
    Change {
        spend: Vec::new(),
        write: vec![
            Write::NewUser(people::user(account, "newcomer")),
            Write::Account(Account { name: "Renamed".to_owned(), ..account.clone() }),
            Write::Password { user: user.id, record: people::password("traced", people::parameters(8, 3)) },
            Write::NewKey(key("trace", None)),
        ],
        letters: vec![people::letter(SOON)],
        audit: vec![Event::new(SOON, What::PasswordSet, Actor::CommandLine)],
        revoke: vec![Revocation::User(user.id)],
    }
}

async fn assert_no_trace(store: &(impl Directory + Outbox), account: &Account, user: &User, record: Option<&PasswordRecord>) {
    assert_eq!(store.accounts().await.expect("the store answers"), slice::from_ref(account));
    assert_eq!(store.users(account.id).await.expect("the store answers"), slice::from_ref(user));
    assert_eq!(password_of(store, user).await.as_ref(), record);
    assert!(store.signing_keys().await.expect("the store answers").iter().all(|row| row.id != "trace"));
    assert_eq!(store.audit(Timestamp::from_millis(0), 0, 9).await.expect("the store answers"), []);
    assert_eq!(store.revocations_since(0).await.expect("the store answers"), []);
    assert_eq!(store.latest_revocation().await.expect("the store answers"), 0);
    assert_eq!(store.waiting().await.expect("the store answers"), 0);
}

/// All parts of a change are there once it is done.
pub async fn a_change_is_committed_whole(store: &(impl Directory + Outbox)) {
    let (account, user, old) = with_password(store).await;
    let new = people::password("new", people::parameters(8, 2));
    let mut change = traces(&account, &user);
    change.write.retain(|write| !matches!(write, Write::Password { .. }));
    change.spend.push(Spend::Password { user: user.id, old, new: new.clone() });
    assert_eq!(store.apply(change).await.expect("the store answers"), Applied::Done);
    assert_eq!(password_of(store, &user).await, Some(new));
    assert_eq!(store.users(account.id).await.expect("the store answers").len(), 2);
    assert_eq!(store.signing_keys().await.expect("the store answers"), [key("trace", None)]);
    assert_eq!(store.audit(SOON, 0, 9).await.expect("the store answers").len(), 1);
    assert_eq!(store.waiting().await.expect("the store answers"), 1);
    assert_eq!(store.revocations_since(0).await.expect("the store answers"), [(1, Revocation::User(user.id))]);
}

/// A password that is not the old one any more leaves nothing of the change, not even the spends before it.
pub async fn a_spend_already_spent_undoes_everything(store: &(impl Directory + Outbox)) {
    let (account, user, old) = with_password(store).await;
    let new = people::password("new", people::parameters(8, 2));
    let spend = Spend::Password { user: user.id, old: old.clone(), new };
    let change = Change { spend: vec![spend.clone(), spend], ..traces(&account, &user) };
    assert_eq!(store.apply(change).await.expect("the store answers"), Applied::AlreadySpent(1));
    assert_no_trace(store, &account, &user, Some(&old)).await;
}

/// The answer names the first spend that did not hold.
pub async fn the_first_spend_that_no_longer_holds_is_named(store: &(impl Directory + Outbox)) {
    let (account, user) = somebody(store).await;
    let record = people::password("never kept", people::parameters(8, 1));
    let of_nobody = Spend::Password { user: user.id, old: record.clone(), new: record };
    let of_no_key = Spend::KeyTerm { key: "none".to_owned(), until: None, new: SOON };
    let change = Change { spend: vec![of_nobody, of_no_key], ..traces(&account, &user) };
    assert_eq!(store.apply(change).await.expect("the store answers"), Applied::AlreadySpent(0));
    assert_no_trace(store, &account, &user, None).await;
}

/// Of twenty that replace the same password, one does.
pub async fn a_password_is_replaced_once_among_many_at_a_time(store: &dyn Directory) {
    let (_, user, old) = with_password(store).await;
    let new: Vec<_> = (0..20).map(|n| people::password(&format!("new {n}"), people::parameters(8, 1))).collect();
    let applied = join_all(new.iter().map(|new| {
        let spend = Spend::Password { user: user.id, old: old.clone(), new: new.clone() };
        store.apply(Change { spend: vec![spend], revoke: vec![Revocation::User(user.id)], ..Change::default() })
    }));
    let applied: Vec<Applied> = applied.await.into_iter().map(|answer| answer.expect("the store answers")).collect();
    let winners: Vec<_> = new.iter().zip(&applied).filter(|(_, applied)| **applied == Applied::Done).collect();
    assert_eq!(winners.len(), 1, "{applied:?}");
    assert_eq!(applied.iter().filter(|applied| **applied == Applied::AlreadySpent(0)).count(), 19, "{applied:?}");
    assert_eq!(password_of(store, &user).await.as_ref(), winners.first().map(|(new, _)| *new));
    assert_eq!(store.latest_revocation().await.expect("the store answers"), 1);
}

/// A key's term, open or not, is changed by the first who knows what it was.
pub async fn a_key_term_is_ended_once(store: &dyn Directory) {
    write(store, [Write::NewKey(key("open", None)), Write::NewKey(key("set", Some(SOON)))]).await;
    for (id, until) in [("open", None), ("set", Some(SOON))] {
        let spend = Spend::KeyTerm { key: id.to_owned(), until, new: LATER };
        let change = Change { spend: vec![spend], ..Change::default() };
        assert_eq!(store.apply(change.clone()).await.expect("the store answers"), Applied::Done, "{id}");
        assert_eq!(store.apply(change).await.expect("the store answers"), Applied::AlreadySpent(0), "{id}");
    }
    let keys = store.signing_keys().await.expect("the store answers");
    assert!(keys.iter().all(|key| key.signs_until == Some(LATER)));
}

/// Of twenty gateways that start at a time, one makes the first key; and of those that make the next, one.
pub async fn one_of_many_makes_the_next_key(store: &dyn Directory) {
    let mut known = Vec::new();
    for round in ["first", "second"] {
        let made = join_all((0..20).map(|number| {
            let change = Change {
                spend: vec![Spend::Keys(known.clone())],
                write: vec![Write::NewKey(key(&format!("{round} {number}"), None))],
                revoke: vec![Revocation::Keys],
                ..Change::default()
            };
            store.apply(change)
        }))
        .await;
        let done = made.iter().filter(|applied| matches!(applied, Ok(Applied::Done)));
        assert_eq!(done.count(), 1);
        let not = made.iter().filter(|applied| matches!(applied, Ok(Applied::AlreadySpent(0))));
        assert_eq!(not.count(), 19);
        known = store.signing_keys().await.expect("the store answers").into_iter().map(|key| key.id).collect();
    }
    assert_eq!(known.len(), 2);
}

/// An Account ID, a username in its account, or a key's id that another has.
pub async fn a_taken_name_undoes_everything(store: &(impl Directory + Outbox)) {
    let (account, user, old) = with_password(store).await;
    let taken = [
        Write::NewAccount(people::account("ACME")),
        Write::NewUser(people::user(&account, "ＨenrY")),
        Write::NewKey(key("trace", None)),
    ];
    for write in taken {
        let mut change = traces(&account, &user);
        change.write.push(write.clone());
        assert_eq!(store.apply(change).await.expect("the store answers"), Applied::Taken, "{write:?}");
        assert_no_trace(store, &account, &user, Some(&old)).await;
    }
    let other = people::user(&account, "other");
    write(store, [Write::NewUser(other.clone())]).await;
    let renamed = User { username: user.username.clone(), ..other };
    assert_eq!(spend(store, [Spend::User(renamed)]).await, Applied::Taken);
}

/// Of twenty that open an account under one name, one does.
pub async fn one_of_many_at_a_time_gets_a_name(store: &dyn Directory) {
    let applied = join_all((0..20).map(|_| {
        let write = vec![Write::NewAccount(people::account("acme"))];
        store.apply(Change { write, ..Change::default() })
    }));
    let applied: Vec<Applied> = applied.await.into_iter().map(|answer| answer.expect("the store answers")).collect();
    assert_eq!(applied.iter().filter(|applied| **applied == Applied::Done).count(), 1, "{applied:?}");
    assert_eq!(applied.iter().filter(|applied| **applied == Applied::Taken).count(), 19, "{applied:?}");
    assert_eq!(store.accounts().await.expect("the store answers").len(), 1);
}

/// Nobody's password, nobody's account, nobody's row.
pub async fn a_write_to_nobody_is_an_error_and_undoes_everything(store: &(impl Directory + Outbox)) {
    let (account, user, old) = with_password(store).await;
    let (stranger, strangers) = (people::user(&account, "stranger"), people::account("strangers"));
    let to_nobody = [
        Write::Password { user: stranger.id, record: old.clone() },
        Write::EndSessions { user: stranger.id, from: SOON, reason: EndReason::ByAdministrator },
        Write::MustChangePassword { user: stranger.id, must: true },
        Write::SignedIn { user: stranger.id, at: SOON },
        Write::Undeliverable { user: stranger.id, since: Some(SOON) },
        Write::NewUser(people::user(&strangers, "anna")),
        Write::ContactDetails { account: strangers.id, name: String::new(), contact: ContactDetails::default() },
        Write::Account(strangers),
    ];
    for write in to_nobody {
        let mut change = traces(&account, &user);
        change.write.push(write.clone());
        assert!(store.apply(change).await.is_err(), "{write:?}");
        assert_no_trace(store, &account, &user, Some(&old)).await;
    }
}
