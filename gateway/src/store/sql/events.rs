//! The audit log, searched.

use gatehouse_auth_core::{
    audit::Event,
    ledger::EventId,
    ports::{EventQuery, Stored},
    user::UserId,
};

use super::{
    SqlStore,
    connection::failed,
    log::{self, event_columns},
    rows,
    statement::{Bind, Statement},
};

/// Events, latest first; of one moment, the one that was written last. A page that is as old as you like is one look into an index, so
/// nothing here is ordered by anything but time, whatever the clocks of different gateways said.
pub(super) async fn events(store: &SqlStore, query: &EventQuery) -> Stored<Vec<(EventId, Event)>> {
    let mut statement = Statement::default();
    statement.push(concat!("SELECT", event_columns!(), "FROM audit WHERE "));
    if let Some(user) = query.user {
        // One index knows what they did, another what was done about them: so many of each, and of both so many.
        statement.push("audit.id IN (SELECT theirs.id FROM (SELECT audit.id AS id FROM audit WHERE audit.user_id = ");
        push_page_of(&mut statement, user, query);
        statement.push(") AS theirs UNION SELECT own.id FROM (SELECT audit.id AS id FROM audit WHERE audit.actor_user_id = ");
        push_page_of(&mut statement, user, query);
        statement.push(") AS own)");
    } else {
        statement.push("audit.id IS NOT NULL");
        push_limits(&mut statement, query, " AND audit.account_id = ");
    }
    push_order(&mut statement, query.most);
    rows::all(&statement.query().fetch_all(&store.readers).await.map_err(failed)?, log::numbered)
}

fn push_page_of(statement: &mut Statement, user: UserId, query: &EventQuery) {
    statement.push_text(user.to_string());
    // Said so that the index of the account, of which far more may be written down, does not offer itself.
    push_limits(statement, query, " AND COALESCE(audit.account_id, '') = ");
    push_order(statement, query.most);
}

fn push_limits(statement: &mut Statement, query: &EventQuery, of_account: &'static str) {
    let mut limit = |before: &'static str, bind: Option<Bind>| {
        if let Some(bind) = bind {
            statement.push(before);
            statement.push_bind(bind);
        }
    };
    limit(of_account, query.account.map(|account| Bind::Text(account.to_string())));
    limit(" AND audit.what = ", query.what.map(|what| Bind::Text(what.as_str().to_owned())));
    limit(" AND audit.at >= ", query.from.map(|from| Bind::Number(from.as_millis())));
    limit(" AND audit.at < ", query.until.map(|until| Bind::Number(until.as_millis())));
    let Some(mark) = query.older_than else { return };
    statement.push(" AND (audit.at, audit.id) < (SELECT mark.at, mark.id FROM audit AS mark WHERE mark.id = ");
    statement.push_number(mark.0);
    if let Some(account) = query.account {
        statement.push(" AND mark.account_id = ");
        statement.push_text(account.to_string());
    }
    statement.push(")");
}

fn push_order(statement: &mut Statement, most: u32) {
    statement.push(" ORDER BY audit.at DESC, audit.id DESC LIMIT ");
    statement.push_number(most);
}
