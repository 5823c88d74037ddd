//! Accounts, people, and what their passwords cost.

use super::change::{change, somebody, write};
use crate::{
    account::{Account, AccountState},
    change::Write,
    identifier::Folded,
    permission::{Level, Preset},
    ports::Directory,
    session::EndReason,
    testing::people,
    user::{Person, User, UserId, UserState},
};

async fn person(store: &dyn Directory, user: UserId) -> Option<Person> {
    store.person(user).await.expect("the store answers")
}

/// However its Account ID is spelled.
pub async fn an_account_is_found_by_its_folded_key(store: &dyn Directory) {
    let account = people::account("Acme-2");
    write(store, [Write::NewAccount(account.clone())]).await;
    let found = store.account_by_key(&Folded::of("ACME-2")).await.expect("the store answers");
    assert_eq!(found, Some(account));
    assert_eq!(store.account_by_key(&Folded::of("acme")).await.expect("the store answers"), None);
}

/// Operators' among them.
pub async fn accounts_come_in_the_order_of_their_keys(store: &dyn Directory) {
    let accounts = [people::account("Alpha"), people::operators("beta"), people::account("Gamma")];
    write(store, accounts.iter().rev().cloned().map(Write::NewAccount)).await;
    assert_eq!(store.accounts().await.expect("the store answers"), accounts);
}

/// An account's Account ID, kind and age are for ever.
pub async fn an_account_changes_its_name_and_state_only(store: &dyn Directory) {
    let before = people::account("acme");
    write(store, [Write::NewAccount(before.clone())]).await;
    let changed =
        Account { id: before.id, name: "Another".to_owned(), state: AccountState::Suspended, ..people::operators("else") };
    write(store, [Write::Account(changed)]).await;
    let after = Account { name: "Another".to_owned(), state: AccountState::Suspended, ..before };
    assert_eq!(store.accounts().await.expect("the store answers"), [after]);
}

/// Whether or not there is an email address.
pub async fn a_person_comes_with_their_account(store: &dyn Directory) {
    let (account, user) = somebody(store).await;
    let silent = User { email: None, ..people::user(&account, "silent") };
    write(store, [Write::NewUser(silent.clone())]).await;
    assert_eq!(person(store, user.id).await, Some(Person { user, account: account.clone() }));
    assert_eq!(person(store, silent.id).await, Some(Person { user: silent, account: account.clone() }));
    assert_eq!(person(store, people::user(&account, "nobody").id).await, None);
}

/// And nobody of another.
pub async fn people_of_one_account_come_by_username(store: &dyn Directory) {
    let (ours, theirs) = (people::account("ours"), people::account("theirs"));
    let users = ["Anna", "bob", "Carl"].map(|name| people::user(&ours, name));
    write(store, [Write::NewAccount(ours.clone()), Write::NewAccount(theirs.clone())]).await;
    write(store, users.iter().rev().cloned().map(Write::NewUser)).await;
    write(store, [Write::NewUser(people::user(&theirs, "berta"))]).await;
    assert_eq!(store.users(ours.id).await.expect("the store answers"), users);
}

/// Roles are replaced, not added to.
pub async fn everything_about_a_person_can_change(store: &dyn Directory) {
    let (account, user) = somebody(store).await;
    let mut before = user.clone();
    for (state, level, reason) in [
        (UserState::Locked, Level::Staff, Some(EndReason::PasswordChanged)),
        (UserState::Disabled, Level::Global, Some(EndReason::ByAdministrator)),
        (UserState::Active, Level::Company, None),
    ] {
        let changed = User {
            username: format!("henry-{}", level.as_str()).parse().expect("a username"),
            email: reason.map(|reason| format!("{}@new.example", reason.as_str()).parse().expect("an address")),
            name: "Henry \"the 2nd\" Ω".to_owned(),
            level,
            roles: if state == UserState::Active { [].into() } else { Preset::Admin.roles() },
            state,
            language: reason.map(|_| "es".to_owned()),
            ..before.clone()
        };
        change(store, changed.clone()).await;
        let changed = User { version: changed.version + 1, ..changed };
        assert_eq!(person(store, user.id).await, Some(Person { user: changed.clone(), account: account.clone() }));
        before = changed;
    }
}

/// A change that spells the name in another way does not find it taken by the person themselves.
pub async fn a_person_keeps_their_own_name(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let changed = User { username: "HENRY".parse().expect("a username"), ..user.clone() };
    change(store, changed.clone()).await;
    let changed = User { version: changed.version + 1, ..changed };
    assert_eq!(person(store, user.id).await.map(|person| person.user), Some(changed));
}

/// Usernames are unique within an account only.
pub async fn two_accounts_may_have_the_same_username(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let other = people::account("other");
    let namesake = people::user(&other, user.username.as_str());
    write(store, [Write::NewAccount(other.clone()), Write::NewUser(namesake.clone())]).await;
    assert_eq!(store.users(other.id).await.expect("the store answers"), [namesake]);
}

/// The old name is free again.
pub async fn a_renamed_person_is_found_by_the_new_name_only(store: &dyn Directory) {
    let (account, user) = somebody(store).await;
    let renamed = User { username: "enrico".parse().expect("a username"), ..user.clone() };
    let successor = people::user(&account, "henry");
    change(store, renamed.clone()).await;
    write(store, [Write::NewUser(successor.clone())]).await;
    let renamed = User { version: renamed.version + 1, ..renamed };
    assert_eq!(store.users(account.id).await.expect("the store answers"), [renamed, successor]);
}

/// By memory times iterations, whatever became of costlier ones before.
pub async fn the_costliest_password_is_known(store: &dyn Directory) {
    assert_eq!(store.costliest().await.expect("the store answers"), None);
    let (account, user) = somebody(store).await;
    let other = people::user(&account, "other");
    let (cheap, dear) = (people::parameters(64, 1), people::parameters(16, 5));
    let record = |parameters| people::password("right", parameters);
    write(
        store,
        [
            Write::NewUser(other.clone()),
            Write::Password { user: user.id, record: record(dear) },
            Write::Password { user: other.id, record: record(cheap) },
        ],
    )
    .await;
    assert_eq!(store.costliest().await.expect("the store answers"), Some(dear));
    write(store, [Write::Password { user: user.id, record: record(cheap) }]).await;
    assert_eq!(store.costliest().await.expect("the store answers"), Some(cheap));
}
