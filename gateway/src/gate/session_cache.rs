//! The sessions this process has seen, so that an authenticated request waits on no store.
//!
//! Entries are found by the digest of the whole cookie value, whose preimage only its owner has; a hit therefore needs no MAC. What is
//! taken back is heard of through [`SessionCache::revoke`], within a bound: when news has not come for that long, nothing here is
//! believed and the store is asked for each request.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use arc_swap::ArcSwapOption;
use gatehouse_auth_core::{
    portal::Lifetimes,
    revocation::Revocation,
    secret::SecretDigest,
    session::{Authenticated, Session, SessionHandle, SessionRecord},
    time::Timestamp,
};
use http::HeaderValue;
use tokio_util::sync::CancellationToken;

/// An entry that nobody used for this long makes room.
const UNUSED: Duration = Duration::from_mins(15);
/// A new assertion is signed when the last one is older than this, or than half of what it lives.
const ASSERTION_AGE: Duration = Duration::from_mins(1);

/// One session as this process knows it.
pub struct Entry {
    session: Session<Authenticated>,
    lifetimes: Lifetimes,
    plain: Vec<(&'static str, HeaderValue)>,
    assertion: ArcSwapOption<(Timestamp, HeaderValue)>,
    seen: AtomicI64,
    seen_written: AtomicI64,
    /// Until when the cookie is taken for this session without asking the store, in milliseconds since the Unix epoch.
    good_until: AtomicI64,
    /// Shared with whatever is open under the session, so that nothing that may have to be cut is forgotten.
    ended: Arc<CancellationToken>,
}

impl Entry {
    /// An entry for a session that was just resolved, with the plain headers that say who it is. A cookie that a rotation has retired is
    /// good for no longer than `good_until`.
    pub fn new(
        session: Session<Authenticated>,
        lifetimes: Lifetimes,
        plain: Vec<(&'static str, HeaderValue)>,
        good_until: Option<Timestamp>,
    ) -> Self {
        let seen = session.record().last_seen_at.as_millis();
        Self {
            session,
            lifetimes,
            plain,
            assertion: ArcSwapOption::empty(),
            seen: AtomicI64::new(seen),
            seen_written: AtomicI64::new(seen),
            good_until: AtomicI64::new(good_until.map_or(i64::MAX, Timestamp::as_millis)),
            ended: Arc::new(CancellationToken::new()),
        }
    }

    /// The session.
    pub fn session(&self) -> &Session<Authenticated> {
        &self.session
    }

    /// The plain identity headers.
    pub fn plain(&self) -> &[(&'static str, HeaderValue)] {
        &self.plain
    }

    /// Cancelled when the session ends or what is known of its person changes: whatever is still open under it is cut.
    pub fn ended(&self) -> &Arc<CancellationToken> {
        &self.ended
    }

    /// Whether its cookie is the session's current one, as far as is known here.
    pub fn is_current(&self) -> bool {
        self.good_until.load(Ordering::Relaxed) == i64::MAX
    }

    /// Notes that the session is in use.
    pub fn touch(&self, now: Timestamp) {
        // A second is fine enough for limits of minutes, and keeps parallel requests off each other's cache lines.
        if now.as_millis() - self.seen.load(Ordering::Relaxed) >= 1000 {
            self.seen.store(now.as_millis(), Ordering::Relaxed);
        }
    }

    /// The assertion made less than a minute ago, while half of its `lifetime` is left, or else what `sign` makes now.
    pub fn assertion<E>(
        &self,
        now: Timestamp,
        lifetime: Duration,
        sign: impl FnOnce() -> Result<HeaderValue, E>,
    ) -> Result<HeaderValue, E> {
        let age = ASSERTION_AGE.min(lifetime / 2);
        if let Some(made) = self.assertion.load().as_deref().filter(|(at, _)| now.since(*at) < age && *at <= now) {
            return Ok(made.1.clone());
        }
        let value = sign()?;
        self.assertion.store(Some(Arc::new((now, value.clone()))));
        Ok(value)
    }

    /// Whether a limit of the session has passed by `now`.
    pub fn is_over(&self, now: Timestamp) -> bool {
        let seen = Timestamp::from_millis(self.seen.load(Ordering::Relaxed));
        let record = self.session.record();
        match record.keep {
            gatehouse_auth_core::session::Keep::Remembered => now.since(record.began_at) >= self.lifetimes.remember,
            gatehouse_auth_core::session::Keep::UntilClosed => {
                now.since(record.began_at) >= self.lifetimes.absolute || now.since(seen) >= self.lifetimes.idle
            }
        }
    }

    fn unwritten(&self) -> Option<(SessionHandle, Timestamp)> {
        let seen = self.seen.load(Ordering::Relaxed);
        let written = self.seen_written.swap(seen, Ordering::Relaxed);
        (seen > written).then(|| (self.record().handle, Timestamp::from_millis(seen)))
    }

    fn record(&self) -> &SessionRecord {
        self.session.record()
    }
}

/// The sessions this process has seen.
pub struct SessionCache {
    entries: papaya::HashMap<SecretDigest, Arc<Entry>>,
    /// Counts batches of revocations, so that an entry resolved before one is not kept after it.
    epoch: AtomicU64,
    started: Instant,
    /// Until when the entries are believed, in milliseconds after `started`.
    believed_until: AtomicU64,
}

impl Default for SessionCache {
    fn default() -> Self {
        Self {
            entries: papaya::HashMap::new(),
            epoch: AtomicU64::new(0),
            started: Instant::now(),
            believed_until: AtomicU64::new(0),
        }
    }
}

/// What the cache had heard when a session was asked of the store.
#[derive(Clone, Copy, Debug)]
pub struct Epoch(u64);

impl SessionCache {
    /// The live session of a cookie value with this digest, if it is here and can be believed.
    pub fn find(&self, cookie: &SecretDigest, now: Timestamp) -> Option<Arc<Entry>> {
        if !self.is_believed() {
            return None;
        }
        let entry = self.entries.pin().get(cookie).cloned()?;
        if entry.good_until.load(Ordering::Relaxed) <= now.as_millis() {
            return None;
        }
        if entry.is_over(now) || entry.ended.is_cancelled() {
            self.entries.pin().remove(cookie);
            entry.ended.cancel();
            return None;
        }
        Some(entry)
    }

    /// To be asked before the store is.
    pub fn epoch(&self) -> Epoch {
        Epoch(self.epoch.load(Ordering::Acquire))
    }

    /// Keeps what the store said, unless something was taken back since `asked`: then it serves one request and is forgotten.
    pub fn keep(&self, cookie: SecretDigest, mut entry: Entry, asked: Epoch) -> Arc<Entry> {
        let entries = self.entries.pin();
        if let Some(before) = entries.get(&cookie).filter(|before| !before.ended.is_cancelled()) {
            // What was opened under the entry that this one replaces is cut with this one.
            entry.ended = before.ended.clone();
        }
        let entry = Arc::new(entry);
        entries.insert(cookie, entry.clone());
        if self.epoch.load(Ordering::Acquire) != asked.0 {
            entries.remove(&cookie);
        }
        entry
    }

    /// Forgets, and cuts, everything that `revocations` are about.
    pub fn revoke(&self, revocations: &[Revocation]) {
        if revocations.is_empty() {
            return;
        }
        self.epoch.fetch_add(1, Ordering::AcqRel);
        self.retire(revocations);
        self.drop_where(|entry| {
            let record = entry.record();
            revocations.iter().any(|revocation| match revocation {
                Revocation::Session(handle) => record.handle == *handle,
                Revocation::User(user) => record.user == *user,
                Revocation::Account(account) => entry.session.person().account.id == *account,
                Revocation::Rotated(_) | Revocation::Keys => false,
            })
        });
    }

    /// Forgets, and cuts, everything: news is overdue, so what is open may be somebody's whose right to it is gone.
    pub fn cut_all(&self) {
        self.epoch.fetch_add(1, Ordering::AcqRel);
        self.drop_where(|_| true);
    }

    /// Asks the store anew about cookies whose sessions go on under another.
    fn retire(&self, revocations: &[Revocation]) {
        let is_rotated = |handle| revocations.contains(&Revocation::Rotated(handle));
        if revocations.iter().any(|revocation| matches!(revocation, Revocation::Rotated(_))) {
            for entry in self.entries.pin().values().filter(|entry| is_rotated(entry.record().handle)) {
                entry.good_until.store(0, Ordering::Relaxed);
            }
        }
    }

    /// News has come, or there was none: entries are believed for `bound` from now.
    pub fn heard(&self, bound: Duration) {
        let until = self.started.elapsed().saturating_add(bound);
        self.believed_until.store(u64::try_from(until.as_millis()).unwrap_or(u64::MAX), Ordering::Release);
    }

    /// Whether news is fresh enough to believe what is here.
    pub fn is_believed(&self) -> bool {
        self.started.elapsed().as_millis() < u128::from(self.believed_until.load(Ordering::Acquire))
    }

    /// When sessions were last used, of those whose use has not been written down.
    pub fn unwritten(&self) -> Vec<(SessionHandle, Timestamp)> {
        self.entries.pin().values().filter_map(|entry| entry.unwritten()).collect()
    }

    /// Drops what is over, and what nobody used for a while unless something is still open under it.
    pub fn sweep(&self, now: Timestamp) {
        self.drop_where(|entry| entry.is_over(now));
        let entries = self.entries.pin();
        let unused: Vec<SecretDigest> = entries
            .iter()
            .filter(|(_, entry)| {
                let seen = Timestamp::from_millis(entry.seen.load(Ordering::Relaxed));
                now.since(seen) > UNUSED && Arc::strong_count(entry) == 1 && Arc::strong_count(&entry.ended) == 1
            })
            .map(|(cookie, _)| *cookie)
            .collect();
        for cookie in unused {
            entries.remove(&cookie);
        }
    }

    /// How many sessions are here.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn drop_where(&self, is_dropped: impl Fn(&Entry) -> bool) {
        let entries = self.entries.pin();
        let dropped: Vec<_> =
            entries.iter().filter(|(_, entry)| is_dropped(entry)).map(|(cookie, entry)| (*cookie, entry.clone())).collect();
        for (cookie, entry) in dropped {
            entries.remove(&cookie);
            entry.ended.cancel();
        }
    }
}

#[cfg(test)]
mod tests;
