//! An order of people, and the page of it that begins beside somebody.

use gatehouse_auth_core::{
    ports::{PageSide, PeopleFilter, PeopleOrder, PeopleQuery, Stored},
    user::{User, UserId},
};

use super::{
    SqlStore,
    condition::{Condition, push_checks},
    connection::failed,
    people::{self, user_columns},
    rows::{self, Columns},
    statement::{Bind, Statement},
};

/// The order in which people are read.
pub(super) struct Walk<'q> {
    query: &'q PeopleQuery,
    /// A page before somebody is read backwards, and turned round.
    is_backward: bool,
    /// Where it begins.
    mark: Option<(Bind, UserId)>,
}

impl<'q> Walk<'q> {
    /// `None` where it is to begin beside somebody who is not there.
    pub(super) async fn of(store: &SqlStore, query: &'q PeopleQuery) -> Stored<Option<Self>> {
        let Some((side, user)) = query.from else { return Ok(Some(Self { query, is_backward: false, mark: None })) };
        let mark = mark(store, query, user).await?;
        Ok(mark.map(|mark| Self { query, is_backward: side == PageSide::Before, mark: Some((mark, user)) }))
    }

    /// A page of those whom this meets.
    pub(super) async fn people(&self, store: &SqlStore, conditions: &[Condition<'_>]) -> Stored<Vec<User>> {
        self.page(store, self.along(conditions)).await
    }

    /// A page of those whom one condition means, and the others too.
    pub(super) async fn sorted(&self, store: &SqlStore, one: Condition<'_>, others: &[Condition<'_>]) -> Stored<Vec<User>> {
        self.page(store, self.among(one, others)).await
    }

    async fn page(&self, store: &SqlStore, statement: Statement) -> Stored<Vec<User>> {
        let mut users = rows::all(&statement.query().fetch_all(&store.readers).await.map_err(failed)?, people::user)?;
        if self.is_backward {
            users.reverse();
        }
        Ok(users)
    }

    pub(super) fn along(&self, conditions: &[Condition<'_>]) -> Statement {
        let mut statement = self.start();
        statement.push("FROM users WHERE users.account_id = $1");
        // They stand together in this order.
        if self.query.order == PeopleOrder::LastSignIn && self.query.filters.contains(&PeopleFilter::NeverSignedIn) {
            statement.push(" AND users.last_sign_in_at = 0");
        }
        self.finish(statement, conditions)
    }

    pub(super) fn among(&self, one: Condition<'_>, others: &[Condition<'_>]) -> Statement {
        let mut statement = self.start();
        push_from(&mut statement, one);
        self.finish(statement, others)
    }

    fn start(&self) -> Statement {
        let mut statement = Statement::with(self.query.account.to_string());
        statement.push(concat!("SELECT", user_columns!()));
        statement
    }

    fn finish(&self, mut statement: Statement, conditions: &[Condition<'_>]) -> Statement {
        push_checks(&mut statement, conditions);
        self.push_beginning(&mut statement);
        self.push_order(&mut statement);
        statement.push(" LIMIT ");
        statement.push_number(self.query.most);
        statement
    }

    /// Beyond the person at whom the page begins. Those who are equal by the order come in that of their ids; by username nobody is.
    fn push_beginning(&self, statement: &mut Statement) {
        let Some((mark, user)) = &self.mark else { return };
        statement.push(match self.query.order {
            PeopleOrder::Name => " AND (users.name_folded, users.id) ",
            PeopleOrder::Username => " AND (users.username_folded || '') ",
            PeopleOrder::LastSignIn => " AND (users.last_sign_in_at, users.id) ",
        });
        statement.push(if self.is_rising() { "> (" } else { "< (" });
        statement.push_bind(mark.clone());
        if self.query.order != PeopleOrder::Username {
            statement.push(", ");
            statement.push_text(user.to_string());
        }
        statement.push(")");
    }

    fn push_order(&self, statement: &mut Statement) {
        statement.push(match (self.query.order, self.is_rising()) {
            (PeopleOrder::Name, true) => " ORDER BY users.name_folded, users.id",
            (PeopleOrder::Name, false) => " ORDER BY users.name_folded DESC, users.id DESC",
            // As the index has it that a search needs; the plain column is that of another, which has nothing beside it.
            (PeopleOrder::Username, true) => " ORDER BY users.username_folded || ''",
            (PeopleOrder::Username, false) => " ORDER BY users.username_folded || '' DESC",
            (PeopleOrder::LastSignIn, true) => " ORDER BY users.last_sign_in_at, users.id",
            (PeopleOrder::LastSignIn, false) => " ORDER BY users.last_sign_in_at DESC, users.id DESC",
        });
    }

    fn is_rising(&self) -> bool {
        self.query.is_descending == self.is_backward
    }
}

/// Everybody whom a condition means, with their rows.
pub(super) fn push_from(statement: &mut Statement, condition: Condition<'_>) {
    statement.push("FROM (");
    condition.push_ids(statement);
    // SQLite keeps the order of a CROSS JOIN: from those who are meant to what is known of them. Left to itself it would rather walk the
    // index of the order, to be spared sorting.
    statement.push(") AS meant CROSS JOIN users WHERE users.id = meant.id AND users.account_id = $1");
}

/// What somebody of the account is ordered by. Asked for beforehand: `SQLite` uses all of an index for values, but not for a subquery.
async fn mark(store: &SqlStore, query: &PeopleQuery, user: UserId) -> Stored<Option<Bind>> {
    const SQL: &str = r#"
        SELECT
            users.name_folded AS "users.name_folded",
            users.username_folded AS "users.username_folded",
            users.last_sign_in_at AS "users.last_sign_in_at"
        FROM users
        WHERE users.id = $1 AND users.account_id = $2"#;
    let found = sqlx::query(SQL).bind(user.to_string()).bind(query.account.to_string());
    let Some(row) = found.fetch_optional(&store.readers).await.map_err(failed)? else { return Ok(None) };
    let row = Columns(&row);
    Ok(Some(match query.order {
        PeopleOrder::Name => Bind::Text(row.text_if_any("users.name_folded")?.unwrap_or_default().to_owned()),
        PeopleOrder::Username => Bind::Text(row.text("users.username_folded")?.to_owned()),
        PeopleOrder::LastSignIn => Bind::Number(row.number("users.last_sign_in_at")?),
    }))
}
