//! Second factors, in SQL.

use gatehouse_auth_core::{
    mfa::{Enrolment, EnrolmentId, Factors, KeptCode, Step, TotpFactor},
    password::PasswordRecord,
    ports::{StoreError, Stored},
    secret::SecretDigest,
    time::Timestamp,
    user::UserId,
};
use sqlx::{Any, AnyConnection, any::AnyArguments, query::Query};

use super::{
    SqlStore,
    connection::failed,
    passkeys,
    rows::{self, Columns},
    session_row::bytes,
};

type Statement = Query<'static, Any, AnyArguments>;

/// What a person has registered.
pub(super) async fn of(store: &SqlStore, user: UserId) -> Stored<Factors> {
    const APP: &str = r#"
        SELECT
            totp_factors.id AS "totp_factors.id",
            totp_factors.sealed AS "totp_factors.sealed",
            totp_factors.last_step AS "totp_factors.last_step",
            totp_factors.registered_at AS "totp_factors.registered_at"
        FROM totp_factors
        WHERE totp_factors.user_id = $1"#;
    const CODES: &str = r#"
        SELECT
            recovery_codes.record AS "recovery_codes.record",
            recovery_codes.is_used AS "recovery_codes.is_used"
        FROM recovery_codes
        WHERE recovery_codes.user_id = $1"#;
    let app = sqlx::query(APP).bind(user.to_string()).fetch_optional(&store.readers).await.map_err(failed)?;
    let codes = sqlx::query(CODES).bind(user.to_string()).fetch_all(&store.readers).await.map_err(failed)?;
    let passkeys = passkeys::of(store, user).await?;
    Ok(Factors { totp: app.map(|row| totp(Columns(&row))).transpose()?, passkeys, codes: rows::all(&codes, code)? })
}

fn totp(row: Columns<'_>) -> Stored<TotpFactor> {
    Ok(TotpFactor {
        id: row.parsed("totp_factors.id", EnrolmentId::from_stored)?,
        sealed: row.bytes("totp_factors.sealed")?.to_vec(),
        last_step: row.number("totp_factors.last_step")?,
        registered_at: row.moment("totp_factors.registered_at")?,
    })
}

fn code(row: Columns<'_>) -> Stored<KeptCode> {
    Ok(KeptCode {
        record: row.parsed("recovery_codes.record", |text| text.parse().ok())?,
        is_used: row.number("recovery_codes.is_used")? != 0,
    })
}

/// The registration of this owner.
pub(super) async fn enrolment(store: &SqlStore, owner: &SecretDigest) -> Stored<Option<Enrolment>> {
    const SQL: &str = r#"
        SELECT
            enrolments.id AS "enrolments.id",
            enrolments.user_id AS "enrolments.user_id",
            enrolments.sealed AS "enrolments.sealed",
            enrolments.began_at AS "enrolments.began_at",
            enrolments.codes AS "enrolments.codes"
        FROM enrolments
        WHERE enrolments.owner = $1"#;
    let row = sqlx::query(SQL).bind(bytes(owner)).fetch_optional(&store.readers).await.map_err(failed)?;
    let read = |row: Columns<'_>| {
        Ok(Enrolment {
            id: row.parsed("enrolments.id", EnrolmentId::from_stored)?,
            user: row.parsed("enrolments.user_id", UserId::from_stored)?,
            owner: *owner,
            sealed: row.bytes("enrolments.sealed")?.to_vec(),
            began_at: row.moment("enrolments.began_at")?,
            codes: row.bytes_if_any("enrolments.codes")?.map(<[u8]>::to_vec),
        })
    };
    row.map(|row| read(Columns(&row))).transpose()
}

/// Forgets registrations that began before `before`.
pub(super) async fn sweep(store: &SqlStore, before: Timestamp) -> Stored<u64> {
    let query = sqlx::query("DELETE FROM enrolments WHERE began_at < $1").bind(before.as_millis());
    Ok(query.execute(&store.writer).await.map_err(failed)?.rows_affected())
}

/// In place of any other.
pub(super) fn begin(enrolment: &Enrolment) -> Statement {
    const SQL: &str = "
        INSERT INTO enrolments (owner, user_id, id, sealed, began_at, codes)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (owner) DO UPDATE
        SET
            user_id = excluded.user_id,
            id = excluded.id,
            sealed = excluded.sealed,
            began_at = excluded.began_at,
            codes = excluded.codes";
    sqlx::query(SQL)
        .bind(bytes(&enrolment.owner))
        .bind(enrolment.user.to_string())
        .bind(enrolment.id.to_string())
        .bind(enrolment.sealed.clone())
        .bind(enrolment.began_at.as_millis())
        .bind(enrolment.codes.clone())
}

/// Whether there is one or not.
pub(super) async fn end_enrolment(connection: &mut AnyConnection, owner: &SecretDigest) -> Stored<bool> {
    execute(connection, sqlx::query("DELETE FROM enrolments WHERE owner = $1").bind(bytes(owner))).await?;
    Ok(true)
}

/// In place of any other.
pub(super) async fn keep_app(connection: &mut AnyConnection, user: UserId, factor: &TotpFactor) -> Stored<bool> {
    const SQL: &str = "
        INSERT INTO totp_factors (user_id, id, sealed, last_step, registered_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (user_id) DO UPDATE
        SET
            id = excluded.id,
            sealed = excluded.sealed,
            last_step = excluded.last_step,
            registered_at = excluded.registered_at";
    let query = sqlx::query(SQL)
        .bind(user.to_string())
        .bind(factor.id.to_string())
        .bind(factor.sealed.clone())
        .bind(factor.last_step)
        .bind(factor.registered_at.as_millis());
    execute(connection, query).await?;
    note_factor(connection, user).await?;
    Ok(true)
}

/// In place of all others.
pub(super) async fn keep_codes(connection: &mut AnyConnection, user: UserId, records: &[PasswordRecord]) -> Stored<bool> {
    execute(connection, sqlx::query("DELETE FROM recovery_codes WHERE user_id = $1").bind(user.to_string())).await?;
    for record in records {
        let query = sqlx::query("INSERT INTO recovery_codes (user_id, record, is_used) VALUES ($1, $2, 0)")
            .bind(user.to_string())
            .bind(record.to_string());
        execute(connection, query).await?;
    }
    Ok(true)
}

/// Nothing is left.
pub(super) async fn reset(connection: &mut AnyConnection, user: UserId) -> Stored<bool> {
    for table in [
        "DELETE FROM totp_factors WHERE user_id = $1",
        "DELETE FROM passkeys WHERE user_id = $1",
        "DELETE FROM recovery_codes WHERE user_id = $1",
        "DELETE FROM enrolments WHERE user_id = $1",
    ] {
        execute(connection, sqlx::query(table).bind(user.to_string())).await?;
    }
    note_factor(connection, user).await?;
    execute(connection, sqlx::query("UPDATE users SET must_register = 1 WHERE id = $1").bind(user.to_string())).await?;
    Ok(true)
}

/// Writes down whether the person has a factor, as it is now.
pub(super) async fn note_factor(connection: &mut AnyConnection, user: UserId) -> Stored<()> {
    const SQL: &str = "
        UPDATE users
        SET has_factor = CASE
            WHEN EXISTS (SELECT 1 FROM totp_factors WHERE totp_factors.user_id = $1) THEN 1
            WHEN EXISTS (SELECT 1 FROM passkeys WHERE passkeys.user_id = $1) THEN 1
            ELSE 0
        END,
        must_register = CASE
            WHEN EXISTS (SELECT 1 FROM totp_factors WHERE totp_factors.user_id = $1) THEN 0
            WHEN EXISTS (SELECT 1 FROM passkeys WHERE passkeys.user_id = $1) THEN 0
            ELSE must_register
        END
        WHERE id = $1";
    match sqlx::query(SQL).bind(user.to_string()).execute(connection).await.map_err(failed)?.rows_affected() {
        1 => Ok(()),
        _ => Err(StoreError::message("there is no such row to change")),
    }
}

/// Recovery codes of a person who has no factor stand for nothing.
pub(super) async fn drop_idle_codes(connection: &mut AnyConnection, user: UserId) -> Stored<()> {
    const SQL: &str = "
        DELETE FROM recovery_codes
        WHERE user_id = $1 AND EXISTS (SELECT 1 FROM users WHERE users.id = $1 AND users.has_factor = 0)";
    execute(connection, sqlx::query(SQL).bind(user.to_string())).await
}

/// One of this step, and none of it or before it was taken.
pub(super) fn take_step(user: UserId, factor: EnrolmentId, step: Step) -> Statement {
    sqlx::query("UPDATE totp_factors SET last_step = $1 WHERE user_id = $2 AND id = $3 AND last_step < $1")
        .bind(step)
        .bind(user.to_string())
        .bind(factor.to_string())
}

/// Once.
pub(super) fn use_code(user: UserId, record: &PasswordRecord) -> Statement {
    sqlx::query("UPDATE recovery_codes SET is_used = 1 WHERE user_id = $1 AND record = $2 AND is_used = 0")
        .bind(user.to_string())
        .bind(record.to_string())
}

/// Once, and beside nothing.
pub(super) fn confirm(user: UserId, enrolment: EnrolmentId, codes: Option<Vec<u8>>, at: Timestamp) -> Statement {
    const KEEP: &str = "
        UPDATE enrolments
        SET codes = $1, began_at = $4
        WHERE user_id = $2
            AND id = $3
            AND codes IS NULL
            AND NOT EXISTS (SELECT 1 FROM totp_factors WHERE totp_factors.user_id = $2)
            AND NOT EXISTS (SELECT 1 FROM passkeys WHERE passkeys.user_id = $2)";
    const END: &str = "
        DELETE FROM enrolments
        WHERE user_id = $1
            AND id = $2
            AND codes IS NULL
            AND NOT EXISTS (SELECT 1 FROM totp_factors WHERE totp_factors.user_id = $1)
            AND NOT EXISTS (SELECT 1 FROM passkeys WHERE passkeys.user_id = $1)";
    match codes {
        Some(codes) => sqlx::query(KEEP).bind(codes).bind(user.to_string()).bind(enrolment.to_string()).bind(at.as_millis()),
        None => sqlx::query(END).bind(user.to_string()).bind(enrolment.to_string()),
    }
}

async fn execute(connection: &mut AnyConnection, query: Statement) -> Stored<()> {
    query.execute(connection).await.map_err(failed).map(drop)
}
