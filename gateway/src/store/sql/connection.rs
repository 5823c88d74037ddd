//! The database's connections, its transactions, and how long anyone waits for them.

use std::{sync::Arc, time::Duration};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};
use sqlx::{Any, AnyPool, Transaction, any::install_default_drivers};
use tokio::{sync::watch, time::timeout};

use gatehouse_auth_core::ports::{StoreError, Stored};

use super::{
    database::{Database, Dialect},
    postgres, sqlite, words,
};

/// Whoever waits for a store is waited for by a person; longer than this and they have gone.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// What stands for itself in a URL.
pub(super) const UNRESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The directory, sessions and attempts in one SQL database.
#[derive(Clone, Debug)]
pub struct SqlStore {
    pub(super) dialect: Dialect,
    /// Transactions that only read, as many at a time as there are connections.
    pub(super) readers: AnyPool,
    /// Transactions that write: one at a time on `SQLite`, which has one writer.
    pub(super) writer: AnyPool,
    /// Counts the changes of this process that took something back.
    pub(super) taken_back: Arc<watch::Sender<u64>>,
}

impl SqlStore {
    /// Opens `database`; makes its tables where there are none.
    pub async fn open(database: &Database) -> Stored<Self> {
        install_default_drivers();
        let store = match database {
            Database::Sqlite(file) => sqlite::open(file).await?,
            Database::Postgres(server) => postgres::open(server).await?,
        };
        words::fill_in(&store).await?;
        Ok(store)
    }

    /// Closes every connection; what was answered for is on the disk either way.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// Changes whenever this process took something back, and it was committed.
    pub fn taken_back(&self) -> watch::Receiver<u64> {
        self.taken_back.subscribe()
    }

    /// Something was taken back.
    pub(super) fn tell(&self) {
        self.taken_back.send_modify(|count| *count += 1);
    }

    /// Begins a transaction that writes.
    pub(super) async fn begin_writing(&self) -> Stored<Transaction<'static, Any>> {
        self.writer.begin_with(self.dialect.begin()).await.map_err(failed)
    }
}

/// Waits for `work`, but not for ever. A change cut off here may or may not have been committed: its caller refuses.
pub(super) async fn in_time<T>(work: impl Future<Output = Stored<T>> + Send) -> Stored<T> {
    timeout(PATIENCE, work)
        .await
        .unwrap_or_else(|_| Err(StoreError::message(format!("the database did not answer within {} s", PATIENCE.as_secs()))))
}

/// The database's own error, as the ports have it.
pub(super) fn failed(error: sqlx::Error) -> StoreError {
    StoreError(error.into())
}
