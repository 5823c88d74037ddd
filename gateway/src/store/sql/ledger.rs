//! The audit log as a chain, and searched, in SQL.

use std::fmt::Write as _;

use async_trait::async_trait;
use gatehouse_auth_core::{
    audit::Event,
    ledger::{EventId, Link},
    ports::{EventQuery, Ledger, Stored},
    time::Timestamp,
};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::{
    SqlStore,
    connection::{failed, in_time},
    log::{self, event_columns},
    rows::{self, Columns, unreadable},
};

#[async_trait]
impl Ledger for SqlStore {
    async fn head(&self) -> Stored<Link> {
        in_time(async { link(&mut *self.readers.acquire().await.map_err(failed)?, "head").await }).await
    }

    async fn anchor(&self) -> Stored<Link> {
        in_time(async { link(&mut *self.readers.acquire().await.map_err(failed)?, "anchor").await }).await
    }

    async fn unchained(&self, most: u32) -> Stored<Vec<(EventId, Event)>> {
        const SQL: &str =
            concat!("SELECT", event_columns!(), "FROM audit WHERE audit.chain_number IS NULL ORDER BY audit.id LIMIT $1");
        let query = sqlx::query(SQL).bind(i64::from(most)).fetch_all(&self.readers);
        in_time(async { rows::all(&query.await.map_err(failed)?, numbered) }).await
    }

    async fn chain(&self, head: &Link, links: &[(EventId, Link)]) -> Stored<bool> {
        const SQL: &str =
            "UPDATE audit SET chain_number = $1, chain_key = $2, chain_mac = $3 WHERE id = $4 AND chain_number IS NULL";
        in_time(async {
            let mut transaction = self.begin_writing().await?;
            if link(&mut transaction, "head").await? != *head {
                return Ok(false);
            }
            for (id, link) in links {
                let query = sqlx::query(SQL).bind(link.number).bind(i64::from(link.key)).bind(link.mac.to_vec()).bind(id.0);
                if query.execute(&mut *transaction).await.map_err(failed)?.rows_affected() != 1 {
                    return Ok(false);
                }
            }
            if let Some((_, last)) = links.last() {
                keep_link(&mut transaction, "head", last).await?;
            }
            transaction.commit().await.map_err(failed)?;
            Ok(true)
        })
        .await
    }

    async fn chained(&self, after: i64, most: u32) -> Stored<Vec<(Link, Event)>> {
        const SQL: &str = concat!(
            "SELECT",
            event_columns!(),
            r#",
                audit.chain_number AS "audit.chain_number",
                audit.chain_key AS "audit.chain_key",
                audit.chain_mac AS "audit.chain_mac"
            FROM audit
            WHERE audit.chain_number > $1
            ORDER BY audit.chain_number
            LIMIT $2"#
        );
        let query = sqlx::query(SQL).bind(after).bind(i64::from(most)).fetch_all(&self.readers);
        let read = |row: Columns<'_>| {
            let link = link_of(row, ["audit.chain_number", "audit.chain_key", "audit.chain_mac"])?;
            Ok((link, log::event(row)?))
        };
        in_time(async { rows::all(&query.await.map_err(failed)?, read) }).await
    }

    async fn shorten(&self, before: Timestamp) -> Stored<u64> {
        // The oldest that stays: everything before it goes, whatever its time, so that what is left hangs together.
        const FIRST: &str = r#"
            SELECT COALESCE(MIN(audit.chain_number), $2) AS "audit.first"
            FROM audit
            WHERE audit.chain_number IS NOT NULL AND audit.at >= $1"#;
        const LAST: &str = r#"
            SELECT
                audit.chain_number AS "audit.chain_number",
                audit.chain_key AS "audit.chain_key",
                audit.chain_mac AS "audit.chain_mac"
            FROM audit
            WHERE audit.chain_number < $1
            ORDER BY audit.chain_number DESC
            LIMIT 1"#;
        in_time(async {
            let mut transaction = self.begin_writing().await?;
            let after_all = link(&mut transaction, "head").await?.number + 1;
            let query = sqlx::query(FIRST).bind(before.as_millis()).bind(after_all);
            let first = Columns(&query.fetch_one(&mut *transaction).await.map_err(failed)?).number("audit.first")?;
            let last = sqlx::query(LAST).bind(first).fetch_optional(&mut *transaction).await.map_err(failed)?;
            let Some(last) = last else { return Ok(0) };
            let last = link_of(Columns(&last), ["audit.chain_number", "audit.chain_key", "audit.chain_mac"])?;
            let query = sqlx::query("DELETE FROM audit WHERE chain_number <= $1").bind(last.number);
            let dropped = query.execute(&mut *transaction).await.map_err(failed)?.rows_affected();
            keep_link(&mut transaction, "anchor", &last).await?;
            transaction.commit().await.map_err(failed)?;
            Ok(dropped)
        })
        .await
    }
}

async fn link(connection: &mut AnyConnection, name: &'static str) -> Stored<Link> {
    const SQL: &str = r#"
        SELECT
            audit_links.number AS "audit_links.number",
            audit_links.master_key AS "audit_links.master_key",
            audit_links.mac AS "audit_links.mac"
        FROM audit_links
        WHERE audit_links.name = $1"#;
    let row = sqlx::query(SQL).bind(name).fetch_one(connection).await.map_err(failed)?;
    link_of(Columns(&row), ["audit_links.number", "audit_links.master_key", "audit_links.mac"])
}

async fn keep_link(connection: &mut AnyConnection, name: &'static str, link: &Link) -> Stored<()> {
    let query = sqlx::query("UPDATE audit_links SET number = $1, master_key = $2, mac = $3 WHERE name = $4")
        .bind(link.number)
        .bind(i64::from(link.key))
        .bind(link.mac.to_vec())
        .bind(name);
    query.execute(connection).await.map_err(failed).map(drop)
}

fn link_of(row: Columns<'_>, [number, key, mac]: [&'static str; 3]) -> Stored<Link> {
    Ok(Link {
        number: row.number(number)?,
        key: u8::try_from(row.number(key)?).map_err(|_| unreadable(key))?,
        mac: row.bytes(mac)?.try_into().map_err(|_| unreadable(mac))?,
    })
}

fn numbered(row: Columns<'_>) -> Stored<(EventId, Event)> {
    Ok((EventId(row.number("audit.id")?), log::event(row)?))
}

/// Events, latest first: in the order in which they were written, whatever the clocks of those who wrote them said.
pub(super) async fn events(store: &SqlStore, query: &EventQuery) -> Stored<Vec<(EventId, Event)>> {
    const SELECT: &str = concat!("SELECT", event_columns!(), "FROM audit WHERE audit.id < $1");
    let mut sql = SELECT.to_owned();
    let mut texts = Vec::new();
    let mut moments = Vec::new();
    let older_than = query.older_than.map_or(i64::MAX, |id| id.0);
    let mut number = 2;
    let mut next = || {
        number += 1;
        number - 1
    };
    if let Some(account) = query.account {
        let _ = write!(sql, " AND audit.account_id = ${}", next());
        texts.push(account.to_string());
    }
    if let Some(user) = query.user {
        let place = next();
        let _ = write!(sql, " AND (audit.user_id = ${place} OR audit.actor_user_id = ${place})");
        texts.push(user.to_string());
    }
    if let Some(what) = query.what {
        let _ = write!(sql, " AND audit.what = ${}", next());
        texts.push(what.as_str().to_owned());
    }
    if let Some(from) = query.from {
        let _ = write!(sql, " AND audit.at >= ${}", next());
        moments.push(from.as_millis());
    }
    if let Some(until) = query.until {
        let _ = write!(sql, " AND audit.at < ${}", next());
        moments.push(until.as_millis());
    }
    let _ = write!(sql, " ORDER BY audit.id DESC LIMIT ${}", next());
    // Made of constants and placeholders only.
    let statement = texts.into_iter().fold(sqlx::query(AssertSqlSafe(sql)).bind(older_than), sqlx::query::Query::bind);
    let statement = moments.into_iter().fold(statement, sqlx::query::Query::bind).bind(i64::from(query.most));
    rows::all(&statement.fetch_all(&store.readers).await.map_err(failed)?, numbered)
}
