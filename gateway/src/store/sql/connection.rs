//! The database's file, its connections, its transactions.

use std::{
    fs,
    io::ErrorKind,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    time::Duration,
};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sqlx::{
    Any, AnyConnection, AnyPool, ConnectOptions as _, Connection as _, Transaction,
    any::{AnyConnectOptions, AnyPoolOptions, install_default_drivers},
};
use tokio::time::{Instant, sleep, timeout};

use gatehouse_auth_core::ports::{StoreError, Stored};

use super::{schema, words};

/// Whoever waits for a store is waited for by a person; longer than this and they have gone.
const PATIENCE: Duration = Duration::from_secs(5);
/// What `SQLite` waits for another process's transaction: longer than `PATIENCE`, so that "database is locked" is said by nobody.
const PRAGMAS: &str = "PRAGMA busy_timeout = 6000; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;";
const READER_PRAGMAS: &str = "PRAGMA busy_timeout = 6000; PRAGMA foreign_keys = ON; PRAGMA query_only = ON;";
/// Each is a thread; reads take microseconds.
const READERS: u32 = 4;
const UNRESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The directory, sessions and attempts in one SQL database.
#[derive(Clone, Debug)]
pub struct SqlStore {
    /// Transactions that only read, as many at a time as there are connections.
    pub(super) readers: AnyPool,
    /// `SQLite` has one writer at a time, so this is one connection: who waits for it waits in line, not for a lock.
    pub(super) writer: AnyPool,
}

impl SqlStore {
    /// Opens `sqlite:FILE`, relative to `data_dir`; makes the file and its tables where there are none.
    pub async fn open(url: &str, data_dir: &Path) -> Stored<Self> {
        let file = url.strip_prefix("sqlite:").ok_or_else(|| StoreError::message("the directory's URL is not sqlite:FILE"))?;
        let file = made(&data_dir.join(file))
            .map_err(|error| StoreError::message(format!("the directory's file {file:?} cannot be made: {error}")))?;
        install_default_drivers();
        let options = options(&file)?;
        prepare(&options).await?;
        let pool = |connections, pragmas: &'static str| {
            let options = options.clone();
            let pool = AnyPoolOptions::new().max_connections(connections).min_connections(1).acquire_timeout(2 * PATIENCE);
            let pool = pool.idle_timeout(None).max_lifetime(None).after_connect(move |connection, _| {
                Box::pin(async move { sqlx::raw_sql(pragmas).execute(connection).await.map(drop) })
            });
            async move { pool.connect_with(options).await.map_err(failed) }
        };
        let store = Self { readers: pool(READERS, READER_PRAGMAS).await?, writer: pool(1, PRAGMAS).await? };
        words::fill_in(&store).await?;
        Ok(store)
    }

    /// Closes every connection; what was answered for is on the disk either way.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// Begins a transaction that writes.
    pub(super) async fn begin_writing(&self) -> Stored<Transaction<'static, Any>> {
        self.writer.begin_with(BEGIN).await.map_err(failed)
    }
}

/// Takes the lock at once: a transaction that first reads could otherwise find at its first write that another has written.
const BEGIN: &str = "BEGIN IMMEDIATE";

/// Begins a transaction that writes, on a connection outside the pools.
pub(super) async fn begin(connection: &mut AnyConnection) -> Stored<Transaction<'_, Any>> {
    connection.begin_with(BEGIN).await.map_err(failed)
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

/// The file, made for nobody else to read if there was none. `SQLite` gives its companions the same mode.
fn made(file: &Path) -> std::io::Result<PathBuf> {
    let (folder, name) = file.parent().zip(file.file_name()).ok_or(ErrorKind::InvalidInput)?;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let file = fs::canonicalize(folder)?.join(name);
    // Never opened when it is there: closing it again would drop the locks that SQLite holds on it in this process.
    match fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(file),
    }
}

fn options(file: &Path) -> Stored<AnyConnectOptions> {
    let file = file.to_str().ok_or_else(|| StoreError::message("the directory's file has a name that is not UTF-8"))?;
    let url = format!("sqlite://{}?mode=rw", utf8_percent_encode(file, &UNRESERVED));
    url.parse().map_err(failed)
}

/// Makes the tables, and readers independent of writers. While another process does the same, `SQLite` does not wait but answers "busy".
async fn prepare(options: &AnyConnectOptions) -> Stored<()> {
    let deadline = Instant::now() + 2 * PATIENCE;
    loop {
        match prepare_once(options).await {
            Err(error) if is_busy(&error) && Instant::now() < deadline => sleep(Duration::from_millis(20)).await,
            outcome => return outcome,
        }
    }
}

async fn prepare_once(options: &AnyConnectOptions) -> Stored<()> {
    let mut connection = options.connect().await.map_err(failed)?;
    sqlx::raw_sql(PRAGMAS).execute(&mut connection).await.map_err(failed)?;
    sqlx::raw_sql("PRAGMA journal_mode = WAL").execute(&mut connection).await.map_err(failed)?;
    schema::migrate(&mut connection).await?;
    connection.close().await.map_err(failed)
}

fn is_busy(error: &StoreError) -> bool {
    let code = error.0.downcast_ref::<sqlx::Error>().and_then(|error| error.as_database_error()?.code());
    // The lower byte of an extended result code is the plain one: SQLITE_BUSY.
    code.and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| code & 0xff == 5)
}
