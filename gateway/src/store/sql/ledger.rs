//! The audit log as a chain, in SQL.

use async_trait::async_trait;
use gatehouse_auth_core::{
    audit::Event,
    ledger::{EventId, Link},
    ports::{Ledger, Stored},
    time::Timestamp,
};
use sqlx::AnyConnection;

use super::{
    SqlStore,
    connection::{failed, in_time},
    log::{self, event_columns},
    rows::{self, Columns, unreadable},
};

/// Links dropped by one transaction: few enough that nobody else waits long.
const SHORTENED_AT_ONCE: i64 = 1_000;

/// What [`event_link`] reads.
macro_rules! link_columns {
    () => {
        r#"
        audit.chain_number AS "audit.chain_number",
        audit.chain_key AS "audit.chain_key",
        audit.chain_mac AS "audit.chain_mac"
        "#
    };
}

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
        in_time(async { rows::all(&query.await.map_err(failed)?, log::numbered) }).await
    }

    async fn chain(&self, head: &Link, links: &[(EventId, Link)]) -> Stored<bool> {
        const SQL: &str =
            "UPDATE audit SET chain_number = $1, chain_key = $2, chain_mac = $3 WHERE id = $4 AND chain_number IS NULL";
        in_time(async {
            let mut transaction = self.begin_writing().await?;
            lock(&mut transaction, "head").await?;
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
            ",",
            link_columns!(),
            "FROM audit WHERE audit.chain_number > $1 ORDER BY audit.chain_number LIMIT $2"
        );
        let query = sqlx::query(SQL).bind(after).bind(i64::from(most)).fetch_all(&self.readers);
        let read = |row: Columns<'_>| Ok((event_link(row)?, log::event(row)?));
        in_time(async { rows::all(&query.await.map_err(failed)?, read) }).await
    }

    async fn shorten(&self, before: Timestamp) -> Stored<u64> {
        let mut dropped = 0;
        loop {
            let some = in_time(shorten(self, before)).await?;
            dropped += some;
            if some < SHORTENED_AT_ONCE.unsigned_abs() {
                return Ok(dropped);
            }
        }
    }
}

/// Drops some of the oldest links, as long as their events are from before `before`: what is old but stands behind one that stays, stays,
/// so that what is left hangs together.
async fn shorten(store: &SqlStore, before: Timestamp) -> Stored<u64> {
    const OLDEST: &str = concat!(
        "SELECT",
        link_columns!(),
        r#",
            audit.at AS "audit.at"
        FROM audit
        WHERE audit.chain_number IS NOT NULL
        ORDER BY audit.chain_number
        LIMIT $1"#
    );
    let mut transaction = store.begin_writing().await?;
    lock(&mut transaction, "anchor").await?;
    let rows = sqlx::query(OLDEST).bind(SHORTENED_AT_ONCE).fetch_all(&mut *transaction).await.map_err(failed)?;
    let mut last = None;
    for row in &rows {
        if Columns(row).moment("audit.at")? >= before {
            break;
        }
        last = Some(event_link(Columns(row))?);
    }
    let Some(last) = last else { return Ok(0) };
    let query = sqlx::query("DELETE FROM audit WHERE chain_number <= $1").bind(last.number);
    let dropped = query.execute(&mut *transaction).await.map_err(failed)?.rows_affected();
    keep_link(&mut transaction, "anchor", &last).await?;
    transaction.commit().await.map_err(failed)?;
    Ok(dropped)
}

/// Keeps every other gateway from this link until the end of the transaction: writing what is there already locks the row on databases
/// that lock rows.
async fn lock(connection: &mut AnyConnection, name: &'static str) -> Stored<()> {
    let query = sqlx::query("UPDATE audit_links SET number = number WHERE name = $1").bind(name);
    query.execute(connection).await.map_err(failed).map(drop)
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

fn event_link(row: Columns<'_>) -> Stored<Link> {
    link_of(row, ["audit.chain_number", "audit.chain_key", "audit.chain_mac"])
}

fn link_of(row: Columns<'_>, [number, key, mac]: [&'static str; 3]) -> Stored<Link> {
    Ok(Link {
        number: row.number(number)?,
        key: u8::try_from(row.number(key)?).map_err(|_| unreadable(key))?,
        mac: row.bytes(mac)?.try_into().map_err(|_| unreadable(mac))?,
    })
}
