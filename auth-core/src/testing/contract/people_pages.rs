//! Pages of an account's people: everybody once, found by the words they have.

use super::{
    change::{edit, write},
    recoveries::at,
};
use crate::{
    account::Account,
    change::Write,
    identifier::Folded,
    ports::{Directory, PageSide, PeopleFilter, PeopleOrder, PeopleQuery},
    testing::people,
    user::{User, UserState},
};

const NOBODY: [&str; 0] = [];
const ORDERS: [PeopleOrder; 3] = [PeopleOrder::Name, PeopleOrder::Username, PeopleOrder::LastSignIn];

fn all(account: &Account) -> PeopleQuery {
    PeopleQuery {
        account: account.id,
        words: Vec::new(),
        filters: Vec::new(),
        order: PeopleOrder::Username,
        is_descending: false,
        from: None,
        most: 99,
    }
}

fn words(typed: &str) -> Vec<Folded> {
    typed.split_whitespace().map(Folded::of).collect()
}

async fn usernames(store: &dyn Directory, query: &PeopleQuery) -> Vec<String> {
    let page = store.people(query).await.expect("the store answers");
    page.into_iter().map(|user| user.username.to_string()).collect()
}

async fn found(store: &dyn Directory, account: &Account, typed: &str) -> Vec<String> {
    usernames(store, &PeopleQuery { words: words(typed), ..all(account) }).await
}

async fn count(store: &dyn Directory, account: &Account, typed: &str, filter: Option<PeopleFilter>, most: u32) -> u32 {
    store.count_people(account.id, &words(typed), filter.as_slice(), most).await.expect("the store answers")
}

/// People of an account, by username and name, and a stranger of another account who is like the first.
async fn town(store: &dyn Directory, names: &[(&str, &str)]) -> (Account, Vec<User>) {
    let (acme, bolt) = (people::account("acme"), people::account("bolt"));
    let called = |account, (username, name): (&str, &str)| User { name: name.to_owned(), ..people::user(account, username) };
    let users: Vec<User> = names.iter().map(|names| called(&acme, *names)).collect();
    let stranger = names.iter().take(1).map(|names| called(&bolt, *names));
    write(store, [Write::NewAccount(acme.clone()), Write::NewAccount(bolt.clone())]).await;
    write(store, users.iter().cloned().chain(stranger).map(Write::NewUser)).await;
    (acme, users)
}

/// Thirty people with five names, who signed in at four moments or never.
async fn crowd(store: &dyn Directory) -> Account {
    let names = ["Ada", "Ben", "Émile", "ada", "Zoë Ω"];
    let usernames: Vec<String> = (0..30).map(|n| format!("user-{}", n * 7 % 30)).collect();
    let people: Vec<_> = usernames.iter().map(String::as_str).zip(names.into_iter().cycle()).collect();
    let (account, users) = town(store, &people).await;
    let signed_in = users.iter().zip(0..).filter(|(_, n)| n % 5 != 2);
    write(store, signed_in.map(|(user, n)| Write::SignedIn { user: user.id, at: at(1_000 + n % 4) })).await;
    account
}

/// In its order, either way round, one account's people; as many as are asked for.
pub async fn a_page_comes_in_its_order(store: &dyn Directory) {
    let (account, users) = town(store, &[("carl", "Bea"), ("Anna", "carl"), ("bob", "Ada"), ("dora", "Émile")]).await;
    write(store, [Write::SignedIn { user: users[2].id, at: at(1_000) }, Write::SignedIn { user: users[0].id, at: at(2_000) }])
        .await;
    let by = async |order, is_descending| usernames(store, &PeopleQuery { order, is_descending, ..all(&account) }).await;
    assert_eq!(by(PeopleOrder::Name, false).await, ["bob", "carl", "Anna", "dora"]);
    assert_eq!(by(PeopleOrder::Name, true).await, ["dora", "Anna", "carl", "bob"]);
    assert_eq!(by(PeopleOrder::Username, false).await, ["Anna", "bob", "carl", "dora"]);
    assert_eq!(by(PeopleOrder::Username, true).await, ["dora", "carl", "bob", "Anna"]);
    assert_eq!(by(PeopleOrder::LastSignIn, true).await[..2], ["carl", "bob"]);
    assert_eq!(by(PeopleOrder::LastSignIn, false).await[2..], ["bob", "carl"]);
    assert_eq!(usernames(store, &PeopleQuery { most: 2, ..all(&account) }).await, ["Anna", "bob"]);
    assert_eq!(usernames(store, &PeopleQuery { most: 0, ..all(&account) }).await, NOBODY);
}

/// Forwards and backwards, however many have the same name or moment, whatever they are searched by.
pub async fn paging_visits_everyone_once(store: &dyn Directory) {
    let account = crowd(store).await;
    for order in ORDERS {
        for (is_descending, typed) in [(false, ""), (true, ""), (false, "ada"), (true, "user ad")] {
            let query = PeopleQuery { order, is_descending, words: words(typed), ..all(&account) };
            let everyone = store.people(&query).await.expect("the store answers");
            assert_eq!(everyone.len(), if typed.is_empty() { 30 } else { 12 });
            assert_eq!(walk(store, &query, PageSide::After).await, everyone, "{query:?}");
            assert_eq!(walk(store, &query, PageSide::Before).await, everyone, "{query:?}");
        }
    }
}

/// Page by page from one end to the other; in the order in which they are shown.
async fn walk(store: &dyn Directory, query: &PeopleQuery, side: PageSide) -> Vec<User> {
    let last = store.people(&PeopleQuery { is_descending: !query.is_descending, most: 1, ..query.clone() }).await;
    let mut seen = match side {
        PageSide::After => Vec::new(),
        PageSide::Before => last.expect("the store answers"),
    };
    loop {
        let mark = if side == PageSide::After { seen.last() } else { seen.first() };
        let from = mark.map(|user: &User| (side, user.id));
        let page = store.people(&PeopleQuery { from, most: 4, ..query.clone() }).await.expect("the store answers");
        if page.is_empty() {
            return seen;
        }
        let place = if side == PageSide::After { seen.len() } else { 0 };
        seen.splice(place..place, page);
    }
}

/// Nothing comes after or before somebody who is not of the account.
pub async fn a_page_begins_at_somebody_of_the_account(store: &dyn Directory) {
    let (account, _) = town(store, &[("anna", "Anna"), ("bob", "Bob")]).await;
    let other = store.account_by_key(&Folded::of("bolt")).await.expect("the store answers").expect("the other account");
    let stranger = store.users(other.id).await.expect("the store answers").remove(0);
    let nobody = people::user(&account, "nobody");
    for mark in [stranger.id, nobody.id] {
        for side in [PageSide::After, PageSide::Before] {
            assert_eq!(usernames(store, &PeopleQuery { from: Some((side, mark)), ..all(&account) }).await, NOBODY);
        }
    }
}

/// Of a name its words, of a username itself and its parts, of an address itself; all that is typed has to be there.
pub async fn people_are_found_by_the_beginnings_of_their_words(store: &dyn Directory) {
    let (account, _) = town(store, &[("h.jones_2-x", "Henry James O'Neill"), ("jim", "Jim Beam"), ("oneill", "Ann")]).await;
    for typed in ["henry", "hen", "jam", "o'n", "h.jones", "jones", "2", "x", "2-x", "h.jones_2-x@acme.ex", "jam hen", "jones h"]
    {
        let is_alone = !matches!(typed, "2-x");
        assert_eq!(found(store, &account, typed).await, if is_alone { vec!["h.jones_2-x"] } else { vec![] }, "{typed}");
    }
    assert_eq!(found(store, &account, "j").await, ["h.jones_2-x", "jim"]);
    assert_eq!(found(store, &account, "acme").await, NOBODY);
    assert_eq!(found(store, &account, "james beam").await, NOBODY);
    assert_eq!(found(store, &account, "ji be").await, ["jim"]);
    assert_eq!(found(store, &account, "j j").await, ["h.jones_2-x", "jim"]);
}

/// What databases take for anything else means itself.
pub async fn signs_in_a_search_mean_themselves(store: &dyn Directory) {
    let (account, _) = town(store, &[("a%b", "100% 'Quoted'"), ("a_b", "\\ Back"), ("axb", "*z")]).await;
    assert_eq!(found(store, &account, "a%").await, ["a%b"]);
    assert_eq!(found(store, &account, "a_").await, ["a_b"]);
    assert_eq!(found(store, &account, "%").await, NOBODY);
    assert_eq!(found(store, &account, "_").await, NOBODY);
    assert_eq!(found(store, &account, "'quo").await, ["a%b"]);
    assert_eq!(found(store, &account, "\\").await, ["a_b"]);
    assert_eq!(found(store, &account, "*").await, ["axb"]);
}

/// Case, width and the German sharp s do not matter; look-alikes stay apart.
pub async fn words_are_folded(store: &dyn Directory) {
    let (account, _) = town(store, &[("Grosse", "Änne STRASSER"), ("other", "Mıke Ｗｉｄｅ")]).await;
    for typed in ["straß", "STRASS", "änne", "ÄNNE", "ａ\u{308}nne", "große", "ＧＲＯ"] {
        assert_eq!(found(store, &account, typed).await, ["Grosse"], "{typed}");
    }
    assert_eq!(found(store, &account, "wide").await, ["other"]);
    assert_eq!(found(store, &account, "mike").await, NOBODY);
    assert_eq!(found(store, &account, "anne").await, NOBODY);
}

/// And in the order of the new name.
pub async fn a_renamed_person_is_found_by_the_new_words_only(store: &dyn Directory) {
    let (account, users) = town(store, &[("henry", "Henry James"), ("bob", "Bob")]).await;
    let email = Some("new@else.example".parse().expect("an address"));
    let username = "enrico".parse().expect("a username");
    edit(store, User { username, email, name: "Aldo James".to_owned(), ..users[0].clone() }).await;
    for gone in ["henry", "henry@acme.example"] {
        assert_eq!(found(store, &account, gone).await, NOBODY, "{gone}");
    }
    for new in ["enrico", "aldo", "james", "new@else.example"] {
        assert_eq!(found(store, &account, new).await, ["enrico"], "{new}");
    }
    let by_name = PeopleQuery { order: PeopleOrder::Name, ..all(&account) };
    assert_eq!(usernames(store, &by_name).await, ["enrico", "bob"]);
}

/// Alone, or with words.
pub async fn people_are_filtered(store: &dyn Directory) {
    let named = [("anna", "Ann"), ("bob", "Bob"), ("carl", "Ann"), ("dora", "Dora"), ("eve", "Eve")];
    let (account, users) = town(store, &named).await;
    edit(store, User { state: UserState::Locked, ..users[0].clone() }).await;
    edit(store, User { state: UserState::Disabled, ..users[1].clone() }).await;
    edit(store, User { state: UserState::Locked, ..users[3].clone() }).await;
    write(store, [0, 2, 3].map(|n| Write::SignedIn { user: users[n].id, at: at(1_000) })).await;
    write(store, [2, 4].map(|n| Write::Undeliverable { user: users[n].id, since: Some(at(1_000)) })).await;
    write(store, [Write::Undeliverable { user: users[4].id, since: None }]).await;
    write(store, [1, 2, 4].map(|n| Write::Totp { user: users[n].id, factor: people::totp() })).await;
    write(store, [Write::ResetFactors(users[4].id)]).await;
    for (filter, expected, among_ann) in [
        (PeopleFilter::Locked, vec!["anna", "dora"], vec!["anna"]),
        (PeopleFilter::Disabled, vec!["bob"], vec![]),
        (PeopleFilter::NeverSignedIn, vec!["bob", "eve"], vec![]),
        (PeopleFilter::Undeliverable, vec!["carl"], vec!["carl"]),
        (PeopleFilter::WithFactor, vec!["bob", "carl"], vec!["carl"]),
        (PeopleFilter::WithoutFactor, vec!["anna", "dora", "eve"], vec!["anna"]),
    ] {
        for order in ORDERS {
            let query = PeopleQuery { filters: vec![filter], order, ..all(&account) };
            let mut found = usernames(store, &query).await;
            found.sort_unstable();
            assert_eq!(found, expected, "{query:?}");
            let query = PeopleQuery { words: words("ann"), ..query };
            assert_eq!(usernames(store, &query).await, among_ann, "{query:?}");
        }
        assert_eq!(count(store, &account, "", Some(filter), 99).await as usize, expected.len());
        assert_eq!(count(store, &account, "ann", Some(filter), 99).await as usize, among_ann.len());
    }
}

/// By all filters at once.
pub async fn filters_of_people_add_up(store: &dyn Directory) {
    let (account, users) = town(store, &[("anna", "Ann"), ("bob", "Bob"), ("carl", "Carl")]).await;
    edit(store, User { state: UserState::Locked, ..users[0].clone() }).await;
    edit(store, User { state: UserState::Locked, ..users[1].clone() }).await;
    write(store, [1, 2].map(|n| Write::Totp { user: users[n].id, factor: people::totp() })).await;
    let filters = vec![PeopleFilter::Locked, PeopleFilter::WithFactor];
    let counted = store.count_people(account.id, &[], &filters, 99).await.expect("the store answers");
    assert_eq!((counted, usernames(store, &PeopleQuery { filters, ..all(&account) }).await), (1, vec!["bob".to_owned()]));
}

/// And no further.
pub async fn people_are_counted_to_a_number(store: &dyn Directory) {
    let account = crowd(store).await;
    for (typed, filter, expected) in [
        ("", None, 30),
        ("ada", None, 12),
        ("user", None, 30),
        ("user ada", None, 12),
        ("ben ada", None, 0),
        ("", Some(PeopleFilter::NeverSignedIn), 6),
        ("ém user", Some(PeopleFilter::NeverSignedIn), 6),
        ("nobody", None, 0),
    ] {
        assert_eq!(count(store, &account, typed, filter, 99).await, expected, "{typed} {filter:?}");
        assert_eq!(count(store, &account, typed, filter, 5).await, expected.min(5), "{typed} {filter:?}");
        assert_eq!(count(store, &account, typed, filter, 0).await, 0, "{typed} {filter:?}");
    }
}

/// In any order, and each once, however often they are named.
pub async fn people_are_found_by_their_ids(store: &dyn Directory) {
    let (account, users) = town(store, &[("anna", "Anna"), ("bob", "Bob"), ("carl", "Carl")]).await;
    let nobody = people::user(&account, "nobody").id;
    let named = async |ids: &[_]| {
        let mut users = store.users_named(ids).await.expect("the store answers");
        users.sort_by(|a, b| a.username.as_str().cmp(b.username.as_str()));
        users
    };
    assert_eq!(named(&[users[2].id, nobody, users[0].id, users[2].id]).await, [users[0].clone(), users[2].clone()]);
    assert_eq!(named(&[]).await, []);
    assert_eq!(named(&[nobody]).await, []);
}
