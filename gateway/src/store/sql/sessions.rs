//! Sessions, in SQL.

use async_trait::async_trait;

use gatehouse_auth_core::{
    mfa::passkey::Bond,
    pending::{Debts, PendingRecord},
    ports::{Sessions, Stored},
    secret::SecretDigest,
    session::{EndReason, SecondFactor, SessionHandle, SessionRecord},
    time::Timestamp,
    user::UserId,
};

use super::{
    SqlStore, ceremonies,
    connection::{failed, in_time},
    pending,
    rows::{self, Columns},
    session_row::{bytes, session, session_columns},
};

/// So many are written down in one transaction: few enough that no sign-in waits long for it.
const TOUCHED_AT_ONCE: usize = 200;

#[async_trait]
impl Sessions for SqlStore {
    async fn begin(&self, record: &SessionRecord) -> Stored<()> {
        const SQL: &str = "
            INSERT INTO sessions (
                handle,
                session_key,
                secret,
                retired_key,
                retired_secret,
                retired_at,
                user_id,
                portal,
                keep,
                began_at,
                issued_at,
                last_seen_at,
                network,
                device,
                ended_at,
                ended_for,
                proved_at,
                proved_with,
                second_factor
            )
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)";
        let query = sqlx::query(SQL)
            .bind(record.handle.to_string())
            .bind(bytes(&record.key))
            .bind(bytes(&record.secret))
            .bind(record.retired.map(|retired| bytes(&retired.key)))
            .bind(record.retired.map(|retired| bytes(&retired.secret)))
            .bind(record.retired.map(|retired| retired.at.as_millis()))
            .bind(record.user.to_string())
            .bind(record.portal.as_str())
            .bind(record.keep.as_str())
            .bind(record.began_at.as_millis())
            .bind(record.issued_at.as_millis())
            .bind(record.last_seen_at.as_millis())
            .bind(record.network.as_str())
            .bind(record.device.as_str())
            .bind(record.ended.map(|(at, _)| at.as_millis()))
            .bind(record.ended.map(|(_, reason)| reason.as_str()))
            .bind(record.proved_at.as_millis())
            .bind(record.proved_with.as_str())
            .bind(record.second.map(SecondFactor::to_stored));
        in_time(async { query.execute(&self.writer).await.map_err(failed).map(drop) }).await
    }

    async fn find(&self, key: &SecretDigest) -> Stored<Option<SessionRecord>> {
        const SQL: &str =
            concat!("SELECT", session_columns!(), "FROM sessions WHERE sessions.session_key = $1 OR sessions.retired_key = $1");
        let query = sqlx::query(SQL).bind(bytes(key)).fetch_optional(&self.readers);
        in_time(async { query.await.map_err(failed)?.map(|row| session(Columns(&row))).transpose() }).await
    }

    async fn touch(&self, seen: &[(SessionHandle, Timestamp)]) -> Stored<()> {
        const SQL: &str = "UPDATE sessions SET last_seen_at = $1 WHERE handle = $2 AND last_seen_at < $1";
        // Always in the same order: on a database that locks rows, two that touch the same would otherwise wait for each other.
        let mut seen = seen.to_vec();
        seen.sort_unstable();
        for some in seen.chunks(TOUCHED_AT_ONCE) {
            in_time(async {
                let mut transaction = self.begin_writing().await?;
                for (handle, at) in some {
                    let query = sqlx::query(SQL).bind(at.as_millis()).bind(handle.to_string());
                    query.execute(&mut *transaction).await.map_err(failed)?;
                }
                transaction.commit().await.map_err(failed)
            })
            .await?;
        }
        Ok(())
    }

    async fn prove(&self, handle: SessionHandle, at: Timestamp) -> Stored<()> {
        let query =
            sqlx::query("UPDATE sessions SET proved_at = $1 WHERE handle = $2").bind(at.as_millis()).bind(handle.to_string());
        in_time(async { query.execute(&self.writer).await.map_err(failed).map(drop) }).await
    }

    async fn set_out(&self, pending: &PendingRecord) -> Stored<()> {
        in_time(pending::set_out(self, pending)).await
    }

    async fn on_the_way(&self, key: &SecretDigest) -> Stored<Option<PendingRecord>> {
        in_time(pending::on_the_way(self, key)).await
    }

    async fn go_on(&self, key: &SecretDigest, before: &Debts, owes: &Debts, second: Option<SecondFactor>) -> Stored<bool> {
        const SQL: &str = "UPDATE pending_sign_ins SET owes = $1, second_factor = $2 WHERE pending_key = $3 AND owes = $4";
        let query = sqlx::query(SQL)
            .bind(owes.to_stored())
            .bind(second.map(SecondFactor::to_stored))
            .bind(bytes(key))
            .bind(before.to_stored());
        in_time(async { Ok(query.execute(&self.writer).await.map_err(failed)?.rows_affected() == 1) }).await
    }

    async fn arrive(&self, key: &SecretDigest, owes: &Debts) -> Stored<bool> {
        const SQL: &str = "DELETE FROM pending_sign_ins WHERE pending_key = $1 AND owes = $2";
        let query = sqlx::query(SQL).bind(bytes(key)).bind(owes.to_stored());
        in_time(async { Ok(query.execute(&self.writer).await.map_err(failed)?.rows_affected() == 1) }).await
    }

    async fn begin_ceremony(&self, bond: &Bond, state: &[u8], at: Timestamp) -> Stored<()> {
        in_time(ceremonies::begin(self, bond, state, at)).await
    }

    async fn take_ceremony(&self, bond: &Bond) -> Stored<Option<Vec<u8>>> {
        in_time(ceremonies::take(self, bond)).await
    }

    async fn sweep_ceremonies(&self, before: Timestamp) -> Stored<u64> {
        in_time(ceremonies::sweep(self, before)).await
    }

    async fn abandon(&self, key: &SecretDigest) -> Stored<()> {
        let query = sqlx::query("DELETE FROM pending_sign_ins WHERE pending_key = $1").bind(bytes(key));
        in_time(async { query.execute(&self.writer).await.map_err(failed).map(drop) }).await
    }

    async fn rotate(&self, old: &SecretDigest, rotated: &SessionRecord) -> Stored<bool> {
        const SQL: &str = "
            UPDATE sessions
            SET
                session_key = $1,
                secret = $2,
                retired_key = $3,
                retired_secret = $4,
                retired_at = $5,
                issued_at = $6
            WHERE handle = $7 AND session_key = $8 AND ended_at IS NULL";
        let query = sqlx::query(SQL)
            .bind(bytes(&rotated.key))
            .bind(bytes(&rotated.secret))
            .bind(rotated.retired.map(|retired| bytes(&retired.key)))
            .bind(rotated.retired.map(|retired| bytes(&retired.secret)))
            .bind(rotated.retired.map(|retired| retired.at.as_millis()))
            .bind(rotated.issued_at.as_millis())
            .bind(rotated.handle.to_string())
            .bind(bytes(old));
        in_time(async { Ok(query.execute(&self.writer).await.map_err(failed)?.rows_affected() == 1) }).await
    }

    async fn end(&self, handle: SessionHandle, at: Timestamp, reason: EndReason) -> Stored<()> {
        const SQL: &str = "UPDATE sessions SET ended_at = $1, ended_for = $2 WHERE handle = $3 AND ended_at IS NULL";
        let query = sqlx::query(SQL).bind(at.as_millis()).bind(reason.as_str()).bind(handle.to_string());
        in_time(async { query.execute(&self.writer).await.map_err(failed).map(drop) }).await
    }

    async fn of_user(&self, user: UserId) -> Stored<Vec<SessionRecord>> {
        const SQL: &str = concat!(
            "SELECT",
            session_columns!(),
            "FROM sessions WHERE sessions.user_id = $1 AND sessions.ended_at IS NULL ORDER BY sessions.began_at DESC"
        );
        let query = sqlx::query(SQL).bind(user.to_string()).fetch_all(&self.readers);
        in_time(async { rows::all(&query.await.map_err(failed)?, session) }).await
    }

    async fn sweep(&self, before: Timestamp, set_out_before: Timestamp) -> Stored<u64> {
        let sessions = sqlx::query("DELETE FROM sessions WHERE began_at < $1").bind(before.as_millis());
        let pending = sqlx::query("DELETE FROM pending_sign_ins WHERE began_at < $1").bind(set_out_before.as_millis());
        in_time(async {
            let ended = sessions.execute(&self.writer).await.map_err(failed)?.rows_affected();
            Ok(ended + pending.execute(&self.writer).await.map_err(failed)?.rows_affected())
        })
        .await
    }
}
