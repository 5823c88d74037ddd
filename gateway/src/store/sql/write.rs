//! The writes of a change.

use std::collections::BTreeSet;

use gatehouse_auth_core::{
    account::{Account, AccountId, ContactDetails},
    change::Write,
    identifier::Folded,
    password::PasswordRecord,
    ports::{StoreError, Stored},
    recovery::{Ending, RecoveryFlow, RecoveryId},
    session::{EndReason, SessionHandle},
    signing_key::KeyRow,
    time::Timestamp,
    user::{User, UserId},
};
use sqlx::{Any, AnyConnection, any::AnyArguments, query::Query};

use super::{connection::failed, factors, people, words};

type Statement = Query<'static, Any, AnyArguments>;

/// Writes; `false` when a name that must be unique belongs to another.
pub(super) async fn write(connection: &mut AnyConnection, write: &Write) -> Stored<bool> {
    let query = match write {
        Write::NewAccount(account) => new_account(account),
        Write::Account(account) => changed_account(account),
        Write::ContactDetails { account, name, contact } => contact_details(*account, name, contact),
        Write::NewUser(user) => new_user(user),
        Write::Password { user, record } => password(*user, record),
        Write::MustChangePassword { user, must } => {
            sqlx::query("UPDATE users SET must_change_password = $1 WHERE id = $2").bind(i64::from(*must)).bind(user.to_string())
        }
        Write::EndSessions { user, from, reason } => end_sessions(*user, *from, *reason),
        Write::EndSession { session, at, reason } => return end_session(connection, *session, *at, *reason).await,
        Write::EndRecoveries { user, but, at, ending } => return end_recoveries(connection, *user, *but, *at, *ending).await,
        Write::SignedIn { user, at } => {
            sqlx::query("UPDATE users SET last_sign_in_at = $1 WHERE id = $2").bind(at.as_millis()).bind(user.to_string())
        }
        Write::Undeliverable { user, since } => sqlx::query("UPDATE users SET undeliverable_since = $1 WHERE id = $2")
            .bind(since.map(Timestamp::as_millis))
            .bind(user.to_string()),
        Write::NewKey(key) => new_key(key),
        Write::MfaPolicy { account, policy } => sqlx::query("UPDATE accounts SET mfa = $1, mfa_demands = $2 WHERE id = $3")
            .bind(policy.setting.as_str())
            .bind(policy.demands_to_stored())
            .bind(account.to_string()),
        Write::WantsMfa { user, wants } => {
            sqlx::query("UPDATE users SET wants_mfa = $1 WHERE id = $2").bind(i64::from(*wants)).bind(user.to_string())
        }
        Write::Enrolment(enrolment) => factors::begin(enrolment),
        Write::EndEnrolment(owner) => return factors::end_enrolment(connection, owner).await,
        Write::Totp { user, factor } => return factors::keep_app(connection, *user, factor).await,
        Write::RecoveryCodes { user, records } => return factors::keep_codes(connection, *user, records).await,
        Write::ResetFactors(user) => return factors::reset(connection, *user).await,
    };
    match query.execute(&mut *connection).await {
        Ok(done) if done.rows_affected() == 1 => {
            if let Write::NewUser(user) = write {
                words::replace(connection, &BTreeSet::new(), user).await?;
            }
            Ok(true)
        }
        Ok(_) => Err(StoreError::message("there is no such row to change")),
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => Ok(false),
        Err(error) => Err(failed(error)),
    }
}

/// Never back: a moment that has passed for some sessions has passed for all before it.
fn end_sessions(user: UserId, from: Timestamp, reason: EndReason) -> Statement {
    const SQL: &str = "
        UPDATE users
        SET
            sessions_ended_for = CASE WHEN sessions_valid_from <= $1 THEN $2 ELSE sessions_ended_for END,
            sessions_valid_from = CASE WHEN sessions_valid_from <= $1 THEN $1 ELSE sessions_valid_from END
        WHERE id = $3";
    sqlx::query(SQL).bind(from.as_millis()).bind(reason.as_str()).bind(user.to_string())
}

/// Once.
async fn end_session(connection: &mut AnyConnection, session: SessionHandle, at: Timestamp, reason: EndReason) -> Stored<bool> {
    const SQL: &str = "INSERT INTO session_ends (handle, ended_at, reason) VALUES ($1, $2, $3) ON CONFLICT (handle) DO NOTHING";
    let query = sqlx::query(SQL).bind(session.to_string()).bind(at.as_millis()).bind(reason.as_str());
    query.execute(connection).await.map_err(failed)?;
    Ok(true)
}

/// However many those are.
async fn end_recoveries(
    connection: &mut AnyConnection,
    user: UserId,
    but: Option<RecoveryId>,
    at: Timestamp,
    ending: Ending,
) -> Stored<bool> {
    const SQL: &str = "
        UPDATE recoveries
        SET ended_at = $1, ended_for = $2
        WHERE user_id = $3 AND ended_at IS NULL AND id <> $4";
    let query = sqlx::query(SQL)
        .bind(at.as_millis())
        .bind(ending.as_str())
        .bind(user.to_string())
        .bind(but.map(|but| but.to_string()).unwrap_or_default());
    query.execute(connection).await.map_err(failed)?;
    Ok(true)
}

fn contact_details(account: AccountId, name: &str, contact: &ContactDetails) -> Statement {
    const SQL: &str = "
        UPDATE accounts
        SET name = $1, contact_person = $2, contact_phone = $3, contact_address = $4, billing_email = $5
        WHERE id = $6";
    sqlx::query(SQL)
        .bind(name.to_owned())
        .bind(contact.person.clone())
        .bind(contact.phone.clone())
        .bind(contact.address.clone())
        .bind(contact.billing_email.clone())
        .bind(account.to_string())
}

fn new_account(account: &Account) -> Statement {
    const SQL: &str = "
        INSERT INTO accounts (
            id,
            account_key,
            key_folded,
            name,
            kind,
            state,
            created_at,
            recovery,
            mfa,
            mfa_demands,
            contact_person,
            contact_phone,
            contact_address,
            billing_email
        )
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    sqlx::query(SQL)
        .bind(account.id.to_string())
        .bind(account.key.to_string())
        .bind(account.key.folded().as_str())
        .bind(account.name.as_str())
        .bind(account.kind.as_str())
        .bind(account.state.as_str())
        .bind(account.created_at.as_millis())
        .bind(account.recovery.map(RecoveryFlow::as_str))
        .bind(account.mfa.setting.as_str())
        .bind(account.mfa.demands_to_stored())
        .bind(account.contact.person.clone())
        .bind(account.contact.phone.clone())
        .bind(account.contact.address.clone())
        .bind(account.contact.billing_email.clone())
}

fn changed_account(account: &Account) -> Statement {
    sqlx::query("UPDATE accounts SET name = $1, state = $2, recovery = $3 WHERE id = $4")
        .bind(account.name.as_str())
        .bind(account.state.as_str())
        .bind(account.recovery.map(RecoveryFlow::as_str))
        .bind(account.id.to_string())
}

fn new_user(user: &User) -> Statement {
    const SQL: &str = "
        INSERT INTO users (
            id,
            account_id,
            username,
            username_folded,
            email,
            email_folded,
            name,
            name_folded,
            words,
            level,
            roles,
            state,
            language,
            version,
            must_change_password,
            wants_mfa,
            has_factor,
            must_register,
            sessions_valid_from,
            sessions_ended_for,
            last_sign_in_at,
            undeliverable_since,
            created_at
        )
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)";
    sqlx::query(SQL)
        .bind(user.id.to_string())
        .bind(user.account.to_string())
        .bind(user.username.to_string())
        .bind(user.username.folded().as_str())
        .bind(user.email.as_ref().map(|email| email.as_str().to_owned()))
        .bind(user.email.as_ref().map(|email| email.folded().as_str().to_owned()))
        .bind(user.name.as_str())
        .bind(Folded::of(&user.name).as_str())
        .bind(words::column(user))
        .bind(user.level.as_str())
        .bind(people::roles_column(user))
        .bind(user.state.as_str())
        .bind(user.language.clone())
        .bind(user.version)
        .bind(i64::from(user.must_change_password))
        .bind(i64::from(user.wants_mfa))
        .bind(i64::from(user.has_factor))
        .bind(i64::from(user.must_register))
        .bind(user.sessions_valid_from.as_millis())
        .bind(user.sessions_ended_for.map(EndReason::as_str))
        .bind(user.last_sign_in_at.unwrap_or(people::NEVER).as_millis())
        .bind(user.undeliverable_since.map(Timestamp::as_millis))
        .bind(user.created_at.as_millis())
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
