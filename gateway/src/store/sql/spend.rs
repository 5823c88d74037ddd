//! The spends of a change: conditional statements, each of which must touch its one row.

use gatehouse_auth_core::{
    change::Spend,
    identifier::Folded,
    ports::Stored,
    recovery::{Ending, Kind, Recovery},
    user::User,
};
use sqlx::{Any, AnyConnection, AssertSqlSafe, any::AnyArguments, query::Query};

use super::{connection::failed, factors, passkeys, people, rows, session_row::bytes, words};

type Statement = Query<'static, Any, AnyArguments>;

/// What became of a spend.
pub(super) enum Spent {
    /// It held, and holds no more.
    Yes,
    /// It no longer held.
    No,
    /// A name that must be unique belongs to another.
    Taken,
}

impl From<bool> for Spent {
    fn from(has_held: bool) -> Self {
        if has_held { Self::Yes } else { Self::No }
    }
}

/// Spends.
pub(super) async fn spend(connection: &mut AnyConnection, spend: &Spend) -> Stored<Spent> {
    let query = match spend {
        Spend::User(user) => return change_user(connection, user).await,
        Spend::Held { account, role } => return people::is_held(connection, *account, role).await.map(Spent::from),
        Spend::AddPasskey { .. } | Spend::UsePasskey { .. } | Spend::RenamePasskey { .. } | Spend::RemovePasskey { .. } => {
            return passkeys::spend(connection, spend).await;
        }
        Spend::Keys(ids) => return keys_are(connection, ids).await.map(Spent::from),
        Spend::BeginRecovery(recovery) => return begin(connection, recovery).await.map(Spent::from),
        Spend::Password { user, old, new } => {
            sqlx::query("UPDATE passwords SET record = $1, cost = $2 WHERE user_id = $3 AND record = $4")
                .bind(new.to_string())
                .bind(people::cost_column(new))
                .bind(user.to_string())
                .bind(old.to_string())
        }
        Spend::KeyTerm { key, until: Some(until), new } => {
            sqlx::query("UPDATE signing_keys SET signs_until = $1 WHERE id = $2 AND signs_until = $3")
                .bind(new.as_millis())
                .bind(key.clone())
                .bind(until.as_millis())
        }
        Spend::KeyTerm { key, until: None, new } => {
            sqlx::query("UPDATE signing_keys SET signs_until = $1 WHERE id = $2 AND signs_until IS NULL")
                .bind(new.as_millis())
                .bind(key.clone())
        }
        Spend::Mint { recovery, digest, kind, expires_at } => {
            const SQL: &str = "
                INSERT INTO recovery_secrets (digest, recovery_id, kind, expires_at)
                SELECT $1, recoveries.id, $2, $3
                FROM recoveries
                WHERE recoveries.id = $4 AND recoveries.ended_at IS NULL";
            sqlx::query(SQL).bind(bytes(digest)).bind(kind.as_str()).bind(expires_at.as_millis()).bind(recovery.to_string())
        }
        Spend::EndRecovery { recovery, at, ending } => {
            sqlx::query("UPDATE recoveries SET ended_at = $1, ended_for = $2 WHERE id = $3 AND ended_at IS NULL")
                .bind(at.as_millis())
                .bind(ending.as_str())
                .bind(recovery.to_string())
        }
        Spend::Approve { recovery, approval, expires_at } => {
            const SQL: &str = "
                UPDATE recoveries
                SET decided_by = $1, decided_at = $2, expires_at = $3
                WHERE id = $4 AND ended_at IS NULL AND decided_at IS NULL";
            sqlx::query(SQL)
                .bind(approval.by.to_string())
                .bind(approval.at.as_millis())
                .bind(expires_at.as_millis())
                .bind(recovery.to_string())
        }
        Spend::Decline { recovery, approval } => {
            const SQL: &str = "
                UPDATE recoveries
                SET decided_by = $1, decided_at = $2, ended_at = $2, ended_for = $3
                WHERE id = $4 AND ended_at IS NULL AND decided_at IS NULL";
            sqlx::query(SQL)
                .bind(approval.by.to_string())
                .bind(approval.at.as_millis())
                .bind(Ending::Declined.as_str())
                .bind(recovery.to_string())
        }
        Spend::Sending { recovery, so_far } => {
            sqlx::query("UPDATE recoveries SET sendings = sendings + 1 WHERE id = $1 AND sendings = $2 AND ended_at IS NULL")
                .bind(recovery.to_string())
                .bind(i64::from(*so_far))
        }
        Spend::TotpStep { user, factor, step } => factors::take_step(*user, *factor, *step),
        Spend::RecoveryCode { user, record } => factors::use_code(*user, record),
        Spend::Enrol { user, enrolment, codes, at } => factors::confirm(*user, *enrolment, codes.clone(), *at),
        Spend::Standing { user, since } => {
            const SQL: &str = "
                UPDATE users SET version = version WHERE id = $1 AND state = 'active' AND sessions_valid_from <= $2";
            sqlx::query(SQL).bind(user.to_string()).bind(since.as_millis())
        }
        Spend::Letter(letter) => sqlx::query("DELETE FROM letters WHERE id = $1").bind(letter.to_string()),
    };
    is_one(connection, query).await.map(Spent::from)
}

async fn is_one(connection: &mut AnyConnection, query: Statement) -> Stored<bool> {
    Ok(query.execute(connection).await.map_err(failed)?.rows_affected() == 1)
}

/// Whether there are these keys and no others. Whoever asks so makes one next, and tells of it: the counter of what is told keeps every
/// other waiting until the end.
async fn keys_are(connection: &mut AnyConnection, ids: &[String]) -> Stored<bool> {
    const IDS: &str = r#"SELECT signing_keys.id AS "signing_keys.id" FROM signing_keys"#;
    let wait = sqlx::query("UPDATE counters SET value = value WHERE name = 'revocations'");
    wait.execute(&mut *connection).await.map_err(failed)?;
    let rows = sqlx::query(IDS).fetch_all(connection).await.map_err(failed)?;
    let there = rows::all(&rows, |row| row.text("signing_keys.id").map(str::to_owned))?;
    Ok(there.len() == ids.len() && there.iter().all(|id| ids.contains(id)))
}

/// Changes a person, if nobody has since this version of them was read.
async fn change_user(connection: &mut AnyConnection, user: &User) -> Stored<Spent> {
    const SQL: &str = "
        UPDATE users
        SET
            username = $1,
            username_folded = $2,
            email = $3,
            email_folded = $4,
            name = $5,
            name_folded = $6,
            words = $7,
            level = $8,
            roles = $9,
            state = $10,
            language = $11,
            version = version + 1
        WHERE id = $12 AND account_id = $13 AND version = $14";
    let before = words::of(connection, user).await?;
    let query = sqlx::query(SQL)
        .bind(user.username.to_string())
        .bind(user.username.folded().as_str().to_owned())
        .bind(user.email.as_ref().map(|email| email.as_str().to_owned()))
        .bind(user.email.as_ref().map(|email| email.folded().as_str().to_owned()))
        .bind(user.name.clone())
        .bind(Folded::of(&user.name).as_str().to_owned())
        .bind(words::column(user))
        .bind(user.level.as_str())
        .bind(people::roles_column(user))
        .bind(user.state.as_str())
        .bind(user.language.clone())
        .bind(user.id.to_string())
        .bind(user.account.to_string())
        .bind(user.version);
    match query.execute(&mut *connection).await {
        Ok(done) if done.rows_affected() == 1 => {
            words::replace(connection, &before, user).await?;
            Ok(Spent::Yes)
        }
        Ok(_) => Ok(Spent::No),
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => Ok(Spent::Taken),
        Err(error) => Err(failed(error)),
    }
}

/// Begins a recovery, unless it has begun before, a later one has that replaces it, however that stands by now, or somebody has still to
/// decide about another: what was decided later than this was asked for is not undone by a letter that was late. Ends those it replaces;
/// of one moment, the one that comes later counts.
async fn begin(connection: &mut AnyConnection, recovery: &Recovery) -> Stored<bool> {
    let kind = recovery.kind;
    let begin = format!(
        "
        INSERT INTO recoveries (
            id,
            kind,
            user_id,
            account_id,
            portal,
            asked_at,
            expires_at,
            network,
            device,
            browser,
            email,
            is_for_operators,
            sendings
        )
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0
        WHERE NOT EXISTS (SELECT 1 FROM recoveries WHERE recoveries.id = $1)
            AND NOT EXISTS (
                SELECT 1
                FROM recoveries
                WHERE recoveries.user_id = $3 AND recoveries.asked_at > $6 AND recoveries.kind IN ({replaced_by})
            )
            AND NOT EXISTS (
                SELECT 1
                FROM recoveries
                WHERE recoveries.user_id = $3
                    AND recoveries.kind = 'approval'
                    AND recoveries.kind = $2
                    AND recoveries.ended_at IS NULL
                    AND recoveries.expires_at > $6
            )",
        replaced_by = listed(kind.replaced_by())
    );
    let replace = format!(
        "
        UPDATE recoveries
        SET ended_at = $1, ended_for = $2
        WHERE user_id = $3 AND id <> $4 AND ended_at IS NULL AND kind IN ({replaced})",
        replaced = listed(kind.replaces().iter().copied())
    );
    // Made of constants and placeholders only.
    let query = sqlx::query(AssertSqlSafe(begin))
        .bind(recovery.id.to_string())
        .bind(kind.as_str())
        .bind(recovery.user.to_string())
        .bind(recovery.account.to_string())
        .bind(recovery.portal.clone())
        .bind(recovery.asked_at.as_millis())
        .bind(recovery.expires_at.as_millis())
        .bind(recovery.network.clone())
        .bind(recovery.device.clone())
        .bind(recovery.browser.map(|browser| bytes(&browser)))
        .bind(recovery.email.as_ref().map(ToString::to_string))
        .bind(i64::from(recovery.is_for_operators));
    if !is_one(connection, query).await? {
        return Ok(false);
    }
    let query = sqlx::query(AssertSqlSafe(replace))
        .bind(recovery.asked_at.as_millis())
        .bind(Ending::Replaced.as_str())
        .bind(recovery.user.to_string())
        .bind(recovery.id.to_string());
    query.execute(connection).await.map_err(failed)?;
    Ok(true)
}

/// Kinds, as a list in SQL.
fn listed(kinds: impl Iterator<Item = Kind>) -> String {
    kinds.map(|kind| format!("'{}'", kind.as_str())).collect::<Vec<_>>().join(", ")
}
