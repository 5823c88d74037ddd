//! One page of an account's people, of whom there may be a million.
//!
//! Few whom a word means are read from the index of words and sorted. Many are soon met by walking the index of the order; but not where
//! all of them stand together at its other end, as those do who share a first name. So the walk is for one stretch only, and where that
//! does not fill the page, however many they are, they are read from the index of words after all.

use gatehouse_auth_core::{
    account::AccountId,
    identifier::Folded,
    ports::{PageSide, PeopleFilter, PeopleOrder, PeopleQuery, StoreError, Stored},
    user::{User, UserId},
};
use sqlx::AssertSqlSafe;

use super::{
    SqlStore,
    condition::{Condition, Sql, conditions},
    connection::failed,
    people::{self, user_columns},
    rows::{self, Columns},
};

/// How far a search goes on one way before it takes the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Up to so many, those whom a condition means are sorted.
    pub(super) few: i64,
    /// So many people are walked past.
    pub(super) stretch: i64,
    /// So many, where each condition means more people than are counted.
    pub(super) long_stretch: i64,
    /// To so many is counted to tell which of several conditions means the fewest.
    pub(super) counted: i64,
}

/// Each costs a few milliseconds.
pub(super) const USUAL: Bounds = Bounds { few: 1_000, stretch: 4_000, long_stretch: 20_000, counted: 50_000 };

/// One page, in the order in which it is shown.
pub(super) async fn people(store: &SqlStore, query: &PeopleQuery, bounds: Bounds) -> Stored<Vec<User>> {
    let mut users = found(store, query, bounds).await?;
    if Walk::of(query).is_backward {
        users.reverse();
    }
    Ok(users)
}

async fn found(store: &SqlStore, query: &PeopleQuery, bounds: Bounds) -> Stored<Vec<User>> {
    let walk = Walk::of(query);
    let all = conditions(&query.words, query.filter);
    let mut counts = counts(store, query.account, &all, bounds.few + 1).await?;
    if counts.iter().all(|count| *count > bounds.few) {
        let end = if all.is_empty() { None } else { walk.end(store, bounds.stretch).await? };
        let page = walk.people(store, &all, end).await?;
        if end.is_none() || page.len() >= usize::try_from(query.most).unwrap_or(usize::MAX) {
            return Ok(page);
        }
        counts = self::counts(store, query.account, &all, bounds.counted).await?;
        if counts.iter().all(|count| *count >= bounds.counted) {
            // Sorting so many costs more than this walk, which mostly spares it: people of one first name stand together, and the rest of
            // their names begins with anything.
            let end = walk.end(store, bounds.long_stretch).await?;
            let page = walk.people(store, &all, end).await?;
            if end.is_none() || page.len() >= usize::try_from(query.most).unwrap_or(usize::MAX) {
                return Ok(page);
            }
        }
    }
    let Some((rarest, others)) = rarest(all, &counts) else { return Ok(Vec::new()) };
    walk.sorted(store, rarest, &others).await
}

/// How many there are, counted to `most`.
pub(super) async fn count_people(
    store: &SqlStore,
    account: AccountId,
    words: &[Folded],
    filter: Option<PeopleFilter>,
    most: u32,
) -> Stored<u32> {
    let all = conditions(words, filter);
    // One alone is the rarest, whatever it means.
    let counts = if all.len() > 1 { counts(store, account, &all, USUAL.counted).await? } else { vec![0; all.len()] };
    let mut sql = Sql::new(&account.to_string());
    match rarest(all, &counts) {
        None => sql.push(r#"SELECT count(*) AS "found.count" FROM (SELECT 1 FROM users WHERE users.account_id = $1"#),
        Some((Condition::Word(word), others)) if others.is_empty() => {
            sql.push(r#"SELECT count(*) AS "found.count" FROM (SELECT DISTINCT user_words.user_id "#);
            sql.push_words(word);
        }
        Some((Condition::Filter(filter), others)) => {
            sql.push(r#"SELECT count(*) AS "found.count" FROM (SELECT users.id "#);
            sql.push_filtered(filter);
            sql.push_checks(&others);
        }
        Some((rarest, others)) => {
            sql.push(r#"SELECT count(*) AS "found.count" FROM (SELECT users.id "#);
            push_from(&mut sql, rarest);
            sql.push_checks(&others);
        }
    }
    u32::try_from(sql.number(store, i64::from(most)).await?).map_err(|error| StoreError(error.into()))
}

/// Those of these people that there are.
pub(super) async fn named(store: &SqlStore, users: &[UserId]) -> Stored<Vec<User>> {
    if users.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=users.len()).map(|place| format!("${place}")).collect();
    let sql = format!("SELECT {} FROM users WHERE users.id IN ({})", user_columns!(), places.join(", "));
    // Made of constants and placeholders only.
    let statement = users.iter().fold(sqlx::query(AssertSqlSafe(sql)), |statement, user| statement.bind(user.to_string()));
    rows::all(&statement.fetch_all(&store.readers).await.map_err(failed)?, people::user)
}

async fn counts(store: &SqlStore, account: AccountId, all: &[Condition<'_>], most: i64) -> Stored<Vec<i64>> {
    let mut counts = Vec::with_capacity(all.len());
    for condition in all {
        counts.push(condition.count(store, &account.to_string(), most).await?);
    }
    Ok(counts)
}

/// The condition that means the fewest, and the others.
fn rarest<'q>(mut all: Vec<Condition<'q>>, counts: &[i64]) -> Option<(Condition<'q>, Vec<Condition<'q>>)> {
    let (index, _) = counts.iter().enumerate().min_by_key(|(_, count)| **count)?;
    Some((all.swap_remove(index), all))
}

/// Everybody whom a condition means, with their rows.
fn push_from(sql: &mut Sql, condition: Condition<'_>) {
    match condition {
        Condition::Word(word) => {
            sql.push("FROM (SELECT DISTINCT user_words.user_id AS id ");
            sql.push_words(word);
        }
        Condition::Filter(filter) => {
            sql.push("FROM (SELECT users.id AS id ");
            sql.push_filtered(filter);
        }
    }
    // SQLite keeps the order of a CROSS JOIN: from those who are meant to what is known of them. Left to itself it would rather walk the
    // index of the order, to be spared sorting.
    sql.push(") AS meant CROSS JOIN users WHERE users.id = meant.id AND users.account_id = $1");
}

/// The order in which people are read, from where the page begins.
struct Walk<'q> {
    query: &'q PeopleQuery,
    /// A page before somebody is read backwards, and turned round.
    is_backward: bool,
    /// What they are ordered by; of a row, and of the row of somebody at whom a page or stretch begins or ends.
    by: (&'static str, &'static str),
}

impl<'q> Walk<'q> {
    fn of(query: &'q PeopleQuery) -> Self {
        let by = match query.order {
            // Those who are equal by it come in the order of their ids; by username nobody is.
            PeopleOrder::Name => ("(users.name_folded, users.id)", "mark.name_folded, mark.id"),
            PeopleOrder::Username => ("(users.username_folded)", "mark.username_folded"),
            PeopleOrder::LastSignIn => ("(users.last_sign_in_at, users.id)", "mark.last_sign_in_at, mark.id"),
        };
        Self { query, is_backward: matches!(query.from, Some((PageSide::Before, _))), by }
    }

    fn is_rising(&self) -> bool {
        self.query.is_descending == self.is_backward
    }

    fn start(&self) -> Sql {
        Sql::new(&self.query.account.to_string())
    }

    /// Beyond the person at whom the page begins, if it does.
    fn push_beginning(&self, sql: &mut Sql) {
        if let Some((_, mark)) = self.query.from {
            self.push_place(sql, if self.is_rising() { ">" } else { "<" }, mark);
        }
    }

    fn push_place(&self, sql: &mut Sql, comparison: &str, mark: UserId) {
        let (row, mark_row) = self.by;
        sql.push(&format!(" AND {row} {comparison} (SELECT {mark_row} FROM users AS mark WHERE mark.id = "));
        sql.push_bind(mark.to_string());
        sql.push(" AND mark.account_id = $1)");
    }

    fn push_order(&self, sql: &mut Sql) {
        sql.push(match (self.query.order, self.is_rising()) {
            (PeopleOrder::Name, true) => " ORDER BY users.name_folded, users.id",
            (PeopleOrder::Name, false) => " ORDER BY users.name_folded DESC, users.id DESC",
            (PeopleOrder::Username, true) => " ORDER BY users.username_folded",
            (PeopleOrder::Username, false) => " ORDER BY users.username_folded DESC",
            (PeopleOrder::LastSignIn, true) => " ORDER BY users.last_sign_in_at, users.id",
            (PeopleOrder::LastSignIn, false) => " ORDER BY users.last_sign_in_at DESC, users.id DESC",
        });
    }

    /// The last person of a stretch of so many; nobody where fewer are left.
    async fn end(&self, store: &SqlStore, stretch: i64) -> Stored<Option<UserId>> {
        let mut sql = self.start();
        sql.push(r#"SELECT users.id AS "users.id" FROM users WHERE users.account_id = $1"#);
        self.push_beginning(&mut sql);
        self.push_order(&mut sql);
        let row = sql.nth(stretch).fetch_optional(&store.readers).await.map_err(failed)?;
        row.map(|row| Columns(&row).parsed("users.id", UserId::from_stored)).transpose()
    }

    /// A page of those whom this meets no further than at `end`.
    async fn people(&self, store: &SqlStore, conditions: &[Condition<'_>], end: Option<UserId>) -> Stored<Vec<User>> {
        let mut sql = self.start();
        sql.push(concat!("SELECT", user_columns!(), "FROM users WHERE users.account_id = $1"));
        self.push_beginning(&mut sql);
        if let Some(end) = end {
            self.push_place(&mut sql, if self.is_rising() { "<=" } else { ">=" }, end);
        }
        sql.push_checks(conditions);
        self.page(store, sql).await
    }

    /// A page of those whom one condition means, and the others too.
    async fn sorted(&self, store: &SqlStore, rarest: Condition<'_>, others: &[Condition<'_>]) -> Stored<Vec<User>> {
        let mut sql = self.start();
        sql.push(concat!("SELECT", user_columns!()));
        match (rarest, self.query.order) {
            // They stand together in this very order.
            (Condition::Filter(filter @ PeopleFilter::NeverSignedIn), PeopleOrder::LastSignIn) => sql.push_filtered(filter),
            _ => push_from(&mut sql, rarest),
        }
        sql.push_checks(others);
        self.push_beginning(&mut sql);
        self.page(store, sql).await
    }

    async fn page(&self, store: &SqlStore, mut sql: Sql) -> Stored<Vec<User>> {
        self.push_order(&mut sql);
        let statement = sql.limited(i64::from(self.query.most));
        rows::all(&statement.fetch_all(&store.readers).await.map_err(failed)?, people::user)
    }
}
