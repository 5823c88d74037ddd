//! People of an account, of whom there may be a million. Where a word or a filter means few, those are read from an index of theirs, and
//! sorted. Where all that is asked means many, the index of the order is walked, which has beside it what is asked, until the page is full:
//! soon, as a rule; where those who are meant all stand at its other end, some 0.2 s to a million.

use gatehouse_auth_core::{
    account::AccountId,
    identifier::Folded,
    ports::{PeopleFilter, PeopleQuery, StoreError, Stored},
    user::{User, UserId},
};

use super::{
    SqlStore,
    condition::{COUNT, Condition, conditions, counted, push_checks},
    connection::failed,
    people::{self, user_columns},
    rows,
    statement::Statement,
    walk::{Walk, push_from},
};

/// To read and sort so many costs some 20 ms.
pub(super) const FEW: i64 = 3_000;

/// One page, in the order in which it is shown. Up to `few` people are sorted rather than walked to.
pub(super) async fn people(store: &SqlStore, query: &PeopleQuery, few: i64) -> Stored<Vec<User>> {
    let Some(walk) = Walk::of(store, query).await? else { return Ok(Vec::new()) };
    let all = conditions(&query.words, &query.filters);
    match rarest(store, query.account, &all, few).await? {
        Rarest::Few(rarest, others) => walk.sorted(store, rarest, &others).await,
        Rarest::Many => walk.people(store, &all).await,
    }
}

/// How many there are, counted to `most`.
pub(super) async fn count_people(
    store: &SqlStore,
    account: AccountId,
    words: &[Folded],
    filters: &[PeopleFilter],
    most: u32,
) -> Stored<u32> {
    let all = conditions(words, filters);
    let counted = if let [alone] = all.as_slice() {
        alone.count(store, account, i64::from(most)).await?
    } else {
        let mut statement = Statement::with(account.to_string());
        statement.push(COUNT);
        statement.push("SELECT users.id ");
        match rarest(store, account, &all, FEW).await? {
            Rarest::Few(rarest, others) => {
                push_from(&mut statement, rarest);
                push_checks(&mut statement, &others);
            }
            Rarest::Many => {
                statement.push("FROM users WHERE users.account_id = $1");
                push_checks(&mut statement, &all);
                // In which order does not matter; but this one's index has beside it what is asked.
                statement.push(" ORDER BY users.name_folded, users.id");
            }
        }
        counted(store, statement, i64::from(most)).await?
    };
    u32::try_from(counted).map_err(|error| StoreError(error.into()))
}

/// Those of these people that there are.
pub(super) async fn named(store: &SqlStore, users: &[UserId]) -> Stored<Vec<User>> {
    let Some((first, others)) = users.split_first() else { return Ok(Vec::new()) };
    let mut statement = Statement::with(first.to_string());
    statement.push(concat!("SELECT", user_columns!(), "FROM users WHERE users.id IN ($1"));
    for user in others {
        statement.push(", ");
        statement.push_text(user.to_string());
    }
    statement.push(")");
    rows::all(&statement.query().fetch_all(&store.readers).await.map_err(failed)?, people::user)
}

/// Whether any condition means few.
enum Rarest<'q> {
    /// This one, which means the fewest; and the others.
    Few(Condition<'q>, Vec<Condition<'q>>),
    /// None does, or there is none.
    Many,
}

async fn rarest<'q>(store: &SqlStore, account: AccountId, all: &[Condition<'q>], few: i64) -> Stored<Rarest<'q>> {
    // Of several, those who meet all are rarer than any count says, and the walk to them is the longer.
    let few = if all.len() > 1 { 3 * few } else { few };
    let mut counts = Vec::with_capacity(all.len());
    for condition in all {
        counts.push(condition.count(store, account, few + 1).await?);
    }
    let fewest = counts.iter().enumerate().min_by_key(|(_, count)| **count).filter(|(_, count)| **count <= few);
    Ok(fewest.map_or(Rarest::Many, |(index, _)| {
        let mut others = all.to_vec();
        Rarest::Few(others.remove(index), others)
    }))
}
