//! The tables, and the migrations that make them. Migrations only expand: the release before still runs on what this one made.

use sqlx::{
    AnyConnection, SqlSafeStr as _,
    migrate::{Migration, MigrationType, Migrator},
};

use gatehouse_auth_core::ports::{StoreError, Stored};

use super::connection;

const MIGRATIONS: [(i64, &str, &str); 3] = [
    (1, "first", include_str!("migrations/0001_first.sql")),
    (2, "recovery", include_str!("migrations/0002_recovery.sql")),
    (3, "second factor", include_str!("migrations/0003_second_factor.sql")),
];

/// Brings the tables up to date. The transaction that writes from its beginning keeps every other process out meanwhile.
pub(super) async fn migrate(connection: &mut AnyConnection) -> Stored<()> {
    let mut transaction = connection::begin(connection).await?;
    // Not `run`, whose future cannot be proved to be Send.
    migrator().run_direct(None, &mut *transaction, false).await.map_err(|error| StoreError(error.into()))?;
    transaction.commit().await.map_err(connection::failed)
}

/// Every migration there is.
pub(super) fn migrator() -> Migrator {
    let migrations = MIGRATIONS.map(|(version, description, sql)| {
        Migration::new(version, description.into(), MigrationType::Simple, sql.into_sql_str(), false)
    });
    let mut migrator = Migrator::with_migrations(migrations.into());
    // A newer release may have been here before.
    migrator.set_ignore_missing(true);
    migrator
}
