//! How long a connection may stay as it is: until a deadline, or until the session that something is open under has ended.
//!
//! pingora has no total deadline for a request's head and none for an idle connection, and an open WebSocket passes no filter while
//! it is silent; so the connection itself runs beside its lease.

use std::{
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// A head must be complete this long after its connection was accepted.
const HEAD: Duration = Duration::from_secs(15);
/// An idle connection waits this long for its next request, head included.
const IDLE: Duration = Duration::from_secs(75);

tokio::task_local! {
    static LEASE: Arc<Lease>;
}

/// A connection's lease.
pub(super) struct Lease {
    terms: Mutex<Terms>,
    changed: Notify,
}

#[derive(Clone)]
struct Terms {
    deadline: Option<Instant>,
    ended: Option<Arc<CancellationToken>>,
}

impl Lease {
    /// Runs a connection under a fresh lease; `None` when the lease ran out.
    pub(super) async fn hold<T>(connection: impl Future<Output = T>) -> Option<T> {
        let terms = Terms { deadline: Some(Instant::now() + HEAD), ended: None };
        let lease = Arc::new(Self { terms: Mutex::new(terms), changed: Notify::new() });
        tokio::select! {
            biased;
            done = LEASE.scope(lease.clone(), connection) => Some(done),
            () = lease.run_out() => None,
        }
    }

    /// A request's head is complete: no deadline but those of its parts.
    pub(super) fn request_began() {
        Self::change(|terms| terms.deadline = None);
    }

    /// A request is answered: the connection waits for the next one.
    pub(super) fn request_ended() {
        Self::change(|terms| *terms = Terms { deadline: Some(Instant::now() + IDLE), ended: None });
    }

    /// Something stays open under a session: it is cut when that ends.
    pub(super) fn depends_on(ended: Arc<CancellationToken>) {
        Self::change(|terms| terms.ended = Some(ended));
        // The watcher has to learn of what it did not wait for yet. Deadlines it finds by itself when it wakes.
        let _ = LEASE.try_with(|lease| lease.changed.notify_one());
    }

    fn change(change: impl FnOnce(&mut Terms)) {
        // Outside a connection (a sub-request of the framework's own) there is no lease to change.
        let _ = LEASE.try_with(|lease| change(&mut lease.terms.lock().unwrap_or_else(PoisonError::into_inner)));
    }

    fn terms(&self) -> Terms {
        self.terms.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn run_out(&self) {
        loop {
            let terms = self.terms();
            let now = Instant::now();
            if terms.deadline.is_some_and(|deadline| deadline <= now) {
                return;
            }
            // While a request runs there is no deadline; look again later, since a change of deadline wakes nobody.
            let wake = terms.deadline.unwrap_or(now + HEAD);
            let ended = async {
                match &terms.ended {
                    Some(ended) => ended.cancelled().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = ended => return,
                () = self.changed.notified() => {}
                () = tokio::time::sleep_until(wake.into()) => {}
            }
        }
    }
}
