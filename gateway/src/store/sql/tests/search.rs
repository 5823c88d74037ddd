//! Whichever way a search goes, it finds the same people, and reads no more than it must.

use gatehouse_auth_core::{
    account::AccountId,
    change::{Applied, Change, Spend, Write},
    identifier::Folded,
    ports::{Directory as _, PageSide, PeopleFilter, PeopleOrder, PeopleQuery},
    testing::people,
    time::Timestamp,
    user::{User, UserState},
};

use sqlx::Row as _;

use super::{
    super::{
        condition::{Condition, conditions},
        search,
        statement::Statement,
        walk::Walk,
    },
    Kept, NOON, empty,
};

/// Nobody is sorted; everybody is; some are.
const EVERY: [i64; 4] = [0, 3, 8, 1_000];

/// Forty people with few names, some locked, some who never signed in, some whom no letter reaches.
async fn crowd(kept: &Kept) -> (AccountId, Vec<User>) {
    let account = people::account("acme");
    let names = ["Ada Berg", "Ada Zorn", "Zoe Berg", "Max Ada", "Zoe Zorn"];
    let users: Vec<User> = (0..40_usize)
        .map(|n| User { name: names[n * n % 5].to_owned(), ..people::user(&account, &format!("u{}.x{}", n * 7 % 40, n % 3)) })
        .collect();
    let mut write = vec![Write::NewAccount(account.clone())];
    write.extend(users.iter().cloned().map(Write::NewUser));
    for (n, user) in users.iter().enumerate() {
        let at = Timestamp::from_millis(NOON.as_millis() + i64::try_from(n % 4).expect("a small number"));
        write.extend((n % 3 != 0).then_some(Write::SignedIn { user: user.id, at }));
        write.extend((n % 9 == 0).then_some(Write::Undeliverable { user: user.id, since: Some(NOON) }));
    }
    let locked = users.iter().step_by(6).map(|user| Spend::User(User { state: UserState::Locked, ..user.clone() }));
    assert_eq!(kept.apply(Change { write, ..Change::default() }).await.expect("the store answers"), Applied::Done);
    let spend = locked.collect();
    assert_eq!(kept.apply(Change { spend, ..Change::default() }).await.expect("the store answers"), Applied::Done);
    (account.id, users)
}

/// What is asked of people besides their words.
const FILTERS: [&[PeopleFilter]; 6] = [
    &[],
    &[PeopleFilter::Locked],
    &[PeopleFilter::NeverSignedIn],
    &[PeopleFilter::Undeliverable],
    &[PeopleFilter::WithoutFactor],
    &[PeopleFilter::WithFactor, PeopleFilter::Locked],
];

#[tokio::test]
async fn every_way_finds_the_same_people() {
    let kept = empty().await;
    let (account, users) = crowd(&kept).await;
    let filters = FILTERS.map(<[PeopleFilter]>::to_vec);
    let places = [None, Some((PageSide::After, users[11].id)), Some((PageSide::Before, users[29].id))];
    for order in [PeopleOrder::Name, PeopleOrder::Username, PeopleOrder::LastSignIn] {
        for typed in ["", "ada", "zoe", "berg u", "ada zoe", "x1", "u1 x1 z", "nobody"] {
            for (filters, from) in filters.iter().flat_map(|filters| places.map(|from| (filters.clone(), from))) {
                for is_descending in [false, true] {
                    let words = typed.split_whitespace().map(Folded::of).collect();
                    let filters = filters.clone();
                    let query = PeopleQuery { account, words, filters, order, is_descending, from, most: 5 };
                    let found = kept.people(&query).await.expect("the store answers");
                    for few in EVERY {
                        let same = search::people(&kept, &query, few).await.expect("the store answers");
                        assert_eq!(same, found, "{query:?} {few}");
                    }
                }
            }
        }
    }
}

async fn plan(kept: &Kept, statement: Statement) -> String {
    let steps = statement.plan().fetch_all(&kept.readers).await.expect("the database answers");
    steps.iter().map(|step| step.get::<String, _>("detail") + "\n").collect()
}

/// The database chooses its ways; of several indexes with the same beginning it would rather take the smallest.
#[tokio::test]
async fn every_way_has_an_index_of_its_own() {
    let kept = empty().await;
    let (account, users) = crowd(&kept).await;
    let words = [Folded::of("ada"), Folded::of("berg")];
    for (order, index) in [
        (PeopleOrder::Name, "users_by_name"),
        (PeopleOrder::Username, "users_by_username_in_account"),
        (PeopleOrder::LastSignIn, "users_by_last_sign_in"),
    ] {
        for filters in FILTERS {
            for from in [None, Some((PageSide::After, users[3].id)), Some((PageSide::Before, users[3].id))] {
                let (is_descending, most) = (false, 5);
                let (words_of, filters_of) = (words.to_vec(), filters.to_vec());
                let query = PeopleQuery { account, words: words_of, filters: filters_of, order, is_descending, from, most };
                let walk = Walk::of(&kept, &query).await.expect("the store answers").expect("the person is there");
                let walked = plan(&kept, walk.along(&conditions(&words, filters))).await;
                assert!(walked.contains(&format!("INDEX {index} (")) && !walked.contains("TEMP"), "{query:?}: {walked}");
                for (condition, index) in [
                    (Condition::Word(&words[0]), "user_words USING PRIMARY KEY (account_id=? AND word>? AND word<?)"),
                    (Condition::Filter(PeopleFilter::Disabled), "INDEX users_in_trouble (<expr>=? AND state=?)"),
                    (Condition::Filter(PeopleFilter::Undeliverable), "INDEX users_undeliverable (<expr>=?)"),
                    (Condition::Filter(PeopleFilter::WithFactor), "INDEX users_by_factor (<expr>=?)"),
                    (
                        Condition::Filter(PeopleFilter::NeverSignedIn),
                        "INDEX users_by_last_sign_in (account_id=? AND last_sign_in_at=?)",
                    ),
                ] {
                    let sorted = plan(&kept, walk.among(condition, &[])).await;
                    assert!(sorted.contains(index), "{query:?}: {sorted}");
                }
            }
        }
    }
}
