//! Accounts, people and passwords: their columns, and what the columns mean.

use gatehouse_auth_core::{
    account::{Account, AccountId, AccountKind, AccountState, ContactDetails},
    mfa::{MfaPolicy, MfaSetting},
    password::PasswordRecord,
    permission::Role,
    ports::{Candidate, Stored},
    recovery::RecoveryFlow,
    session::EndReason,
    time::Timestamp,
    user::{Person, User, UserId, UserState},
};

use sqlx::AnyConnection;

use super::{
    SqlStore,
    connection::failed,
    rows::{self, Columns},
};

/// What [`account`] reads.
macro_rules! account_columns {
    () => {
        r#"
        accounts.id AS "accounts.id",
        accounts.account_key AS "accounts.account_key",
        accounts.name AS "accounts.name",
        accounts.kind AS "accounts.kind",
        accounts.state AS "accounts.state",
        accounts.recovery AS "accounts.recovery",
        accounts.mfa AS "accounts.mfa",
        accounts.mfa_demands AS "accounts.mfa_demands",
        accounts.contact_person AS "accounts.contact_person",
        accounts.contact_phone AS "accounts.contact_phone",
        accounts.contact_address AS "accounts.contact_address",
        accounts.billing_email AS "accounts.billing_email",
        accounts.created_at AS "accounts.created_at"
        "#
    };
}

/// What [`user`] reads.
macro_rules! user_columns {
    () => {
        r#"
        users.id AS "users.id",
        users.account_id AS "users.account_id",
        users.username AS "users.username",
        users.email AS "users.email",
        users.name AS "users.name",
        users.level AS "users.level",
        users.roles AS "users.roles",
        users.state AS "users.state",
        users.language AS "users.language",
        users.version AS "users.version",
        users.must_change_password AS "users.must_change_password",
        users.wants_mfa AS "users.wants_mfa",
        users.has_factor AS "users.has_factor",
        users.must_register AS "users.must_register",
        users.last_sign_in_at AS "users.last_sign_in_at",
        users.undeliverable_since AS "users.undeliverable_since",
        users.sessions_valid_from AS "users.sessions_valid_from",
        users.sessions_ended_for AS "users.sessions_ended_for",
        users.created_at AS "users.created_at"
        "#
    };
}

pub(super) use {account_columns, user_columns};

/// An account.
pub(super) fn account(row: Columns<'_>) -> Stored<Account> {
    Ok(Account {
        id: row.parsed("accounts.id", AccountId::from_stored)?,
        key: row.parsed("accounts.account_key", |key| key.parse().ok())?,
        name: row.text("accounts.name")?.to_owned(),
        kind: row.parsed("accounts.kind", AccountKind::from_stored)?,
        state: row.parsed("accounts.state", AccountState::from_stored)?,
        recovery: row.parsed_if_any("accounts.recovery", RecoveryFlow::named)?,
        mfa: MfaPolicy {
            setting: row.parsed("accounts.mfa", MfaSetting::named)?,
            demands: row.parsed("accounts.mfa_demands", MfaPolicy::demands_from_stored)?,
        },
        contact: ContactDetails {
            person: row.text("accounts.contact_person")?.to_owned(),
            phone: row.text("accounts.contact_phone")?.to_owned(),
            address: row.text("accounts.contact_address")?.to_owned(),
            billing_email: row.text("accounts.billing_email")?.to_owned(),
        },
        created_at: row.moment("accounts.created_at")?,
    })
}

/// A person.
pub(super) fn user(row: Columns<'_>) -> Stored<User> {
    let roles = |names: &str| names.split(' ').filter(|name| !name.is_empty()).map(|name| name.parse::<Role>().ok()).collect();
    Ok(User {
        id: row.parsed("users.id", UserId::from_stored)?,
        account: row.parsed("users.account_id", AccountId::from_stored)?,
        username: row.parsed("users.username", |name| name.parse().ok())?,
        email: row.parsed_if_any("users.email", |address| address.parse().ok())?,
        name: row.text("users.name")?.to_owned(),
        level: row.parsed("users.level", |level| level.parse().ok())?,
        roles: row.parsed("users.roles", roles)?,
        state: row.parsed("users.state", UserState::from_stored)?,
        language: row.text_if_any("users.language")?.map(str::to_owned),
        version: row.number("users.version")?,
        must_change_password: row.number("users.must_change_password")? != 0,
        wants_mfa: row.number("users.wants_mfa")? != 0,
        has_factor: row.number("users.has_factor")? != 0,
        must_register: row.number("users.must_register")? != 0,
        last_sign_in_at: Some(row.moment("users.last_sign_in_at")?).filter(|at| *at != NEVER),
        undeliverable_since: row.moment_if_any("users.undeliverable_since")?,
        sessions_valid_from: row.moment("users.sessions_valid_from")?,
        sessions_ended_for: row.parsed_if_any("users.sessions_ended_for", EndReason::from_stored)?,
        created_at: row.moment("users.created_at")?,
    })
}

/// The rows of an account's active people who hold a role. Nobody counts how many people an account has, but they have few sets of roles:
/// each of those is one look into an index, and so are the people who have it.
macro_rules! from_holders {
    ($columns:expr) => {
        concat!(
            "
            WITH RECURSIVE sets (roles) AS (
                SELECT MIN(users.roles) FROM users WHERE users.account_id = $1
                UNION ALL
                SELECT (SELECT MIN(users.roles) FROM users WHERE users.account_id = $1 AND users.roles > sets.roles)
                FROM sets
                WHERE sets.roles IS NOT NULL
            )
            SELECT ",
            $columns,
            // SQLite keeps the order of a CROSS JOIN.
            " FROM sets
            CROSS JOIN users
            WHERE users.account_id = $1
                AND users.roles = sets.roles
                AND users.state = 'active'
                AND ' ' || sets.roles || ' ' LIKE $2"
        )
    };
}

/// What `LIKE` finds a set of roles by that has this one; nothing where it is no role. A role has no character that LIKE takes for another.
fn role_pattern(role: &str) -> Option<String> {
    role.parse::<Role>().ok().map(|role| format!("% {role} %"))
}

/// The active people of an account who hold a role, by username.
pub(super) async fn holders(store: &SqlStore, account: AccountId, role: &str) -> Stored<Vec<User>> {
    const SQL: &str = concat!(from_holders!(user_columns!()), " ORDER BY users.username_folded");
    let Some(pattern) = role_pattern(role) else { return Ok(Vec::new()) };
    let query = sqlx::query(SQL).bind(account.to_string()).bind(pattern).fetch_all(&store.readers);
    rows::all(&query.await.map_err(failed)?, user)
}

/// Whether an active person of an account holds a role. As part of a change it sees what the change wrote, and nobody else writes meanwhile.
pub(super) async fn is_held(connection: &mut AnyConnection, account: AccountId, role: &str) -> Stored<bool> {
    const SQL: &str = concat!(from_holders!("1"), " LIMIT 1");
    let Some(pattern) = role_pattern(role) else { return Ok(false) };
    let query = sqlx::query(SQL).bind(account.to_string()).bind(pattern);
    Ok(query.fetch_optional(connection).await.map_err(failed)?.is_some())
}

/// What stands where somebody has never signed in.
pub(super) const NEVER: Timestamp = Timestamp::from_millis(0);

/// The roles as [`user`] reads them.
pub(super) fn roles_column(user: &User) -> String {
    user.roles.iter().map(Role::as_str).collect::<Vec<_>>().join(" ")
}

/// A person with their account.
pub(super) fn person(row: Columns<'_>) -> Stored<Person> {
    Ok(Person { user: user(row)?, account: account(row)? })
}

/// A person with their account and password.
pub(super) fn candidate(row: Columns<'_>) -> Stored<Candidate> {
    Ok(Candidate { person: person(row)?, password: row.parsed_if_any("passwords.record", read_record)? })
}

/// A password record.
pub(super) fn record(row: Columns<'_>) -> Stored<PasswordRecord> {
    row.parsed("passwords.record", read_record)
}

fn read_record(text: &str) -> Option<PasswordRecord> {
    text.parse().ok()
}

/// What the costliest record is found by.
pub(super) fn cost_column(record: &PasswordRecord) -> i64 {
    i64::try_from(record.parameters().cost()).unwrap_or(i64::MAX)
}
