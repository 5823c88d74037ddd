//! Who may be asked to decide: holders of a role, operators; and accounts that go their own way.

use futures_util::future::join;

use super::change::{edit, write};
use crate::{
    account::{Account, AccountState},
    change::{Applied, Change, Spend, Write},
    identifier::Folded,
    portal::Admitted,
    ports::Directory,
    recovery::RecoveryFlow,
    testing::people,
    user::{User, UserState},
};

const NOBODY: [&str; 0] = [];

fn with_roles(account: &Account, username: &str, roles: &[&str]) -> User {
    let roles = roles.iter().map(|role| role.parse().expect("a role")).collect();
    User { roles, ..people::user(account, username) }
}

async fn holders(store: &dyn Directory, account: &Account, role: &str) -> Vec<String> {
    let holders = store.holders(account.id, role).await.expect("the store answers");
    holders.into_iter().map(|user| user.username.to_string()).collect()
}

/// Of one account, by username; no role is found by a part of its name.
pub async fn holders_hold_the_whole_role(store: &dyn Directory) {
    let (acme, bolt) = (people::account("acme"), people::account("bolt"));
    write(store, [Write::NewAccount(acme.clone()), Write::NewAccount(bolt.clone())]).await;
    let users = [
        with_roles(&acme, "dan", &["manage-users"]),
        with_roles(&acme, "anna", &["approve-resets", "manage-users", "recordings"]),
        with_roles(&acme, "ben", &["manage-users-too", "not-manage-users", "users"]),
        with_roles(&acme, "carl", &[]),
        with_roles(&bolt, "eve", &["manage-users"]),
    ];
    write(store, users.map(Write::NewUser)).await;
    assert_eq!(holders(store, &acme, "manage-users").await, ["anna", "dan"]);
    assert_eq!(holders(store, &acme, "users").await, ["ben"]);
    assert_eq!(holders(store, &acme, "recordings").await, ["anna"]);
    assert_eq!(holders(store, &bolt, "manage-users").await, ["eve"]);
    for role in ["manage", "manage-user", "", " ", "%", "manage_users", "Manage-Users"] {
        assert_eq!(holders(store, &acme, role).await, NOBODY, "{role:?}");
    }
}

/// Two who take it from each other in the same moment do not both succeed.
pub async fn a_role_that_must_be_held_stays_held(store: &dyn Directory) {
    let acme = people::account("acme");
    let users = ["anna", "ben"].map(|name| with_roles(&acme, name, &["manage-users"]));
    write(store, [Write::NewAccount(acme.clone())]).await;
    write(store, users.clone().map(Write::NewUser)).await;
    let held = || Spend::Held { account: acme.id, role: "manage-users" };
    let [anna, ben] = users.map(|user| Change {
        spend: vec![Spend::User(User { state: UserState::Disabled, ..user }), held()],
        ..Change::default()
    });
    let (anna, ben) = join(store.apply(anna), store.apply(ben)).await;
    let answers = [anna.expect("the store answers"), ben.expect("the store answers")];
    assert!(
        matches!(answers, [Applied::Done, Applied::AlreadySpent(1)] | [Applied::AlreadySpent(1), Applied::Done]),
        "{answers:?}"
    );
    assert_eq!(holders(store, &acme, "manage-users").await.len(), 1);
}

/// Nor are the locked; whoever is let in again is one again.
pub async fn disabled_people_are_no_holders(store: &dyn Directory) {
    let acme = people::account("acme");
    let users = ["anna", "ben"].map(|name| with_roles(&acme, name, &["approve-resets"]));
    write(store, [Write::NewAccount(acme.clone())]).await;
    write(store, users.clone().map(Write::NewUser)).await;
    let [anna, ben] = users;
    let anna = edit(store, User { state: UserState::Disabled, ..anna }).await;
    edit(store, User { state: UserState::Locked, ..ben }).await;
    assert_eq!(holders(store, &acme, "approve-resets").await, NOBODY);
    let anna = edit(store, User { state: UserState::Active, ..anna }).await;
    assert_eq!(holders(store, &acme, "approve-resets").await, ["anna"]);
    edit(store, User { roles: [].into(), ..anna }).await;
    assert_eq!(holders(store, &acme, "approve-resets").await, NOBODY);
}

/// Of every operators' account that is open; no customer's.
pub async fn operators_are_active_people_of_open_operators_accounts(store: &dyn Directory) {
    let shut = Account { state: AccountState::Suspended, ..people::operators("shut") };
    let accounts = [people::operators("vendor"), people::operators("partner"), shut, people::account("acme")];
    write(store, accounts.clone().map(Write::NewAccount)).await;
    let [vendor, partner, shut, acme] = &accounts;
    let locked = User { state: UserState::Locked, ..people::user(vendor, "locked") };
    let users = [people::user(vendor, "vera"), people::user(partner, "paul"), locked];
    write(store, users.clone().map(Write::NewUser)).await;
    write(store, [shut, acme].map(|account| Write::NewUser(people::user(account, "sam")))).await;
    let [vera, paul, _] = users;
    assert_eq!(store.operators().await.expect("the store answers"), [paul, vera]);
}

/// Each once, and only those of accounts that the portal admits.
pub async fn other_ways_back_in_are_known(store: &dyn Directory) {
    let (link, approval) = (Some(RecoveryFlow::Link), Some(RecoveryFlow::AdminApproval));
    let operators = Account { recovery: Some(RecoveryFlow::EmailedPassword), ..people::operators("vendor") };
    write(store, [Write::NewAccount(operators), Write::NewAccount(people::account("plain"))]).await;
    for (key, recovery) in [("acme", approval), ("bolt", link), ("cole", approval)] {
        write(store, [Write::NewAccount(Account { recovery, ..people::account(key) })]).await;
    }
    let overrides = async |among| store.recovery_overrides(&among).await.expect("the store answers");
    let only = |keys: &[&str]| Admitted::Only(keys.iter().map(|key| Folded::of(key)).collect());
    assert_eq!(overrides(Admitted::AllCustomers).await, [RecoveryFlow::Link, RecoveryFlow::AdminApproval]);
    assert_eq!(overrides(only(&["acme", "cole", "plain"])).await, [RecoveryFlow::AdminApproval]);
    assert_eq!(overrides(only(&["vendor"])).await, [RecoveryFlow::EmailedPassword]);
    assert_eq!(overrides(only(&["plain"])).await, []);
    assert_eq!(overrides(only(&[])).await, []);
}
