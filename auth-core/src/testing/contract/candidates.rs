//! Whom a sign-in form could mean.

use super::change::{edit, write};
use crate::{
    account::{Account, AccountState},
    change::Write,
    identifier::Folded,
    portal::Admitted,
    ports::{Candidate, Directory, Lookup, LookupBy},
    testing::people,
    user::{Person, User, UserState},
};

/// Two customers and the operators; in each a person called Henry, in the first also Anna.
struct Town {
    acme: Account,
    bolt: Account,
    operators: Account,
    henries: [User; 3],
    anna: User,
}

async fn town(store: &dyn Directory) -> Town {
    let (acme, bolt, operators) = (people::account("acme"), people::account("bolt"), people::operators("vendor"));
    let henries = [&acme, &bolt, &operators].map(|account| people::user(account, "Henry"));
    let anna = people::user(&acme, "anna");
    write(store, [&acme, &bolt, &operators].map(|account| Write::NewAccount(account.clone()))).await;
    write(store, henries.iter().chain([&anna]).cloned().map(Write::NewUser)).await;
    Town { acme, bolt, operators, henries, anna }
}

fn username(name: &str) -> LookupBy {
    LookupBy::Username(Folded::of(name))
}

fn only(accounts: &[&Account]) -> Admitted {
    Admitted::Only(accounts.iter().map(|account| account.key.folded().clone()).collect())
}

async fn candidates(store: &dyn Directory, by: LookupBy, among: Admitted) -> Vec<Candidate> {
    store.candidates(&Lookup { by, among }).await.expect("the store answers")
}

async fn found(store: &dyn Directory, by: LookupBy, among: Admitted) -> Vec<User> {
    let mut users: Vec<User> = candidates(store, by, among).await.into_iter().map(|found| found.person.user).collect();
    users.sort_by_key(|user| user.id);
    users
}

fn sorted<const N: usize>(users: [&User; N]) -> Vec<User> {
    let mut users: Vec<User> = users.into_iter().cloned().collect();
    users.sort_by_key(|user| user.id);
    users
}

/// With their account.
pub async fn a_person_is_found_by_username(store: &dyn Directory) {
    let Town { acme, anna, .. } = town(store).await;
    let found = candidates(store, username("ANNA"), Admitted::AllCustomers).await;
    assert_eq!(found, [Candidate { person: Person { user: anna, account: acme }, password: None }]);
}

/// But not by an email address in the place of a username, nor the other way round.
pub async fn a_person_is_found_by_email(store: &dyn Directory) {
    let Town { anna, .. } = town(store).await;
    let by_email = |typed: &str| LookupBy::Email(Folded::of(typed));
    assert_eq!(found(store, by_email("Anna@Acme.example"), Admitted::AllCustomers).await, [anna]);
    assert_eq!(found(store, by_email("anna"), Admitted::AllCustomers).await, []);
    assert_eq!(found(store, username("anna@acme.example"), Admitted::AllCustomers).await, []);
}

/// And only of that account.
pub async fn a_person_is_found_by_account_and_username(store: &dyn Directory) {
    let town = town(store).await;
    let by = |account: &str, name: &str| LookupBy::AccountUsername(Folded::of(account), Folded::of(name));
    let [_, henry, _] = &town.henries;
    assert_eq!(found(store, by("Bolt", "henry"), Admitted::AllCustomers).await, sorted([henry]));
    assert_eq!(found(store, by("bolt", "anna"), Admitted::AllCustomers).await, []);
    assert_eq!(found(store, by("bolt", "henry"), only(&[&town.acme])).await, []);
    assert_eq!(found(store, by("vendor", "henry"), Admitted::AllCustomers).await, []);
}

/// An empty address is not that of everyone without one.
pub async fn nobody_is_found_by_what_nobody_has(store: &dyn Directory) {
    let Town { acme, .. } = town(store).await;
    write(store, [Write::NewUser(User { email: None, ..people::user(&acme, "silent") })]).await;
    for by in
        [username("nobody"), username(""), username("%"), LookupBy::Email(Folded::of("")), LookupBy::Email(Folded::of("x@y"))]
    {
        assert_eq!(found(store, by, Admitted::AllCustomers).await, []);
    }
}

/// They stand above accounts, and sign in where they are named.
pub async fn a_portal_for_all_customers_finds_no_operators(store: &dyn Directory) {
    let Town { operators, .. } = town(store).await;
    let root = people::user(&operators, "root");
    write(store, [Write::NewUser(root.clone())]).await;
    assert_eq!(found(store, username("root"), Admitted::AllCustomers).await, []);
    assert_eq!(found(store, username("root"), only(&[&operators])).await, [root]);
}

/// One account or several.
pub async fn a_portal_for_some_accounts_finds_only_their_people(store: &dyn Directory) {
    let Town { acme, bolt, operators, henries: [of_acme, of_bolt, of_vendor], .. } = town(store).await;
    assert_eq!(found(store, username("henry"), only(&[&bolt])).await, sorted([&of_bolt]));
    assert_eq!(found(store, username("henry"), only(&[&acme, &operators])).await, sorted([&of_acme, &of_vendor]));
    assert_eq!(found(store, username("anna"), only(&[&bolt, &operators])).await, []);
}

/// Not everybody.
pub async fn a_portal_for_no_account_finds_nobody(store: &dyn Directory) {
    town(store).await;
    assert_eq!(found(store, username("anna"), only(&[])).await, []);
}

/// The flow admits neither, but must know that there are two.
pub async fn two_that_are_meant_are_both_found(store: &dyn Directory) {
    let Town { henries: [of_acme, of_bolt, _], .. } = town(store).await;
    assert_eq!(found(store, username("henry"), Admitted::AllCustomers).await, sorted([&of_acme, &of_bolt]));
}

/// More than two say no more than two.
pub async fn three_that_are_meant_give_two(store: &dyn Directory) {
    let Town { acme, bolt, operators, .. } = town(store).await;
    assert_eq!(found(store, username("henry"), only(&[&acme, &bolt, &operators])).await.len(), 2);
}

/// Whether they may sign in is for the flow to say, in the time that a refusal takes.
pub async fn the_suspended_and_the_locked_are_found(store: &dyn Directory) {
    let Town { acme, anna, .. } = town(store).await;
    let acme = Account { state: AccountState::Suspended, ..acme };
    let anna = User { state: UserState::Locked, ..anna };
    write(store, [Write::Account(acme.clone())]).await;
    let anna = edit(store, anna).await;
    let found = candidates(store, username("anna"), Admitted::AllCustomers).await;
    assert_eq!(found, [Candidate { person: Person { user: anna, account: acme }, password: None }]);
}

/// Their own.
pub async fn a_candidate_comes_with_their_password(store: &dyn Directory) {
    let Town { anna, henries, .. } = town(store).await;
    let record = people::password("right", people::parameters(8, 1));
    let other = people::password("other", people::parameters(8, 1));
    let passwords = [(&anna, &record), (&henries[0], &other)];
    write(store, passwords.map(|(user, record)| Write::Password { user: user.id, record: record.clone() })).await;
    let found = candidates(store, username("anna"), Admitted::AllCustomers).await;
    assert_eq!(found.into_iter().map(|found| found.password).collect::<Vec<_>>(), [Some(record)]);
}
