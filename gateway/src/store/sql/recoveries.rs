//! Recoveries and their secrets: their columns, and what is read of them.

use gatehouse_auth_core::{
    account::AccountId,
    ports::{Deciders, Stored},
    recovery::{Approval, Ending, Held, Kind, Recovery, RecoveryId, SecretKind},
    secret::SecretDigest,
    time::Timestamp,
    user::UserId,
};

use super::{
    SqlStore,
    connection::failed,
    rows::{self, Columns, unreadable},
    session_row::bytes,
};

/// What [`recovery`] reads.
macro_rules! recovery_columns {
    () => {
        r#"
        recoveries.id AS "recoveries.id",
        recoveries.kind AS "recoveries.kind",
        recoveries.user_id AS "recoveries.user_id",
        recoveries.account_id AS "recoveries.account_id",
        recoveries.portal AS "recoveries.portal",
        recoveries.asked_at AS "recoveries.asked_at",
        recoveries.expires_at AS "recoveries.expires_at",
        recoveries.network AS "recoveries.network",
        recoveries.device AS "recoveries.device",
        recoveries.browser AS "recoveries.browser",
        recoveries.email AS "recoveries.email",
        recoveries.decided_by AS "recoveries.decided_by",
        recoveries.decided_at AS "recoveries.decided_at",
        recoveries.is_for_operators AS "recoveries.is_for_operators",
        recoveries.sendings AS "recoveries.sendings",
        recoveries.ended_at AS "recoveries.ended_at",
        recoveries.ended_for AS "recoveries.ended_for"
        "#
    };
}

/// A recovery.
pub(super) async fn find(store: &SqlStore, id: RecoveryId) -> Stored<Option<Recovery>> {
    const SQL: &str = concat!("SELECT", recovery_columns!(), "FROM recoveries WHERE recoveries.id = $1");
    let row = sqlx::query(SQL).bind(id.to_string()).fetch_optional(&store.readers).await.map_err(failed)?;
    row.map(|row| recovery(Columns(&row))).transpose()
}

/// The recovery of a secret.
pub(super) async fn by_secret(store: &SqlStore, digest: &SecretDigest) -> Stored<Option<Held>> {
    const SQL: &str = concat!(
        "SELECT",
        recovery_columns!(),
        r#",
            recovery_secrets.kind AS "recovery_secrets.kind",
            recovery_secrets.expires_at AS "recovery_secrets.expires_at"
        FROM recovery_secrets
        JOIN recoveries ON recoveries.id = recovery_secrets.recovery_id
        WHERE recovery_secrets.digest = $1"#
    );
    let row = sqlx::query(SQL).bind(bytes(digest)).fetch_optional(&store.readers).await.map_err(failed)?;
    row.map(|row| {
        let row = Columns(&row);
        Ok(Held {
            recovery: recovery(row)?,
            kind: row.parsed("recovery_secrets.kind", SecretKind::from_stored)?,
            expires_at: row.moment("recovery_secrets.expires_at")?,
        })
    })
    .transpose()
}

/// Requests for approval that are open.
pub(super) async fn requests(store: &SqlStore, whose: Deciders, now: Timestamp) -> Stored<Vec<Recovery>> {
    const OF_ACCOUNT: &str = concat!(
        "SELECT",
        recovery_columns!(),
        "FROM recoveries
        WHERE recoveries.kind = 'approval' AND recoveries.ended_at IS NULL
            AND recoveries.expires_at > $1 AND recoveries.account_id = $2
        ORDER BY recoveries.asked_at, recoveries.id"
    );
    const OF_OPERATORS: &str = concat!(
        "SELECT",
        recovery_columns!(),
        "FROM recoveries
        WHERE recoveries.kind = 'approval' AND recoveries.ended_at IS NULL
            AND recoveries.expires_at > $1 AND recoveries.is_for_operators = 1
        ORDER BY recoveries.asked_at, recoveries.id"
    );
    let query = match whose {
        Deciders::Account(account) => sqlx::query(OF_ACCOUNT).bind(now.as_millis()).bind(account.to_string()),
        Deciders::Operators => sqlx::query(OF_OPERATORS).bind(now.as_millis()),
    };
    rows::all(&query.fetch_all(&store.readers).await.map_err(failed)?, recovery)
}

/// The new address that waits to be confirmed.
pub(super) async fn email_change(store: &SqlStore, user: UserId, now: Timestamp) -> Stored<Option<Recovery>> {
    const SQL: &str = concat!(
        "SELECT",
        recovery_columns!(),
        "FROM recoveries
        WHERE recoveries.user_id = $1 AND recoveries.kind = 'email-change'
            AND recoveries.ended_at IS NULL AND recoveries.expires_at > $2
        ORDER BY recoveries.asked_at DESC
        LIMIT 1"
    );
    let query = sqlx::query(SQL).bind(user.to_string()).bind(now.as_millis());
    let row = query.fetch_optional(&store.readers).await.map_err(failed)?;
    row.map(|row| recovery(Columns(&row))).transpose()
}

/// Forgets what expired before `before`.
pub(super) async fn sweep(store: &SqlStore, before: Timestamp) -> Stored<u64> {
    const SECRETS: &str = "
        DELETE FROM recovery_secrets
        WHERE recovery_id IN (SELECT recoveries.id FROM recoveries WHERE recoveries.expires_at < $1)";
    let mut transaction = store.begin_writing().await?;
    sqlx::query(SECRETS).bind(before.as_millis()).execute(&mut *transaction).await.map_err(failed)?;
    let query = sqlx::query("DELETE FROM recoveries WHERE expires_at < $1").bind(before.as_millis());
    let swept = query.execute(&mut *transaction).await.map_err(failed)?.rows_affected();
    transaction.commit().await.map_err(failed)?;
    Ok(swept)
}

fn recovery(row: Columns<'_>) -> Stored<Recovery> {
    Ok(Recovery {
        id: row.parsed("recoveries.id", RecoveryId::from_stored)?,
        kind: row.parsed("recoveries.kind", Kind::from_stored)?,
        user: row.parsed("recoveries.user_id", UserId::from_stored)?,
        account: row.parsed("recoveries.account_id", AccountId::from_stored)?,
        portal: row.text("recoveries.portal")?.to_owned(),
        asked_at: row.moment("recoveries.asked_at")?,
        expires_at: row.moment("recoveries.expires_at")?,
        network: row.text("recoveries.network")?.to_owned(),
        device: row.text("recoveries.device")?.to_owned(),
        browser: row.digest_if_any("recoveries.browser")?,
        email: row.parsed_if_any("recoveries.email", |address| address.parse().ok())?,
        approval: approval(row)?,
        is_for_operators: row.number("recoveries.is_for_operators")? != 0,
        sendings: row.small_number("recoveries.sendings")?,
        ended: ended(row)?,
    })
}

fn approval(row: Columns<'_>) -> Stored<Option<Approval>> {
    let by = row.parsed_if_any("recoveries.decided_by", UserId::from_stored)?;
    match (by, row.moment_if_any("recoveries.decided_at")?) {
        (Some(by), Some(at)) => Ok(Some(Approval { by, at })),
        (None, None) => Ok(None),
        _ => Err(unreadable("recoveries.decided_by")),
    }
}

fn ended(row: Columns<'_>) -> Stored<Option<(Timestamp, Ending)>> {
    let ending = row.parsed_if_any("recoveries.ended_for", Ending::from_stored)?;
    match (row.moment_if_any("recoveries.ended_at")?, ending) {
        (Some(at), Some(ending)) => Ok(Some((at, ending))),
        (None, None) => Ok(None),
        _ => Err(unreadable("recoveries.ended_for")),
    }
}
