//! How long a connection may stay as it is: until a deadline, or until the session that something is open under has ended.
//!
//! pingora has no total deadline for a request's head and none for an idle connection, and an open WebSocket passes no filter while
//! it is silent; so every connection runs under a lease, and is cut from outside when that runs out.

use std::{
    future::Future,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use futures_util::future::{AbortHandle, Abortable};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// A head must be complete this long after its connection was accepted.
const HEAD: Duration = Duration::from_secs(15);
/// An idle connection waits this long for its next request, head included.
const IDLE: Duration = Duration::from_secs(75);
/// Deadlines are looked at this often.
pub(super) const REAP_EVERY: Duration = Duration::from_millis(500);

tokio::task_local! {
    static LEASE: Arc<Lease>;
}

/// The leases of all connections of an edge.
pub(super) struct Leases {
    started: Instant,
    open: Mutex<Vec<Weak<Lease>>>,
}

/// A connection's lease.
pub(super) struct Lease {
    started: Instant,
    /// In milliseconds after `started`; `u64::MAX` while a request is under way.
    deadline: AtomicU64,
    connection: AbortHandle,
    is_watched: AtomicBool,
    watcher: Mutex<Option<JoinHandle<()>>>,
}

impl Leases {
    pub(super) fn new() -> Self {
        Self { started: Instant::now(), open: Mutex::default() }
    }

    /// Runs a connection under a fresh lease, until it is done or cut.
    pub(super) async fn hold(&self, connection: impl Future) {
        let (handle, registration) = AbortHandle::new_pair();
        let lease = Arc::new(Lease {
            started: self.started,
            deadline: AtomicU64::new(0),
            connection: handle,
            is_watched: AtomicBool::new(false),
            watcher: Mutex::default(),
        });
        lease.wait_for(HEAD);
        locked(&self.open).push(Arc::downgrade(&lease));
        // Cut or done, it is over either way.
        let _ = Abortable::new(LEASE.scope(lease, connection), registration).await;
    }

    /// Cuts connections whose deadline has passed.
    pub(super) fn reap(&self) {
        let now = millis(self.started.elapsed());
        locked(&self.open).retain(|lease| match lease.upgrade() {
            Some(lease) if lease.deadline.load(Ordering::Relaxed) <= now => {
                lease.connection.abort();
                false
            }
            lease => lease.is_some(),
        });
    }

    /// Cuts every connection.
    pub(super) fn cut_all(&self) {
        locked(&self.open).drain(..).filter_map(|lease| lease.upgrade()).for_each(|lease| lease.connection.abort());
    }
}

impl Lease {
    /// A request's head is complete: no deadline but those of its parts.
    pub(super) fn request_began() {
        with(|lease| lease.deadline.store(u64::MAX, Ordering::Relaxed));
    }

    /// A request is answered: the connection waits for the next one.
    pub(super) fn request_ended() {
        with(|lease| {
            lease.wait_for(IDLE);
            if lease.is_watched.swap(false, Ordering::Relaxed) {
                lease.stop_watching();
            }
        });
    }

    /// Something stays open under a session: it is cut when that ends.
    pub(super) fn depends_on(ended: Arc<CancellationToken>) {
        with(|lease| {
            let connection = lease.connection.clone();
            let watcher = tokio::spawn(async move {
                ended.cancelled().await;
                connection.abort();
            });
            lease.stop_watching();
            *locked(&lease.watcher) = Some(watcher);
            lease.is_watched.store(true, Ordering::Relaxed);
        });
    }

    fn wait_for(&self, span: Duration) {
        self.deadline.store(millis(self.started.elapsed() + span), Ordering::Relaxed);
    }

    fn stop_watching(&self) {
        if let Some(watcher) = locked(&self.watcher).take() {
            watcher.abort();
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.stop_watching();
    }
}

/// Outside a connection (a sub-request of the framework's own) there is no lease to change.
fn with(change: impl FnOnce(&Lease)) {
    let _ = LEASE.try_with(|lease| change(lease));
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn millis(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}
