//! The audit log, searched.

use std::fmt::Write as _;

use gatehouse_auth_core::{
    audit::Event,
    ledger::EventId,
    ports::{EventQuery, Stored},
};
use sqlx::{Any, AssertSqlSafe, any::AnyArguments, query::Query};

use super::{
    SqlStore,
    connection::failed,
    log::{self, event_columns},
    rows,
};

/// Events, latest first; of one moment, the one that was written last. A page that is as old as you like is one look into an index, so
/// nothing here is ordered by anything but time, whatever the clocks of different gateways said.
pub(super) async fn events(store: &SqlStore, query: &EventQuery) -> Stored<Vec<(EventId, Event)>> {
    let mut sql = Sql { text: concat!("SELECT", event_columns!(), "FROM audit WHERE ").to_owned(), binds: Vec::new() };
    if let Some(user) = query.user {
        // One index knows what they did, another what was done about them: so many of each, and of both so many.
        let user = Bind::Text(user.to_string());
        sql.text.push_str("audit.id IN (");
        for (column, before) in
            [("audit.user_id", "SELECT theirs.id FROM ("), ("audit.actor_user_id", " UNION SELECT own.id FROM (")]
        {
            let _ = write!(sql.text, "{before}SELECT audit.id AS id FROM audit WHERE {column} = ");
            sql.push_bind(user.clone());
            // Said so that the index of the account, in which far more may be written, does not offer itself.
            sql.push_limits(query, " AND COALESCE(audit.account_id, '') = ");
            sql.push_order(query.most);
            sql.text.push_str(if before.starts_with(' ') { ") AS own" } else { ") AS theirs" });
        }
        sql.text.push(')');
    } else {
        sql.text.push_str("audit.id IS NOT NULL");
        sql.push_limits(query, " AND audit.account_id = ");
    }
    sql.push_order(query.most);
    rows::all(&sql.statement().fetch_all(&store.readers).await.map_err(failed)?, log::numbered)
}

#[derive(Clone)]
enum Bind {
    Text(String),
    Number(i64),
}

/// A query while it is put together, of constants and placeholders only.
struct Sql {
    text: String,
    binds: Vec<Bind>,
}

impl Sql {
    fn push_bind(&mut self, bind: Bind) {
        self.binds.push(bind);
        let _ = write!(self.text, "${}", self.binds.len());
    }

    fn push_limits(&mut self, query: &EventQuery, of_account: &str) {
        let mut limit = |before: &str, bind: Option<Bind>, after: &str| {
            if let Some(bind) = bind {
                self.text.push_str(before);
                self.push_bind(bind);
                self.text.push_str(after);
            }
        };
        limit(of_account, query.account.map(|account| Bind::Text(account.to_string())), "");
        limit(" AND audit.what = ", query.what.map(|what| Bind::Text(what.as_str().to_owned())), "");
        limit(" AND audit.at >= ", query.from.map(|from| Bind::Number(from.as_millis())), "");
        limit(" AND audit.at < ", query.until.map(|until| Bind::Number(until.as_millis())), "");
        let mark = " AND (audit.at, audit.id) < (SELECT mark.at, mark.id FROM audit AS mark WHERE mark.id = ";
        limit(mark, query.older_than.map(|mark| Bind::Number(mark.0)), ")");
    }

    fn push_order(&mut self, most: u32) {
        self.text.push_str(" ORDER BY audit.at DESC, audit.id DESC LIMIT ");
        self.push_bind(Bind::Number(i64::from(most)));
    }

    fn statement(self) -> Query<'static, Any, AnyArguments> {
        self.binds.into_iter().fold(sqlx::query(AssertSqlSafe(self.text)), |statement, bind| match bind {
            Bind::Text(text) => statement.bind(text),
            Bind::Number(number) => statement.bind(number),
        })
    }
}
