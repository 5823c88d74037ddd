//! The only file that names concrete types: from a configuration to a running gateway, or to an office where one administers.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use anyhow::{Context as _, bail};
use gatehouse_auth_core::{
    flow::Outside,
    master_key::MasterKeys,
    password::Passwords,
    ports::{Attempts, Clock, Directory as _, Hashing, Sessions, SystemEntropy},
    recovery::TemporaryMac,
    time::Timestamp,
    token::{TokenMac, TokenPurpose},
};
use gatehouse_config::{Config, value::Listen};
use tokio::{net::TcpListener, sync::Notify, task::JoinSet};
use tokio_util::sync::CancellationToken;
use tracing::info;

use crate::{
    chores::Chores,
    compile,
    gate::{
        form_token::FormTokens,
        keeper::Gatekeeper,
        keyring::Keyring,
        session_cache::{SessionCache, Unwritten},
    },
    hashing::{Bounds, HashingPool},
    mail::{self, Post, Sender},
    management::Management,
    master_file,
    news::{Hints, News},
    proxy::{Bridge, Edge, Listener, Phases},
    request_id::RequestIds,
    routes::{self, Site},
    store::{Eras, Herald, RedisStore, SqlStore, TwoAttempts},
    stores,
    telemetry::Metrics,
};

/// What a test may put in place of the real thing.
#[derive(Default)]
pub struct Parts {
    /// Time, if not the machine's.
    pub clock: Option<Arc<dyn Clock>>,
    /// Who hashes, if not a pool of this process.
    pub hashing: Option<Arc<dyn Hashing>>,
    /// Who takes messages, if not whom the configuration names.
    pub post: Option<Arc<dyn Post>>,
}

/// The machine's clock.
struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everything else is given")]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// Stores, keys and hashing, without a listener: what a command that administers needs, and the half of a gateway that has no sockets.
pub struct Office {
    /// The outside of every flow.
    pub outside: Outside,
    /// The master keys.
    pub master: Arc<MasterKeys>,
    /// What the hashing pool counts, and everybody else.
    pub metrics: Arc<Metrics>,
    store: SqlStore,
    redis: Option<RedisStore>,
}

impl Office {
    /// Opens the directory that the configuration names; makes it, its master key and its tables where they are not there yet.
    pub async fn open(config: &Config, parts: Parts) -> anyhow::Result<Self> {
        master_file::make_data_dir(config)?;
        let master = Arc::new(master_file::load(config)?);
        let store = SqlStore::open(&stores::database(config)?).await.context("directory.url")?;
        refuse_foreign_master_key(&store, &master).await?;
        let redis = redis(config, &store, master.clone()).await?;
        let metrics = Arc::new(Metrics::new());
        let hashing = match parts.hashing {
            Some(hashing) => hashing,
            None => Arc::new(hashing_pool(config, metrics.clone())?),
        };
        let stored = Arc::new(store.clone());
        let (sessions, attempts): (Arc<dyn Sessions>, Arc<dyn Attempts>) = match &redis {
            None => (stored.clone(), stored.clone()),
            Some(redis) => {
                let redis = Arc::new(redis.clone());
                (redis.clone(), Arc::new(TwoAttempts { lasting: stored.clone(), passing: redis }))
            }
        };
        let outside = Outside {
            directory: stored.clone(),
            sessions,
            attempts,
            outbox: stored.clone(),
            ledger: stored,
            hashing,
            clock: parts.clock.unwrap_or_else(|| Arc::new(SystemClock)),
            entropy: Arc::new(SystemEntropy),
            passwords: Passwords::new(&master, compile::parameters(config)?),
            policy: compile::policy(config),
            limits: compile::limits(config),
            master: master.clone(),
            temporaries: Arc::new(TemporaryMac::new(&master)),
            recovery: compile::recovery(config),
            mails: config.mail.url.is_some(),
            step_up: config.session.step_up.as_std(),
        };
        Ok(Self { outside, master, metrics, store, redis })
    }

    /// Closes the directory.
    pub async fn close(self) {
        self.store.close().await;
    }
}

/// Where sessions are kept, if not beside the directory. Nobody is connected to yet: a server that is not there is no reason not to serve
/// what needs none.
async fn redis(config: &Config, store: &SqlStore, master: Arc<MasterKeys>) -> anyhow::Result<Option<RedisStore>> {
    let Some(servers) = stores::redis(config)? else { return Ok(None) };
    let keep = stores::keep_sessions(config);
    let prefix = config.state.prefix.as_str();
    Ok(Some(RedisStore::open(store.clone(), servers, prefix, master, Arc::new(SystemEntropy), keep).await?))
}

/// A directory whose keys this master key does not open belongs to another one, perhaps lost: nobody's password could be checked with
/// this.
async fn refuse_foreign_master_key(store: &SqlStore, master: &MasterKeys) -> anyhow::Result<()> {
    let keys = store.signing_keys().await?;
    if keys.is_empty() || keys.iter().any(|key| key.open(master).is_ok()) {
        return Ok(());
    }
    bail!(
        "the directory was made with another master key: give that one back as keys.master_file. Without it no password in \
         the directory can be checked"
    )
}

fn hashing_pool(config: &Config, metrics: Arc<Metrics>) -> anyhow::Result<HashingPool> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let hashing = &config.password.hashing;
    let bounds =
        Bounds { threads: hashing.threads_on(cores), queue: usize::from(hashing.queue), deadline: hashing.deadline.as_std() };
    HashingPool::start(bounds, metrics).context("the hashing threads do not start")
}

/// Idle connections to upstreams that are kept for the next request.
pub const UPSTREAM_POOL: usize = 512;

/// A gateway that serves.
pub struct Running {
    addresses: Vec<SocketAddr>,
    management: SocketAddr,
    outside: Outside,
    keeper: Arc<Gatekeeper>,
    edge: Arc<Edge<Phases>>,
    stopping: CancellationToken,
    tasks: JoinSet<()>,
    management_stop: CancellationToken,
    store: SqlStore,
    grace: Duration,
}

/// Starts a gateway: opens the directory, binds every listener, and serves in the background of this runtime.
pub async fn start(config: &Config, parts: Parts) -> anyhow::Result<Running> {
    // Refused when a test's other gateway has installed it already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let listeners = bind(config).await?;
    let addresses = listeners.iter().filter_map(Listener::address).collect();
    let management_listener = TcpListener::bind(config.server.management).await.context("server.management")?;
    let management_address = management_listener.local_addr()?;
    let upstreams = Arc::new(compile::upstreams(config)?);

    let post = match parts.post.clone() {
        Some(post) => Some(post),
        None => mail::settings::post(config)?,
    };
    let Office { outside, master, metrics, store, redis } = Office::open(config, parts).await?;
    let keeper = Arc::new(Gatekeeper {
        portals: compile::portals(config)?,
        admissions: compile::admissions(config),
        mac: TokenMac::new(&master, TokenPurpose::Session),
        pending_mac: TokenMac::new(&master, TokenPurpose::Pending),
        forms: FormTokens::new(&master),
        keyring: Keyring::empty(),
        sessions: SessionCache::new(usize::try_from(config.state.cached)?),
        trusted_proxies: config.server.trusted_proxies.iter().map(compile::network).collect::<anyhow::Result<_>>()?,
        outside: outside.clone(),
    });
    let chores = Chores::new(keeper.clone(), master.clone(), config.audit.keep.as_std());
    chores.tend_keys().await?;
    let hints = Hints { taken_back: store.taken_back(), heard: Arc::new(Notify::new()) };
    let told = hints.heard.clone();
    let news = News::begin(keeper.clone(), master, config.state.stale.as_std(), hints).await?;

    let site = Site { keeper: keeper.clone(), metrics: metrics.clone() };
    let phases = Phases {
        keeper: keeper.clone(),
        bridge: Bridge::new(routes::router(site)),
        upstreams: upstreams.clone(),
        metrics: metrics.clone(),
        requests: RequestIds::new(&*outside.entropy),
    };
    let edge = Arc::new(Edge::new(phases, UPSTREAM_POOL, metrics.clone()));
    let (stopping, management_stop) = (CancellationToken::new(), CancellationToken::new());
    let mut tasks = JoinSet::new();
    for listener in listeners {
        let edge = edge.clone();
        tasks.spawn(async move { edge.serve(listener).await });
    }
    let sender_metrics = metrics.clone();
    let state = redis.clone();
    let is_state_up = Arc::new(move || state.as_ref().is_none_or(RedisStore::is_up));
    let management = Management { keeper: keeper.clone(), metrics, is_state_up, stopping: stopping.clone() };
    tasks.spawn(management.serve(management_listener, management_stop.clone()));
    tasks.spawn(until(stopping.clone(), news.keep_up()));
    tasks.spawn(until(stopping.clone(), chores.keep_up()));
    if let Some(redis) = redis {
        let eras = Eras::begin(redis.clone(), outside.clock.clone()).await?;
        tasks.spawn(until(stopping.clone(), eras.keep_up()));
        tasks.spawn(until(stopping.clone(), Herald::new(redis, store.taken_back(), told).keep_up()));
    }
    if let Some(post) = post {
        let sender =
            Sender { keeper: keeper.clone(), post, sending: mail::settings::sending(&config.mail)?, metrics: sender_metrics };
        tasks.spawn(until(stopping.clone(), sender.keep_up()));
    }
    for index in 0..upstreams.len() {
        let upstreams = upstreams.clone();
        tasks.spawn(until(stopping.clone(), async move {
            if let Some(upstreams) = upstreams.get(index) {
                upstreams.look_up().await;
            }
        }));
    }
    Ok(Running {
        addresses,
        management: management_address,
        outside,
        keeper,
        edge,
        stopping,
        tasks,
        management_stop,
        store,
        grace: config.server.shutdown_grace.as_std(),
    })
}

async fn until(stop: CancellationToken, work: impl Future<Output = ()>) {
    tokio::select! {
        () = work => {}
        () = stop.cancelled() => {}
    }
}

async fn bind(config: &Config) -> anyhow::Result<Vec<Listener>> {
    let mut listeners = Vec::new();
    for listen in &config.server.listen {
        let listener = match listen {
            Listen::Tcp(address) => Listener::tcp(*address).await,
            Listen::Unix(path) => Listener::unix(path.clone()),
        };
        listeners.push(listener.with_context(|| format!("server.listen: {listen}"))?);
    }
    Ok(listeners)
}

impl Running {
    /// The TCP addresses it listens on, in the order of the configuration.
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// The management address.
    pub fn management(&self) -> SocketAddr {
        self.management
    }

    /// What it judges by, and what it remembers.
    pub fn keeper(&self) -> &Arc<Gatekeeper> {
        &self.keeper
    }

    /// What its flows ask of the outside: the door by which a command in the same process administers.
    pub fn outside(&self) -> &Outside {
        &self.outside
    }

    /// Stops: no longer ready, no new connections, requests that began finish within the grace, what is left is cut. How many that was.
    pub async fn stop(mut self) -> usize {
        self.stopping.cancel();
        let cut = self.edge.stop(self.grace).await;
        self.management_stop.cancel();
        while self.tasks.join_next().await.is_some() {}
        if let Err(error) = self.keeper.write_use(Unwritten::All).await {
            tracing::error!(%error, "the last use of sessions was not written down");
        }
        self.store.close().await;
        info!(cut, "stopped");
        cut
    }
}
