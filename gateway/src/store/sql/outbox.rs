//! What waits to be mailed, in SQL.

use std::time::Duration;

use async_trait::async_trait;
use gatehouse_auth_core::{
    letter::{ClaimedLetter, LetterId, QueuedLetter},
    ports::{Outbox, StoreError, Stored},
    time::Timestamp,
};
use sqlx::{AnyConnection, AssertSqlSafe};
use tracing::error;

use super::{
    SqlStore,
    connection::{failed, in_time},
    rows::Columns,
};

/// A letter that cannot be read is put off by this, so that it keeps no other from leaving; and no longer, since it may be one that a
/// newer release wrote and can read.
const UNREADABLE_FOR: Duration = Duration::from_hours(1);

/// Queues a letter, due at once.
pub(super) async fn queue(connection: &mut AnyConnection, letter: &QueuedLetter) -> Stored<()> {
    const SQL: &str = "
        INSERT INTO letters (id, portal, queued_at, purpose, due_at, claimed_until, tries)
        VALUES ($1, $2, $3, $4, $3, 0, 0)";
    let purpose = serde_json::to_string(&letter.purpose).map_err(|error| StoreError(error.into()))?;
    let query =
        sqlx::query(SQL).bind(letter.id.to_string()).bind(letter.portal.clone()).bind(letter.queued_at.as_millis()).bind(purpose);
    query.execute(connection).await.map_err(failed).map(drop)
}

#[async_trait]
impl Outbox for SqlStore {
    async fn claim(&self, now: Timestamp, until: Timestamp, most: u32) -> Stored<Vec<ClaimedLetter>> {
        const FIND: &str = r#"
            SELECT
                letters.id AS "letters.id",
                letters.portal AS "letters.portal",
                letters.queued_at AS "letters.queued_at",
                letters.purpose AS "letters.purpose",
                letters.tries AS "letters.tries"
            FROM letters
            WHERE letters.due_at <= $1 AND letters.claimed_until <= $1
            ORDER BY letters.due_at, letters.queued_at, letters.id
            LIMIT $2"#;
        const CLAIM: &str = "UPDATE letters SET claimed_until = $1 WHERE id = $2 AND claimed_until <= $3";
        const PUT_OFF: &str = "UPDATE letters SET due_at = $1 WHERE id = $2 AND claimed_until <= $3";
        in_time(async {
            let mut transaction = self.begin_writing().await?;
            // Made of constants only.
            let find = AssertSqlSafe(format!("{FIND}{}", self.dialect.that_nobody_else_changes()));
            let query = sqlx::query(find).bind(now.as_millis()).bind(i64::from(most));
            let found = query.fetch_all(&mut *transaction).await.map_err(failed)?;
            let mut claimed = Vec::with_capacity(found.len());
            for row in &found {
                let row = Columns(row);
                let id = row.text("letters.id")?;
                let (sql, moment, letter) = match letter(row) {
                    Ok(letter) => (CLAIM, until, Some(letter)),
                    Err(error) => {
                        error!(letter.id = id, %error, "a letter waits for somebody to look at it");
                        (PUT_OFF, now.after(UNREADABLE_FOR), None)
                    }
                };
                let query = sqlx::query(sql).bind(moment.as_millis()).bind(id.to_owned()).bind(now.as_millis());
                if query.execute(&mut *transaction).await.map_err(failed)?.rows_affected() == 1 {
                    claimed.extend(letter);
                }
            }
            transaction.commit().await.map_err(failed)?;
            Ok(claimed)
        })
        .await
    }

    async fn postpone(&self, letter: LetterId, due_at: Timestamp) -> Stored<()> {
        let query = sqlx::query("UPDATE letters SET due_at = $1, claimed_until = 0, tries = tries + 1 WHERE id = $2")
            .bind(due_at.as_millis())
            .bind(letter.to_string());
        in_time(async { query.execute(&self.writer).await.map_err(failed).map(drop) }).await
    }

    async fn waiting(&self) -> Stored<u64> {
        let query = sqlx::query(r#"SELECT count(*) AS "letters.count" FROM letters"#).fetch_one(&self.readers);
        let count = in_time(async { Columns(&query.await.map_err(failed)?).number("letters.count") }).await?;
        u64::try_from(count).map_err(|error| StoreError(error.into()))
    }
}

fn letter(row: Columns<'_>) -> Stored<ClaimedLetter> {
    Ok(ClaimedLetter {
        letter: QueuedLetter {
            id: row.parsed("letters.id", LetterId::from_stored)?,
            portal: row.text("letters.portal")?.to_owned(),
            queued_at: row.moment("letters.queued_at")?,
            purpose: row.parsed("letters.purpose", |json| serde_json::from_str(json).ok())?,
        },
        tries: row.small_number("letters.tries")?,
    })
}
