//! What a search asks of each of an account's people, and how a query says so.

use std::fmt::Write as _;

use gatehouse_auth_core::{
    identifier::Folded,
    ports::{PeopleFilter, Stored},
};
use sqlx::{Any, AssertSqlSafe, any::AnyArguments, query::Query};

use super::{
    SqlStore,
    connection::failed,
    rows::Columns,
    words::{end_of, pattern},
};

/// One thing that is asked of them.
#[derive(Clone, Copy)]
pub(super) enum Condition<'q> {
    /// One of their words begins like this.
    Word(&'q Folded),
    /// They are among those.
    Filter(PeopleFilter),
}

/// All that is asked.
pub(super) fn conditions(words: &[Folded], filter: Option<PeopleFilter>) -> Vec<Condition<'_>> {
    words.iter().map(Condition::Word).chain(filter.map(Condition::Filter)).collect()
}

impl Condition<'_> {
    /// How many this means, counted to `most`; somebody with two words that begin alike may count twice.
    pub(super) async fn count(self, store: &SqlStore, account: &str, most: i64) -> Stored<i64> {
        let mut sql = Sql::new(account);
        sql.push(r#"SELECT count(*) AS "found.count" FROM (SELECT 1 "#);
        match self {
            Self::Word(word) => sql.push_words(word),
            Self::Filter(filter) => sql.push_filtered(filter),
        }
        sql.number(store, most).await
    }
}

/// A query while it is put together, of constants and placeholders only; the first placeholder is the account.
pub(super) struct Sql {
    text: String,
    binds: Vec<String>,
}

impl Sql {
    pub(super) fn new(account: &str) -> Self {
        Self { text: String::new(), binds: vec![account.to_owned()] }
    }

    pub(super) fn push(&mut self, constant: &str) {
        self.text.push_str(constant);
    }

    /// Another placeholder, for `text`.
    pub(super) fn push_bind(&mut self, text: String) {
        self.binds.push(text);
        let place = self.binds.len();
        let _ = write!(self.text, "${place}");
    }

    /// The index of words, where a word of somebody begins like this.
    pub(super) fn push_words(&mut self, word: &Folded) {
        self.push("FROM user_words WHERE user_words.account_id = $1 AND user_words.word >= ");
        self.push_bind(word.as_str().to_owned());
        self.push(" AND user_words.word < ");
        self.push_bind(end_of(word));
    }

    /// Those whom a filter lets pass, found by an index of theirs.
    pub(super) fn push_filtered(&mut self, filter: PeopleFilter) {
        self.push("FROM users WHERE users.account_id = $1 AND ");
        // What `SQLite` needs to see to use an index of those who are not active, although it goes without saying.
        self.push(match filter {
            PeopleFilter::Locked => "users.state = 'locked' AND users.state <> 'active'",
            PeopleFilter::Disabled => "users.state = 'disabled' AND users.state <> 'active'",
            PeopleFilter::NeverSignedIn => "users.last_sign_in_at = 0",
            PeopleFilter::Undeliverable => "users.undeliverable_since IS NOT NULL",
        });
    }

    /// The rest of what is asked of somebody whose row is at hand: said so that no index offers itself.
    pub(super) fn push_checks(&mut self, conditions: &[Condition<'_>]) {
        for condition in conditions {
            match condition {
                Condition::Word(word) => {
                    self.push(" AND users.words LIKE ");
                    self.push_bind(pattern(word));
                    self.push(r" ESCAPE '\'");
                }
                Condition::Filter(PeopleFilter::Locked) => self.push(" AND COALESCE(users.state, '') = 'locked'"),
                Condition::Filter(PeopleFilter::Disabled) => self.push(" AND COALESCE(users.state, '') = 'disabled'"),
                Condition::Filter(PeopleFilter::NeverSignedIn) => self.push(" AND COALESCE(users.last_sign_in_at, 0) = 0"),
                Condition::Filter(PeopleFilter::Undeliverable) => self.push(" AND COALESCE(users.undeliverable_since, 0) <> 0"),
            }
        }
    }

    /// So many rows.
    pub(super) fn limited(self, most: i64) -> Query<'static, Any, AnyArguments> {
        self.ending(" LIMIT $", "", most)
    }

    /// The row after so many.
    pub(super) fn nth(self, skipped: i64) -> Query<'static, Any, AnyArguments> {
        self.ending(" LIMIT 1 OFFSET $", "", skipped)
    }

    /// What a query answers that began to count the rows of another.
    pub(super) async fn number(self, store: &SqlStore, most: i64) -> Stored<i64> {
        let statement = self.ending(" LIMIT $", ") AS found", most);
        Columns(&statement.fetch_one(&store.readers).await.map_err(failed)?).number("found.count")
    }

    fn ending(self, before: &str, after: &str, number: i64) -> Query<'static, Any, AnyArguments> {
        let place = self.binds.len() + 1;
        let sql = format!("{}{before}{place}{after}", self.text);
        self.binds.into_iter().fold(sqlx::query(AssertSqlSafe(sql)), Query::bind).bind(number)
    }
}
