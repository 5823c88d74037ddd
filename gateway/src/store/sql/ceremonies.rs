//! Ceremonies on their way, in SQL.

use gatehouse_auth_core::{mfa::passkey::Bond, ports::Stored, time::Timestamp};

use super::{SqlStore, connection::failed, rows::Columns, session_row::bytes};

/// In place of any other of this bond.
pub(super) async fn begin(store: &SqlStore, bond: &Bond, state: &[u8], at: Timestamp) -> Stored<()> {
    const SQL: &str = "
        INSERT INTO ceremonies (bond, state, began_at)
        VALUES ($1, $2, $3)
        ON CONFLICT (bond) DO UPDATE SET state = excluded.state, began_at = excluded.began_at";
    let query = sqlx::query(SQL).bind(bytes(bond.digest())).bind(state.to_vec()).bind(at.as_millis());
    query.execute(&store.writer).await.map_err(failed).map(drop)
}

/// Once.
pub(super) async fn take(store: &SqlStore, bond: &Bond) -> Stored<Option<Vec<u8>>> {
    const SQL: &str = r#"DELETE FROM ceremonies WHERE bond = $1 RETURNING state AS "ceremonies.state""#;
    let row = sqlx::query(SQL).bind(bytes(bond.digest())).fetch_optional(&store.writer).await.map_err(failed)?;
    row.map(|row| Columns(&row).bytes("ceremonies.state").map(<[u8]>::to_vec)).transpose()
}

/// Forgets those that began before `before`.
pub(super) async fn sweep(store: &SqlStore, before: Timestamp) -> Stored<u64> {
    let query = sqlx::query("DELETE FROM ceremonies WHERE began_at < $1").bind(before.as_millis());
    Ok(query.execute(&store.writer).await.map_err(failed)?.rows_affected())
}
