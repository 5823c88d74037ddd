//! Accounts, people, and what their passwords cost.

use super::{
    change::{edit, somebody, spend, write},
    recoveries::{all_at_once, assert_one_wins},
};
use crate::{
    account::{Account, AccountState, ContactDetails},
    change::{Applied, Spend, Write},
    identifier::Folded,
    permission::{Level, Preset},
    ports::Directory,
    recovery::RecoveryFlow,
    session::EndReason,
    testing::people,
    time::Timestamp,
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

/// With everything that can be known of them.
pub async fn an_account_and_a_person_read_back_as_written(store: &dyn Directory) {
    let at = Timestamp::from_millis(7_000);
    let contact = ContactDetails {
        person: "Ada".to_owned(),
        phone: "+44 20 7946 0000".to_owned(),
        address: "1 Road\nTown Ω".to_owned(),
        billing_email: "bills@acme.example".to_owned(),
    };
    let state = AccountState::Suspended;
    let account = Account { contact, state, recovery: Some(RecoveryFlow::AdminApproval), ..people::operators("acme") };
    let user = User {
        state: UserState::Disabled,
        language: Some("pt-BR".to_owned()),
        version: 3,
        must_change_password: true,
        sessions_valid_from: at,
        sessions_ended_for: Some(EndReason::Theft),
        last_sign_in_at: Some(at),
        undeliverable_since: Some(at),
        ..people::user(&account, "henry")
    };
    write(store, [Write::NewAccount(account.clone()), Write::NewUser(user.clone())]).await;
    assert_eq!(person(store, user.id).await, Some(Person { user, account }));
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

/// Roles are replaced, not added to. What has a write of its own stays.
pub async fn everything_about_a_person_can_change(store: &dyn Directory) {
    let (account, mut user) = somebody(store).await;
    for (state, level, language) in [
        (UserState::Locked, Level::Staff, Some("de")),
        (UserState::Disabled, Level::Global, Some("pt-BR")),
        (UserState::Active, Level::Company, None),
    ] {
        let changed = User {
            username: format!("henry-{}", level.as_str()).parse().expect("a username"),
            email: language.map(|language| format!("{language}@new.example").parse().expect("an address")),
            name: "Henry \"the 2nd\" Ω".to_owned(),
            level,
            roles: if state == UserState::Active { [].into() } else { Preset::Admin.roles() },
            state,
            language: language.map(str::to_owned),
            ..user
        };
        let others = User {
            must_change_password: true,
            sessions_valid_from: Timestamp::from_millis(7_000),
            sessions_ended_for: Some(EndReason::ByAdministrator),
            last_sign_in_at: Some(Timestamp::from_millis(7_000)),
            undeliverable_since: Some(Timestamp::from_millis(7_000)),
            created_at: Timestamp::from_millis(7_000),
            ..changed.clone()
        };
        edit(store, others).await;
        user = User { version: changed.version + 1, ..changed };
        assert_eq!(person(store, user.id).await, Some(Person { user: user.clone(), account: account.clone() }));
    }
}

/// A change that spells the name in another way does not find it taken by the person themselves.
pub async fn a_person_keeps_their_own_name(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let changed = edit(store, User { username: "HENRY".parse().expect("a username"), ..user.clone() }).await;
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
    let renamed = edit(store, renamed).await;
    write(store, [Write::NewUser(successor.clone())]).await;
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

/// Somebody else has changed them since, or they are not whom they are taken for.
pub async fn a_stale_version_writes_nothing(store: &dyn Directory) {
    let (account, user) = somebody(store).await;
    let changed = edit(store, User { name: "Henry the 2nd".to_owned(), ..user.clone() }).await;
    let stale = User { username: "stale".parse().expect("a username"), state: UserState::Locked, ..user.clone() };
    let elsewhere = User { account: people::account("other").id, ..changed.clone() };
    let stranger = people::user(&account, "stranger");
    let early = User { version: changed.version + 1, ..stale.clone() };
    for user in [stale, elsewhere, stranger, early] {
        assert_eq!(spend(store, [Spend::User(user)]).await, Applied::AlreadySpent(0));
    }
    assert_eq!(store.users(account.id).await.expect("the store answers"), [changed]);
}

/// Of twenty who change what they all read, one does.
pub async fn one_of_many_changes_a_person(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let changed = |n: u8| User { name: format!("Henry the {n}th"), ..user.clone() };
    assert_one_wins(&all_at_once(store, (0..20).map(|n| Spend::User(changed(n)))).await);
    assert_eq!(person(store, user.id).await.map(|person| person.user.version), Some(user.version + 1));
}

/// A gateway whose clock is behind opens no session again; of one moment, the reason that comes last is told.
pub async fn the_end_of_sessions_never_moves_back(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    for (moment, reason, expected) in [
        (5_000, EndReason::PasswordChanged, (5_000, EndReason::PasswordChanged)),
        (4_000, EndReason::ByAdministrator, (5_000, EndReason::PasswordChanged)),
        (5_000, EndReason::ByAdministrator, (5_000, EndReason::ByAdministrator)),
        (6_000, EndReason::PasswordChanged, (6_000, EndReason::PasswordChanged)),
    ] {
        write(store, [Write::EndSessions { user: user.id, from: Timestamp::from_millis(moment), reason }]).await;
        let user = person(store, user.id).await.expect("the person is there").user;
        assert_eq!((user.sessions_valid_from.as_millis(), user.sessions_ended_for), (expected.0, Some(expected.1)));
    }
}

/// None of it is a change that anybody else could have read too early.
pub async fn what_happens_to_a_person_is_written_beside_them(store: &dyn Directory) {
    let (_, user) = somebody(store).await;
    let at = Timestamp::from_millis(7_000);
    let id = user.id;
    let written = |must, since| {
        let undeliverable = Write::Undeliverable { user: id, since };
        [Write::MustChangePassword { user: id, must }, Write::SignedIn { user: id, at }, undeliverable]
    };
    let expected = User { must_change_password: true, last_sign_in_at: Some(at), undeliverable_since: Some(at), ..user.clone() };
    write(store, written(true, Some(at))).await;
    assert_eq!(person(store, id).await.map(|person| person.user), Some(expected));
    write(store, written(false, None)).await;
    let expected = User { last_sign_in_at: Some(at), ..user.clone() };
    assert_eq!(person(store, id).await.map(|person| person.user), Some(expected));
    assert_eq!(spend(store, [Spend::User(user)]).await, Applied::Done);
}

/// By its own people, who change nothing else with it; nor does a change of the account change that.
pub async fn an_account_says_how_to_reach_it(store: &dyn Directory) {
    let (account, _) = somebody(store).await;
    let contact = ContactDetails {
        person: "Ada \"the first\"".to_owned(),
        phone: "+44 20 7946 0000".to_owned(),
        address: "1 Road\nTown Ω".to_owned(),
        billing_email: "bills@acme.example".to_owned(),
    };
    let details = Write::ContactDetails { account: account.id, name: "Acme & Co".to_owned(), contact: contact.clone() };
    write(store, [details]).await;
    let after = Account { name: "Acme & Co".to_owned(), contact: contact.clone(), ..account.clone() };
    assert_eq!(store.account(account.id).await.expect("the store answers").as_ref(), Some(&after));
    write(store, [Write::Account(Account { recovery: Some(RecoveryFlow::Link), ..account.clone() })]).await;
    let after = Account { name: account.name.clone(), recovery: Some(RecoveryFlow::Link), ..after };
    assert_eq!(store.account(account.id).await.expect("the store answers"), Some(after));
    assert_eq!(store.account(people::account("other").id).await.expect("the store answers"), None);
}

/// Nobody else's.
pub async fn a_password_is_found_by_its_person(store: &dyn Directory) {
    let (account, user) = somebody(store).await;
    let other = people::user(&account, "other");
    let record = people::password("right", people::parameters(8, 1));
    write(store, [Write::NewUser(other.clone()), Write::Password { user: user.id, record: record.clone() }]).await;
    assert_eq!(store.password(user.id).await.expect("the store answers"), Some(record));
    assert_eq!(store.password(other.id).await.expect("the store answers"), None);
}
