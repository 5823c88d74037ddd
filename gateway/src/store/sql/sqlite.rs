//! A database in a file.

use std::{
    fs,
    io::ErrorKind,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use percent_encoding::utf8_percent_encode;
use sqlx::{
    ConnectOptions as _, Connection as _,
    any::{AnyConnectOptions, AnyPoolOptions},
};
use tokio::time::{Instant, sleep};

use gatehouse_auth_core::ports::{StoreError, Stored};

use super::{
    SqlStore,
    connection::{PATIENCE, UNRESERVED, failed},
    database::Dialect,
    schema,
};

/// What `SQLite` waits for another process's transaction: longer than `PATIENCE`, so that "database is locked" is said by nobody.
const PRAGMAS: &str = "PRAGMA busy_timeout = 6000; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;";
const READER_PRAGMAS: &str = "PRAGMA busy_timeout = 6000; PRAGMA foreign_keys = ON; PRAGMA query_only = ON;";
/// Each is a thread; reads take microseconds.
const READERS: u32 = 4;

/// Opens `file`; makes it and its tables where there are none.
pub(super) async fn open(file: &Path) -> Stored<SqlStore> {
    let file = made(file)
        .map_err(|error| StoreError::message(format!("the directory's file {} cannot be made: {error}", file.display())))?;
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
    Ok(SqlStore {
        dialect: Dialect::Sqlite,
        readers: pool(READERS, READER_PRAGMAS).await?,
        // One connection: who waits for it waits in line, not for a lock.
        writer: pool(1, PRAGMAS).await?,
        taken_back: Arc::default(),
    })
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
    schema::migrate(&mut connection, Dialect::Sqlite).await?;
    connection.close().await.map_err(failed)
}

fn is_busy(error: &StoreError) -> bool {
    let code = error.0.downcast_ref::<sqlx::Error>().and_then(|error| error.as_database_error()?.code());
    // The lower byte of an extended result code is the plain one: SQLITE_BUSY.
    code.and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| code & 0xff == 5)
}
