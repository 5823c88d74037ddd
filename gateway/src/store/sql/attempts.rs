//! Failure counters, in SQL.

use async_trait::async_trait;
use sqlx::{AnyConnection, any::AnyRow};

use gatehouse_auth_core::{
    ports::{Attempts, Stored},
    throttle::{AttemptKey, Counter, Limit, Standing},
    time::Timestamp,
};

use super::{
    SqlStore,
    connection::{failed, in_time},
    rows::Columns,
};

#[async_trait]
impl Attempts for SqlStore {
    async fn reserve(&self, keys: &[(AttemptKey, Limit)], now: Timestamp) -> Stored<Vec<Standing>> {
        // Locked in the order of keys, whatever order they come in, so that no two wait for each other; answered in the caller's.
        let mut numbered: Vec<_> = keys.iter().copied().enumerate().collect();
        numbered.sort_by_key(|(_, (key, _))| *key);
        in_time(async {
            let mut transaction = self.begin_writing().await?;
            let mut standings = Vec::with_capacity(numbered.len());
            for (index, (key, limit)) in numbered {
                let (counter, standing) = locked(&mut transaction, &key).await?.reserve(&limit, now);
                keep(&mut transaction, &key, counter).await?;
                standings.push((index, standing));
            }
            if standings.iter().all(|(_, standing)| matches!(standing, Standing::Counted { .. })) {
                transaction.commit().await.map_err(failed)?;
            } else {
                transaction.rollback().await.map_err(failed)?;
            }
            standings.sort_unstable_by_key(|(index, _)| *index);
            Ok(standings.into_iter().map(|(_, standing)| standing).collect())
        })
        .await
    }

    async fn refund(&self, keys: &[(AttemptKey, Limit)]) -> Stored<()> {
        let mut keys = keys.to_vec();
        keys.sort_by_key(|(key, _)| *key);
        in_time(async {
            let mut transaction = self.begin_writing().await?;
            for (key, limit) in keys {
                if let Some(counter) = locked_if_any(&mut transaction, &key).await? {
                    keep(&mut transaction, &key, counter.refund(&limit)).await?;
                }
            }
            transaction.commit().await.map_err(failed)
        })
        .await
    }

    async fn forget(&self, keys: &[AttemptKey]) -> Stored<()> {
        let mut keys = keys.to_vec();
        keys.sort_unstable();
        in_time(async {
            let mut transaction = self.begin_writing().await?;
            for key in keys {
                let query = sqlx::query("DELETE FROM attempts WHERE attempt_key = $1").bind(bytes(&key));
                query.execute(&mut *transaction).await.map_err(failed)?;
            }
            transaction.commit().await.map_err(failed)
        })
        .await
    }

    async fn sweep(&self, now: Timestamp) -> Stored<u64> {
        const SQL: &str = "DELETE FROM attempts WHERE window_ends <= $1 AND (paused_until IS NULL OR paused_until <= $1)";
        let query = sqlx::query(SQL).bind(now.as_millis());
        in_time(async { Ok(query.execute(&self.writer).await.map_err(failed)?.rows_affected()) }).await
    }
}

/// The counter of `key`, made if there was none. Writing what is there already locks the row on databases that lock rows.
async fn locked(connection: &mut AnyConnection, key: &AttemptKey) -> Stored<Counter> {
    const SQL: &str = r#"
        INSERT INTO attempts (attempt_key, failures, window_ends, paused_until)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (attempt_key) DO UPDATE SET failures = attempts.failures
        RETURNING
            failures AS "attempts.failures",
            window_ends AS "attempts.window_ends",
            paused_until AS "attempts.paused_until""#;
    let query = sqlx::query(SQL)
        .bind(bytes(key))
        .bind(i64::from(Counter::EMPTY.failures))
        .bind(Counter::EMPTY.window_ends.as_millis())
        .bind(Counter::EMPTY.paused_until.map(Timestamp::as_millis));
    counter(&query.fetch_one(connection).await.map_err(failed)?)
}

/// The counter of `key` if there is one, locked likewise.
async fn locked_if_any(connection: &mut AnyConnection, key: &AttemptKey) -> Stored<Option<Counter>> {
    const SQL: &str = r#"
        UPDATE attempts
        SET failures = failures
        WHERE attempt_key = $1
        RETURNING
            failures AS "attempts.failures",
            window_ends AS "attempts.window_ends",
            paused_until AS "attempts.paused_until""#;
    let row = sqlx::query(SQL).bind(bytes(key)).fetch_optional(connection).await.map_err(failed)?;
    row.as_ref().map(counter).transpose()
}

async fn keep(connection: &mut AnyConnection, key: &AttemptKey, counter: Counter) -> Stored<()> {
    const SQL: &str = "UPDATE attempts SET failures = $1, window_ends = $2, paused_until = $3 WHERE attempt_key = $4";
    let query = sqlx::query(SQL)
        .bind(i64::from(counter.failures))
        .bind(counter.window_ends.as_millis())
        .bind(counter.paused_until.map(Timestamp::as_millis))
        .bind(bytes(key));
    query.execute(connection).await.map_err(failed).map(drop)
}

fn bytes(key: &AttemptKey) -> Vec<u8> {
    key.as_bytes().to_vec()
}

fn counter(row: &AnyRow) -> Stored<Counter> {
    let row = Columns(row);
    Ok(Counter {
        failures: row.small_number("attempts.failures")?,
        window_ends: row.moment("attempts.window_ends")?,
        paused_until: row.moment_if_any("attempts.paused_until")?,
    })
}
