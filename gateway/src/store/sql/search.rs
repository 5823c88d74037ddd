//! One page of an account's people. A directory of a million answers within milliseconds: what few words mean is read from the index of
//! words, what many mean by walking the index of the order, which soon finds a page of them.

use std::fmt::Write as _;

use gatehouse_auth_core::{
    account::AccountId,
    identifier::Folded,
    ports::{PageSide, PeopleFilter, PeopleOrder, PeopleQuery, StoreError, Stored},
    user::{User, UserId},
};
use sqlx::{Any, AssertSqlSafe, any::AnyArguments, query::Query};

use super::{
    SqlStore,
    connection::failed,
    people::{self, user_columns},
    rows::{self, Columns},
    words::{count, end_of},
};

/// Up to so many people, a word is few enough for its people to be sorted.
const FEW: i64 = 5000;

/// One page, in the order in which it is shown.
pub(super) async fn people(store: &SqlStore, query: &PeopleQuery) -> Stored<Vec<User>> {
    let order = match query.order {
        PeopleOrder::Name => "users.name_folded",
        PeopleOrder::Username => "users.username_folded",
        PeopleOrder::LastSignIn => "users.last_sign_in_at",
    };
    let side = query.from.map(|(side, _)| side);
    // A page before somebody is read backwards, and turned round.
    let is_backward = side == Some(PageSide::Before);
    let (comparison, direction) = if query.is_descending == is_backward { (">", "ASC") } else { ("<", "DESC") };
    let mut search = Search::new(store, query.account, &query.words, query.filter).await?;
    let mut sql = format!("SELECT {} {}", user_columns!(), search.from);
    if let Some((_, from)) = query.from {
        let place = search.bind_text(from.to_string());
        // Those who are equal by it come in the order of their ids.
        let _ = write!(
            sql,
            " AND ({order}, users.id) {comparison} (SELECT {}, mark.id FROM users AS mark WHERE mark.id = ${place} AND mark.account_id = $1)",
            order.replace("users.", "mark.")
        );
    }
    let _ = write!(sql, " ORDER BY {order} {direction}, users.id {direction} LIMIT ${}", search.next_place());
    let statement = search.statement(sql).bind(i64::from(query.most));
    let mut users = rows::all(&statement.fetch_all(&store.readers).await.map_err(failed)?, people::user)?;
    if is_backward {
        users.reverse();
    }
    Ok(users)
}

/// How many there are, counted to `most`.
pub(super) async fn count_people(
    store: &SqlStore,
    account: AccountId,
    words: &[Folded],
    filter: Option<PeopleFilter>,
    most: u32,
) -> Stored<u32> {
    let counted = if let ([word], None) = (words, filter) {
        count(&store.readers, &account.to_string(), word, i64::from(most)).await?
    } else {
        let search = Search::new(store, account, words, filter).await?;
        let sql = format!(
            r#"SELECT count(*) AS "found.count" FROM (SELECT users.id {} LIMIT ${}) AS found"#,
            search.from,
            search.next_place()
        );
        let row = search.statement(sql).bind(i64::from(most)).fetch_one(&store.readers).await.map_err(failed)?;
        Columns(&row).number("found.count")?
    };
    u32::try_from(counted).map_err(|error| StoreError(error.into()))
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

/// Whom a search means: the part of a query from FROM on, and what its placeholders stand for.
struct Search {
    from: String,
    texts: Vec<String>,
}

impl Search {
    async fn new(store: &SqlStore, account: AccountId, words: &[Folded], filter: Option<PeopleFilter>) -> Stored<Self> {
        let account = account.to_string();
        let mut counted = Vec::with_capacity(words.len());
        for word in words {
            counted.push((count(&store.readers, &account, word, FEW + 1).await?, word));
        }
        counted.sort_by_key(|(count, _)| *count);
        let mut search = Self { from: String::new(), texts: vec![account] };
        let mut rest = counted.as_slice();
        match counted.as_slice() {
            [(few, rarest), others @ ..] if *few <= FEW => {
                rest = others;
                let (from, to) = search.bind_word(rarest);
                // The order of a CROSS JOIN is kept: from the few to what is known of them.
                search.from = format!(
                    "FROM (
                        SELECT DISTINCT user_words.user_id AS id
                        FROM user_words
                        WHERE user_words.account_id = $1 AND user_words.word >= ${from} AND user_words.word < ${to}
                    ) AS few
                    CROSS JOIN users
                    WHERE users.id = few.id"
                );
            }
            _ => search.from.push_str("FROM users WHERE users.account_id = $1"),
        }
        for (_, word) in rest {
            let (from, to) = search.bind_word(word);
            let _ = write!(
                search.from,
                " AND EXISTS (
                    SELECT 1
                    FROM user_words
                    WHERE user_words.user_id = users.id AND user_words.word >= ${from} AND user_words.word < ${to}
                )"
            );
        }
        search.from.push_str(match filter {
            None => "",
            Some(PeopleFilter::Locked) => " AND users.state = 'locked'",
            Some(PeopleFilter::Disabled) => " AND users.state = 'disabled'",
            Some(PeopleFilter::NeverSignedIn) => " AND users.last_sign_in_at = 0",
            Some(PeopleFilter::Undeliverable) => " AND users.undeliverable_since IS NOT NULL",
        });
        Ok(search)
    }

    fn bind_text(&mut self, text: String) -> usize {
        self.texts.push(text);
        self.texts.len()
    }

    fn bind_word(&mut self, word: &Folded) -> (usize, usize) {
        (self.bind_text(word.as_str().to_owned()), self.bind_text(end_of(word)))
    }

    fn next_place(&self) -> usize {
        self.texts.len() + 1
    }

    /// `sql` is made of constants and placeholders only.
    fn statement(self, sql: String) -> Query<'static, Any, AnyArguments> {
        self.texts.into_iter().fold(sqlx::query(AssertSqlSafe(sql)), Query::bind)
    }
}
