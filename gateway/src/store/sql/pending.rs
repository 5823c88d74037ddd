//! Sign-ins on their way, in SQL.

use gatehouse_auth_core::{
    pending::{Debts, PendingRecord},
    ports::Stored,
    secret::SecretDigest,
    session::{Keep, ProvedWith, SecondFactor, SessionHandle},
    user::UserId,
};

use super::{SqlStore, connection::failed, rows::Columns, session_row::bytes};

/// Keeps one.
pub(super) async fn set_out(store: &SqlStore, pending: &PendingRecord) -> Stored<()> {
    const SQL: &str = "
        INSERT INTO pending_sign_ins (
            pending_key,
            secret,
            user_id,
            portal,
            owes,
            keep,
            replaces,
            began_at,
            network,
            device,
            proved_with,
            second_factor,
            is_known_device,
            is_again,
            proved_at
        )
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    let query = sqlx::query(SQL)
        .bind(bytes(&pending.key))
        .bind(bytes(&pending.secret))
        .bind(pending.user.to_string())
        .bind(pending.portal.as_str())
        .bind(pending.owes.to_stored())
        .bind(pending.keep.as_str())
        .bind(pending.replaces.map(|handle| handle.to_string()))
        .bind(pending.began_at.as_millis())
        .bind(pending.network.as_str())
        .bind(pending.device.as_str())
        .bind(pending.proved_with.as_str())
        .bind(pending.second.map(SecondFactor::to_stored))
        .bind(i64::from(pending.is_known_device))
        .bind(i64::from(pending.is_again))
        .bind(pending.proved_at.as_millis());
    query.execute(&store.writer).await.map_err(failed).map(drop)
}

/// The one filed under `key`.
pub(super) async fn on_the_way(store: &SqlStore, key: &SecretDigest) -> Stored<Option<PendingRecord>> {
    const SQL: &str = r#"
        SELECT
            pending_sign_ins.pending_key AS "pending_sign_ins.pending_key",
            pending_sign_ins.secret AS "pending_sign_ins.secret",
            pending_sign_ins.user_id AS "pending_sign_ins.user_id",
            pending_sign_ins.portal AS "pending_sign_ins.portal",
            pending_sign_ins.owes AS "pending_sign_ins.owes",
            pending_sign_ins.keep AS "pending_sign_ins.keep",
            pending_sign_ins.replaces AS "pending_sign_ins.replaces",
            pending_sign_ins.began_at AS "pending_sign_ins.began_at",
            pending_sign_ins.network AS "pending_sign_ins.network",
            pending_sign_ins.device AS "pending_sign_ins.device",
            pending_sign_ins.proved_with AS "pending_sign_ins.proved_with",
            pending_sign_ins.second_factor AS "pending_sign_ins.second_factor",
            pending_sign_ins.is_known_device AS "pending_sign_ins.is_known_device",
            pending_sign_ins.is_again AS "pending_sign_ins.is_again",
            pending_sign_ins.proved_at AS "pending_sign_ins.proved_at"
        FROM pending_sign_ins
        WHERE pending_sign_ins.pending_key = $1"#;
    let row = sqlx::query(SQL).bind(bytes(key)).fetch_optional(&store.readers).await.map_err(failed)?;
    row.map(|row| read(Columns(&row))).transpose()
}

fn read(row: Columns<'_>) -> Stored<PendingRecord> {
    Ok(PendingRecord {
        key: row.digest("pending_sign_ins.pending_key")?,
        secret: row.digest("pending_sign_ins.secret")?,
        user: row.parsed("pending_sign_ins.user_id", UserId::from_stored)?,
        portal: row.text("pending_sign_ins.portal")?.to_owned(),
        owes: row.parsed("pending_sign_ins.owes", Debts::from_stored)?,
        keep: row.parsed("pending_sign_ins.keep", Keep::from_stored)?,
        replaces: row.parsed_if_any("pending_sign_ins.replaces", SessionHandle::from_stored)?,
        began_at: row.moment("pending_sign_ins.began_at")?,
        network: row.text("pending_sign_ins.network")?.to_owned(),
        device: row.text("pending_sign_ins.device")?.to_owned(),
        proved_with: row.parsed("pending_sign_ins.proved_with", ProvedWith::from_stored)?,
        second: row.parsed_if_any("pending_sign_ins.second_factor", SecondFactor::from_stored)?,
        is_known_device: row.number("pending_sign_ins.is_known_device")? != 0,
        is_again: row.number("pending_sign_ins.is_again")? != 0,
        proved_at: row.moment("pending_sign_ins.proved_at")?,
    })
}
