//! Passkeys, in SQL.

use gatehouse_auth_core::{
    change::{Beside, Leaves, Spend},
    mfa::{
        MOST_PASSKEYS,
        passkey::{CredentialId, Passkey, PublicKey, RelyingPartyId, Transports},
    },
    ports::Stored,
    time::Timestamp,
    user::UserId,
};
use sqlx::{Any, AnyConnection, any::AnyArguments, query::Query};

use super::{
    SqlStore,
    connection::failed,
    factors,
    rows::{self, Columns, unreadable},
    spend::Spent,
};

type Statement = Query<'static, Any, AnyArguments>;

/// What [`passkey`] reads.
macro_rules! passkey_columns {
    () => {
        r#"
        passkeys.credential_id AS "passkeys.credential_id",
        passkeys.user_id AS "passkeys.user_id",
        passkeys.name AS "passkeys.name",
        passkeys.relying_party AS "passkeys.relying_party",
        passkeys.public_key AS "passkeys.public_key",
        passkeys.sign_count AS "passkeys.sign_count",
        passkeys.backup_eligible AS "passkeys.backup_eligible",
        passkeys.backed_up AS "passkeys.backed_up",
        passkeys.user_verified AS "passkeys.user_verified",
        passkeys.discoverable AS "passkeys.discoverable",
        passkeys.transports AS "passkeys.transports",
        passkeys.created_at AS "passkeys.created_at",
        passkeys.last_used_at AS "passkeys.last_used_at"
        "#
    };
}

/// A person's.
pub(super) async fn of(store: &SqlStore, user: UserId) -> Stored<Vec<Passkey>> {
    const SQL: &str = concat!(
        "SELECT",
        passkey_columns!(),
        "FROM passkeys WHERE passkeys.user_id = $1 ORDER BY passkeys.created_at, passkeys.credential_id"
    );
    let rows = sqlx::query(SQL).bind(user.to_string()).fetch_all(&store.readers).await.map_err(failed)?;
    rows::all(&rows, passkey)
}

/// The one of this name.
pub(super) async fn find(store: &SqlStore, credential: &CredentialId) -> Stored<Option<Passkey>> {
    const SQL: &str = concat!("SELECT", passkey_columns!(), "FROM passkeys WHERE passkeys.credential_id = $1");
    let row = sqlx::query(SQL).bind(id(credential)).fetch_optional(&store.readers).await.map_err(failed)?;
    row.map(|row| passkey(Columns(&row))).transpose()
}

fn passkey(row: Columns<'_>) -> Stored<Passkey> {
    let yes = |column| Ok(row.number(column)? != 0);
    let credential = CredentialId::from_bytes(row.bytes("passkeys.credential_id")?);
    let public_key = PublicKey::from_stored(row.bytes("passkeys.public_key")?);
    Ok(Passkey {
        id: credential.ok_or_else(|| unreadable("passkeys.credential_id"))?,
        user: row.parsed("passkeys.user_id", UserId::from_stored)?,
        name: row.text("passkeys.name")?.to_owned(),
        relying_party: row.parsed("passkeys.relying_party", RelyingPartyId::from_stored)?,
        public_key: public_key.ok_or_else(|| unreadable("passkeys.public_key"))?,
        sign_count: row.small_number("passkeys.sign_count")?,
        backup_eligible: yes("passkeys.backup_eligible")?,
        backed_up: yes("passkeys.backed_up")?,
        user_verified: yes("passkeys.user_verified")?,
        discoverable: row.number_if_any("passkeys.discoverable")?.map(|number| number != 0),
        transports: Transports::from_stored(row.text("passkeys.transports")?),
        created_at: row.moment("passkeys.created_at")?,
        last_used_at: row.moment_if_any("passkeys.last_used_at")?,
    })
}

/// The spends that are about passkeys, and about nothing else.
pub(super) async fn spend(connection: &mut AnyConnection, spend: &Spend) -> Stored<Spent> {
    match spend {
        Spend::AddPasskey { passkey, beside } => add(connection, passkey, *beside).await,
        Spend::UsePasskey { user, credential, sign_count, backed_up, at } => {
            changes_one(connection, note_use(*user, credential, *sign_count, *backed_up, *at)).await.map(Spent::from)
        }
        Spend::RenamePasskey { user, credential, name } => {
            let query = sqlx::query("UPDATE passkeys SET name = $1 WHERE credential_id = $2 AND user_id = $3")
                .bind(name.clone())
                .bind(id(credential))
                .bind(user.to_string());
            changes_one(connection, query).await.map(Spent::from)
        }
        Spend::RemovePasskey { user, credential, leaves } => remove(connection, *user, credential, *leaves).await,
        _ => Ok(Spent::No),
    }
}

async fn add(connection: &mut AnyConnection, passkey: &Passkey, beside: Beside) -> Stored<Spent> {
    macro_rules! insert {
        ($where:literal) => {
            concat!(
                "
                INSERT INTO passkeys (
                    credential_id,
                    user_id,
                    name,
                    relying_party,
                    public_key,
                    sign_count,
                    backup_eligible,
                    backed_up,
                    user_verified,
                    discoverable,
                    transports,
                    created_at,
                    last_used_at
                )
                SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13
                WHERE (SELECT count(*) FROM passkeys WHERE passkeys.user_id = $2) < $14",
                $where
            )
        };
    }
    const BESIDE_WHATEVER: &str = insert!("");
    const ALONE: &str = insert!(" AND NOT EXISTS (SELECT 1 FROM totp_factors WHERE totp_factors.user_id = $2)");
    let most = i64::try_from(MOST_PASSKEYS).unwrap_or(i64::MAX);
    let (sql, fewer_than) = match beside {
        Beside::Whatever => (BESIDE_WHATEVER, most),
        Beside::Nothing => (ALONE, 1),
    };
    let query = sqlx::query(sql)
        .bind(id(&passkey.id))
        .bind(passkey.user.to_string())
        .bind(passkey.name.clone())
        .bind(passkey.relying_party.as_str().to_owned())
        .bind(passkey.public_key.as_bytes().to_vec())
        .bind(i64::from(passkey.sign_count))
        .bind(i64::from(passkey.backup_eligible))
        .bind(i64::from(passkey.backed_up))
        .bind(i64::from(passkey.user_verified))
        .bind(passkey.discoverable.map(i64::from))
        .bind(passkey.transports.to_stored())
        .bind(passkey.created_at.as_millis())
        .bind(passkey.last_used_at.map(Timestamp::as_millis))
        .bind(fewer_than);
    match query.execute(&mut *connection).await {
        Ok(done) if done.rows_affected() == 1 => {}
        Ok(_) => return Ok(Spent::No),
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => return Ok(Spent::Taken),
        Err(error) => return Err(failed(error)),
    }
    factors::note_factor(connection, passkey.user).await?;
    Ok(Spent::Yes)
}

/// As `Used::may_follow` has it.
fn note_use(user: UserId, credential: &CredentialId, sign_count: u32, backed_up: bool, at: Timestamp) -> Statement {
    const SQL: &str = "
        UPDATE passkeys
        SET sign_count = $1, backed_up = $2, last_used_at = $3
        WHERE credential_id = $4 AND user_id = $5 AND (sign_count < $1 OR (sign_count = 0 AND $1 = 0))";
    sqlx::query(SQL)
        .bind(i64::from(sign_count))
        .bind(i64::from(backed_up))
        .bind(at.as_millis())
        .bind(id(credential))
        .bind(user.to_string())
}

async fn remove(connection: &mut AnyConnection, user: UserId, credential: &CredentialId, leaves: Leaves) -> Stored<Spent> {
    const SQL: &str = "DELETE FROM passkeys WHERE credential_id = $1 AND user_id = $2";
    const BUT_NOT_THE_LAST: &str = "
        DELETE FROM passkeys
        WHERE credential_id = $1
            AND user_id = $2
            AND EXISTS (SELECT 1 FROM passkeys AS others WHERE others.user_id = $2 AND others.credential_id <> $1)";
    const BUT_NOT_THE_LAST_FACTOR: &str = "
        DELETE FROM passkeys
        WHERE credential_id = $1
            AND user_id = $2
            AND (
                EXISTS (SELECT 1 FROM passkeys AS others WHERE others.user_id = $2 AND others.credential_id <> $1)
                OR EXISTS (SELECT 1 FROM totp_factors WHERE totp_factors.user_id = $2)
            )";
    let sql = match leaves {
        Leaves::Whatever => SQL,
        Leaves::Factor => BUT_NOT_THE_LAST_FACTOR,
        Leaves::Passkey => BUT_NOT_THE_LAST,
    };
    if !changes_one(connection, sqlx::query(sql).bind(id(credential)).bind(user.to_string())).await? {
        return Ok(Spent::No);
    }
    factors::note_factor(connection, user).await?;
    factors::drop_idle_codes(connection, user).await?;
    Ok(Spent::Yes)
}

async fn changes_one(connection: &mut AnyConnection, query: Statement) -> Stored<bool> {
    Ok(query.execute(connection).await.map_err(failed)?.rows_affected() == 1)
}

fn id(credential: &CredentialId) -> Vec<u8> {
    credential.as_bytes().to_vec()
}
