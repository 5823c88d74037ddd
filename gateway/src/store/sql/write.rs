//! The writes of a change.

use gatehouse_auth_core::{
    account::Account,
    change::Write,
    password::PasswordRecord,
    ports::{StoreError, Stored},
    session::EndReason,
    signing_key::KeyRow,
    time::Timestamp,
    user::{User, UserId},
};
use sqlx::{Any, AnyConnection, any::AnyArguments, query::Query};

use super::{connection::failed, people};

type Statement = Query<'static, Any, AnyArguments>;

/// Writes one row; `false` when a name that must be unique belongs to another.
pub(super) async fn write(connection: &mut AnyConnection, write: &Write) -> Stored<bool> {
    let query = match write {
        Write::NewAccount(account) => new_account(account),
        Write::Account(account) => changed_account(account),
        Write::NewUser(user) => new_user(user),
        Write::User(user) => changed_user(user),
        Write::Password { user, record } => password(*user, record),
        Write::NewKey(key) => new_key(key),
    };
    match query.execute(connection).await {
        Ok(done) if done.rows_affected() == 1 => Ok(true),
        Ok(_) => Err(StoreError::message("there is no such row to change")),
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => Ok(false),
        Err(error) => Err(failed(error)),
    }
}

fn new_account(account: &Account) -> Statement {
    const SQL: &str = "
        INSERT INTO accounts (id, account_key, key_folded, name, kind, state, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    sqlx::query(SQL)
        .bind(account.id.to_string())
        .bind(account.key.to_string())
        .bind(account.key.folded().as_str())
        .bind(account.name.as_str())
        .bind(account.kind.as_str())
        .bind(account.state.as_str())
        .bind(account.created_at.as_millis())
}

fn changed_account(account: &Account) -> Statement {
    sqlx::query("UPDATE accounts SET name = $1, state = $2 WHERE id = $3")
        .bind(account.name.as_str())
        .bind(account.state.as_str())
        .bind(account.id.to_string())
}

fn new_user(user: &User) -> Statement {
    const SQL: &str = "
        INSERT INTO users (
            username,
            username_folded,
            email,
            email_folded,
            name,
            level,
            roles,
            state,
            sessions_valid_from,
            sessions_ended_for,
            created_at,
            id,
            account_id
        )
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    with_user(sqlx::query(SQL), user)
}

fn changed_user(user: &User) -> Statement {
    const SQL: &str = "
        UPDATE users
        SET
            username = $1,
            username_folded = $2,
            email = $3,
            email_folded = $4,
            name = $5,
            level = $6,
            roles = $7,
            state = $8,
            sessions_valid_from = $9,
            sessions_ended_for = $10,
            created_at = $11
        WHERE id = $12 AND account_id = $13";
    with_user(sqlx::query(SQL), user)
}

fn with_user(statement: Statement, user: &User) -> Statement {
    statement
        .bind(user.username.to_string())
        .bind(user.username.folded().as_str())
        .bind(user.email.as_ref().map(|email| email.as_str().to_owned()))
        .bind(user.email.as_ref().map(|email| email.folded().as_str().to_owned()))
        .bind(user.name.as_str())
        .bind(user.level.as_str())
        .bind(people::roles_column(user))
        .bind(user.state.as_str())
        .bind(user.sessions_valid_from.as_millis())
        .bind(user.sessions_ended_for.map(EndReason::as_str))
        .bind(user.created_at.as_millis())
        .bind(user.id.to_string())
        .bind(user.account.to_string())
}

fn password(user: UserId, record: &PasswordRecord) -> Statement {
    const SQL: &str = "
        INSERT INTO passwords (user_id, record, cost)
        VALUES ($1, $2, $3)
        ON CONFLICT (user_id) DO UPDATE SET record = excluded.record, cost = excluded.cost";
    sqlx::query(SQL).bind(user.to_string()).bind(record.to_string()).bind(people::cost_column(record))
}

fn new_key(key: &KeyRow) -> Statement {
    const SQL: &str = "
        INSERT INTO signing_keys (id, public, sealed, created_at, signs_from, signs_until)
        VALUES ($1, $2, $3, $4, $5, $6)";
    sqlx::query(SQL)
        .bind(key.id.as_str())
        .bind(key.public.as_slice())
        .bind(key.sealed.as_slice())
        .bind(key.created_at.as_millis())
        .bind(key.signs_from.as_millis())
        .bind(key.signs_until.map(Timestamp::as_millis))
}
