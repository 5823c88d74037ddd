//! A database on a `PostgreSQL` server, which many gateways share.

use std::{
    fmt::{self, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use percent_encoding::utf8_percent_encode;
use sqlx::{
    AnyConnection, ConnectOptions as _, Connection as _, Row as _,
    any::{AnyConnectOptions, AnyPoolOptions},
};
use tracing::error;
use zeroize::Zeroizing;

use gatehouse_auth_core::ports::{StoreError, Stored};

use super::{
    SqlStore,
    connection::{UNRESERVED, failed},
    database::Dialect,
    schema,
};

/// What every connection is told. Whoever waits longer is waited for by nobody any more; a gateway that stands still in the middle of a
/// transaction keeps no other waiting. What was answered for is on the disk, whatever the server's own settings say of that.
const SESSION: &str = "
    SET statement_timeout = 5000;
    SET lock_timeout = 5000;
    SET idle_in_transaction_session_timeout = 5000;
    SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';";
/// Whoever gets no connection in this time gets none: less than anyone waits altogether, so that a server that comes back is not met by those
/// who came long before.
const TO_CONNECT: Duration = Duration::from_secs(2);
/// Connections are made anew after this, so that a server which has become another is left.
const CONNECTION_LIFE: Duration = Duration::from_mins(15);

/// A server, and how it is spoken to.
#[derive(Clone)]
pub struct PostgresServer {
    /// Where it listens.
    pub at: PostgresHost,
    /// Who signs in.
    pub username: String,
    /// Their password, where one is asked for.
    pub password: Option<Zeroizing<String>>,
    /// The database.
    pub database: String,
    /// Whether the server proves who it is, over TLS, and to whom.
    pub tls: Option<Trust>,
    /// The most connections at a time.
    pub connections: u32,
}

/// Where a server listens.
#[derive(Clone, Debug)]
pub enum PostgresHost {
    /// On the network.
    Tcp {
        /// A name or an address.
        host: String,
        /// The port.
        port: u16,
    },
    /// On this machine.
    Socket {
        /// The folder of its socket.
        folder: PathBuf,
        /// The port, which is part of the socket's name.
        port: u16,
    },
}

/// Whose word is taken for who a server is.
#[derive(Clone, Debug)]
pub enum Trust {
    /// The authorities' that the machine knows.
    Machine,
    /// The authorities' of this PEM file.
    File(PathBuf),
}

impl fmt::Debug for PostgresServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresServer({}@{:?}/{})", self.username, self.at, self.database)
    }
}

impl PostgresServer {
    fn options(&self) -> Stored<AnyConnectOptions> {
        let encoded = |text: &str| utf8_percent_encode(text, &UNRESERVED).to_string();
        let mut url = Zeroizing::new(format!("postgres://{}", encoded(&self.username)));
        if let Some(password) = &self.password {
            let _ = write!(url, ":{}", *Zeroizing::new(encoded(password)));
        }
        let database = encoded(&self.database);
        let _ = match &self.at {
            PostgresHost::Tcp { host, port } if host.contains(':') => write!(url, "@[{host}]:{port}/{database}"),
            PostgresHost::Tcp { host, port } => write!(url, "@{host}:{port}/{database}"),
            PostgresHost::Socket { folder, port } => {
                write!(url, "@localhost:{port}/{database}?host={}", encoded(&utf8(folder, "directory.url")?))
            }
        };
        let next = if url.contains('?') { '&' } else { '?' };
        url.push(next);
        url.push_str("application_name=gatehouse");
        match &self.tls {
            None => url.push_str("&sslmode=disable"),
            Some(Trust::Machine) => url.push_str("&sslmode=verify-full"),
            Some(Trust::File(file)) => {
                let _ = write!(url, "&sslmode=verify-full&sslrootcert={}", encoded(&utf8(file, "directory.ca_file")?));
            }
        }
        url.parse().map_err(failed)
    }
}

fn utf8(path: &Path, key: &'static str) -> Stored<String> {
    path.to_str().map(str::to_owned).ok_or_else(|| StoreError::message(format!("{key} has a name that is not UTF-8")))
}

/// Opens the server's database; makes its tables where there are none.
pub(super) async fn open(server: &PostgresServer) -> Stored<SqlStore> {
    let options = server.options()?;
    prepare(&options).await?;
    let pool =
        AnyPoolOptions::new().max_connections(server.connections).acquire_timeout(TO_CONNECT).max_lifetime(CONNECTION_LIFE);
    let pool = pool.after_connect(|connection, _| {
        Box::pin(async move {
            refuse_standby(connection).await.inspect_err(|error| error!(%error, "the directory's server is not taken"))?;
            sqlx::raw_sql(SESSION).execute(connection).await.map(drop)
        })
    });
    let pool = pool.connect_with(options).await.map_err(failed)?;
    Ok(SqlStore { dialect: Dialect::Postgres, readers: pool.clone(), writer: pool, taken_back: Arc::default() })
}

/// A server that follows another tells what was so a while ago: a right that has been taken away would come back.
async fn refuse_standby(connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    const SQL: &str = "SELECT CASE
        WHEN pg_is_in_recovery() THEN 'it is a standby, which follows another: name the primary in directory.url'
        WHEN current_setting('transaction_read_only') = 'on' THEN 'it only lets read: default_transaction_read_only is on'
        ELSE ''
    END";
    let row = sqlx::query(SQL).fetch_one(connection).await?;
    match row.try_get::<&str, _>(0)? {
        "" => Ok(()),
        refusal => Err(sqlx::Error::Configuration(refusal.to_owned().into())),
    }
}

/// Makes the tables. Gateways that start at the same time wait for each other, however long that takes.
async fn prepare(options: &AnyConnectOptions) -> Stored<()> {
    let mut connection = options.connect().await.map_err(failed)?;
    refuse_standby(&mut connection).await.map_err(failed)?;
    schema::migrate(&mut connection, Dialect::Postgres).await?;
    connection.close().await.map_err(failed)
}
