//! What a search asks of each of an account's people, and how a statement says so whose first placeholder is the account.

use gatehouse_auth_core::{
    account::AccountId,
    identifier::Folded,
    ports::{PeopleFilter, Stored},
};

use super::{
    SqlStore,
    connection::failed,
    rows::Columns,
    statement::Statement,
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
pub(super) fn conditions<'q>(words: &'q [Folded], filters: &[PeopleFilter]) -> Vec<Condition<'q>> {
    words.iter().map(Condition::Word).chain(filters.iter().copied().map(Condition::Filter)).collect()
}

impl Condition<'_> {
    /// How many this means, counted to `most`.
    pub(super) async fn count(self, store: &SqlStore, account: AccountId, most: i64) -> Stored<i64> {
        let mut statement = Statement::with(account.to_string());
        statement.push(COUNT);
        self.push_ids(&mut statement);
        counted(store, statement, most).await
    }

    /// The ids of all whom this means, from an index of theirs.
    pub(super) fn push_ids(self, statement: &mut Statement) {
        match self {
            Self::Word(word) => {
                statement.push(
                    "SELECT DISTINCT user_words.user_id AS id
                    FROM user_words
                    WHERE user_words.account_id = $1 AND user_words.word >= ",
                );
                statement.push_text(word.as_str());
                statement.push(" AND user_words.word < ");
                statement.push_text(end_of(word));
            }
            Self::Filter(filter) => {
                statement.push("SELECT DISTINCT users.id AS id FROM users WHERE ");
                // What `SQLite` needs to see to use the one index that is meant, although some of it goes without saying.
                statement.push(match filter {
                    PeopleFilter::Locked => "users.account_id || '' = $1 AND users.state = 'locked' AND users.state <> 'active'",
                    PeopleFilter::Disabled => {
                        "users.account_id || '' = $1 AND users.state = 'disabled' AND users.state <> 'active'"
                    }
                    PeopleFilter::NeverSignedIn => "users.account_id = $1 AND users.last_sign_in_at = 0",
                    PeopleFilter::Undeliverable => "users.account_id || '' = $1 AND users.undeliverable_since IS NOT NULL",
                    PeopleFilter::WithFactor => "users.account_id || CAST(users.has_factor AS TEXT) = $1 || '1'",
                    PeopleFilter::WithoutFactor => "users.account_id || CAST(users.has_factor AS TEXT) = $1 || '0'",
                });
            }
        }
    }

    fn push_check(self, statement: &mut Statement) {
        match self {
            Self::Word(word) => {
                statement.push(" AND users.words LIKE ");
                statement.push_text(pattern(word));
                statement.push(r" ESCAPE '\'");
            }
            Self::Filter(filter) => statement.push(match filter {
                PeopleFilter::Locked => " AND COALESCE(users.state, '') = 'locked'",
                PeopleFilter::Disabled => " AND COALESCE(users.state, '') = 'disabled'",
                PeopleFilter::NeverSignedIn => " AND COALESCE(users.last_sign_in_at, 0) = 0",
                PeopleFilter::Undeliverable => " AND COALESCE(users.undeliverable_since, 0) <> 0",
                PeopleFilter::WithFactor => " AND COALESCE(users.has_factor, 0) = 1",
                PeopleFilter::WithoutFactor => " AND COALESCE(users.has_factor, 0) = 0",
            }),
        }
    }
}

/// What is asked of somebody who has been come upon otherwise: said so that no other index offers itself.
pub(super) fn push_checks(statement: &mut Statement, conditions: &[Condition<'_>]) {
    for condition in conditions {
        condition.push_check(statement);
    }
}

/// Begins to count the rows of another statement.
pub(super) const COUNT: &str = r#"SELECT count(*) AS "found.count" FROM ("#;

/// What a statement answers that began so.
pub(super) async fn counted(store: &SqlStore, mut statement: Statement, most: i64) -> Stored<i64> {
    statement.push(" LIMIT ");
    statement.push_number(most);
    statement.push(") AS found");
    Columns(&statement.query().fetch_one(&store.readers).await.map_err(failed)?).number("found.count")
}
