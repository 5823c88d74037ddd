//! One change in one transaction.

use gatehouse_auth_core::{
    audit::Event,
    change::{Applied, Change},
    ports::{StoreError, Stored},
    revocation::{Revocation, Sequence},
};
use sqlx::AnyConnection;

use super::{
    SqlStore,
    connection::failed,
    lock::lock,
    log, outbox,
    rows::Columns,
    spend::{Spent, spend},
    write,
};

/// Commits everything in `change`, or nothing.
pub(super) async fn apply(store: &SqlStore, change: Change) -> Stored<Applied> {
    let mut transaction = store.begin_writing().await?;
    lock(&mut transaction, store.dialect, &change).await?;
    let applied = make(&mut transaction, &change).await?;
    match applied {
        Applied::Done => {
            transaction.commit().await.map_err(failed)?;
            if !change.revoke.is_empty() {
                store.tell();
            }
        }
        Applied::AlreadySpent(_) | Applied::Taken => transaction.rollback().await.map_err(failed)?,
    }
    Ok(applied)
}

async fn make(connection: &mut AnyConnection, change: &Change) -> Stored<Applied> {
    for (index, spent) in change.spend.iter().enumerate() {
        match spend(connection, spent).await? {
            Spent::Yes => {}
            Spent::No => return Ok(Applied::AlreadySpent(index)),
            Spent::Taken => return Ok(Applied::Taken),
        }
    }
    for written in &change.write {
        if !write::write(connection, written).await? {
            return Ok(Applied::Taken);
        }
    }
    for letter in &change.letters {
        outbox::queue(connection, letter).await?;
    }
    for event in &change.audit {
        note(connection, event).await?;
    }
    // Last, since whoever has counted keeps everybody else from counting until the end.
    revoke(connection, &change.revoke).await?;
    Ok(Applied::Done)
}

async fn note(connection: &mut AnyConnection, event: &Event) -> Stored<()> {
    const SQL: &str = "
        INSERT INTO audit (at, what, actor, actor_user_id, account_id, user_id, portal, network, detail)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let (actor, actor_user) = log::actor_columns(event.actor);
    let detail = serde_json::to_string(&event.detail).map_err(|error| StoreError(error.into()))?;
    let query = sqlx::query(SQL)
        .bind(event.at.as_millis())
        .bind(event.what.as_str())
        .bind(actor)
        .bind(actor_user)
        .bind(event.account.map(|account| account.to_string()))
        .bind(event.user.map(|user| user.to_string()))
        .bind(event.portal.as_deref())
        .bind(event.network.as_deref())
        .bind(detail);
    query.execute(connection).await.map_err(failed).map(drop)
}

/// Numbers and keeps revocations. Whoever counts holds the counter's row until the end of the transaction, so the order of numbers is
/// that of commits: a reader who has seen one number will never find a smaller one later.
pub(super) async fn revoke(connection: &mut AnyConnection, revocations: &[Revocation]) -> Stored<()> {
    const COUNT: &str =
        r#"UPDATE counters SET value = value + $1 WHERE name = 'revocations' RETURNING value AS "counters.value""#;
    const KEEP: &str = "INSERT INTO revocations (sequence, kind, subject) VALUES ($1, $2, $3)";
    if revocations.is_empty() {
        return Ok(());
    }
    let count = Sequence::try_from(revocations.len()).map_err(|error| StoreError(error.into()))?;
    let row = sqlx::query(COUNT).bind(count).fetch_one(&mut *connection).await.map_err(failed)?;
    let last: Sequence = Columns(&row).number("counters.value")?;
    for (sequence, revocation) in (last - count + 1..).zip(revocations) {
        let (kind, subject) = log::revocation_columns(*revocation);
        let query = sqlx::query(KEEP).bind(sequence).bind(kind).bind(subject);
        query.execute(&mut *connection).await.map_err(failed)?;
    }
    Ok(())
}
