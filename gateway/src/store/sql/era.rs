//! The era in which sessions count that are kept elsewhere, and the time that was seen there.

use gatehouse_auth_core::{ports::Stored, revocation::Revocation, time::Timestamp};

use super::{
    SqlStore,
    apply::revoke,
    connection::{failed, in_time},
    rows::Columns,
};

/// What the directory knows of where sessions are kept.
pub(in crate::store) struct Era {
    /// The era.
    pub(in crate::store) era: i64,
    /// The latest time that was seen there.
    pub(in crate::store) pulse: Timestamp,
}

impl SqlStore {
    /// What it knows.
    pub(in crate::store) async fn era(&self) -> Stored<Era> {
        const SQL: &str = r#"
            SELECT
                (SELECT counters.value FROM counters WHERE counters.name = 'era') AS "counters.era",
                (SELECT counters.value FROM counters WHERE counters.name = 'pulse') AS "counters.pulse""#;
        let row = sqlx::query(SQL).fetch_one(&self.readers);
        in_time(async {
            let row = row.await.map_err(failed)?;
            Ok(Era { era: Columns(&row).number("counters.era")?, pulse: Columns(&row).moment("counters.pulse")? })
        })
        .await
    }

    /// Remembers the latest time that was seen.
    pub(in crate::store) async fn note_pulse(&self, at: Timestamp) -> Stored<()> {
        let query = sqlx::query("UPDATE counters SET value = $1 WHERE name = 'pulse' AND value < $1").bind(at.as_millis());
        in_time(async { query.execute(&self.writer).await.map_err(failed).map(drop) }).await
    }

    /// Leaves `era` for the next one, unless somebody has; every gateway hears of it. The time that was seen in it counts no more.
    pub(in crate::store) async fn leave_era(&self, era: i64) -> Stored<()> {
        in_time(async {
            let mut transaction = self.begin_writing().await?;
            let next = sqlx::query("UPDATE counters SET value = value + 1 WHERE name = 'era' AND value = $1").bind(era);
            if next.execute(&mut *transaction).await.map_err(failed)?.rows_affected() == 0 {
                return Ok(());
            }
            let pulse = sqlx::query("UPDATE counters SET value = 0 WHERE name = 'pulse'");
            pulse.execute(&mut *transaction).await.map_err(failed)?;
            revoke(&mut transaction, &[Revocation::Everyone]).await?;
            transaction.commit().await.map_err(failed)?;
            self.tell();
            Ok(())
        })
        .await
    }
}
