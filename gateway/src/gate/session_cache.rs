//! The sessions this process has seen, so that an authenticated request waits on no store.
//!
//! Entries are found by the digest of the whole cookie value, whose preimage only its owner has; a hit therefore needs no MAC. What is
//! taken back is heard of through [`SessionCache::revoke`], within a bound: when news has not come for that long, nothing here is
//! believed and the store is asked for each request.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use arc_swap::ArcSwapOption;
use gatehouse_auth_core::{
    account::AccountId,
    flow::rotate_session::Shown,
    portal::Lifetimes,
    revocation::{Revocation, Sequence},
    secret::SecretDigest,
    session::{Authenticated, Keep, Session, SessionHandle, SessionRecord},
    time::Timestamp,
    user::UserId,
};
use http::HeaderValue;
use tokio_util::sync::CancellationToken;

/// An entry that nobody used for this long makes room.
const UNUSED: Duration = Duration::from_mins(15);
/// The store is not told of the use of a session more often than this: each that is in use would be written down all the time.
const GRAIN: Duration = Duration::from_mins(1);
/// So many revocations are looked through when a session is kept: more than come while a store answers.
const REMEMBERED: usize = 4_096;
/// Whoever has not been seen for so long pauses.
const PAUSE: Duration = Duration::from_secs(5);
/// So many are passed over, at most, to make room for one: where all of them are in use, the one that has been here longest goes.
const PASSED_OVER: usize = 16;
/// A new assertion is signed when the last one is older than this, or than half of what it lives.
const ASSERTION_AGE: Duration = Duration::from_mins(1);

/// One session as this process knows it.
pub struct Entry {
    session: Session<Authenticated>,
    lifetimes: Lifetimes,
    plain: Vec<(&'static str, HeaderValue)>,
    shown: Shown,
    assertion: ArcSwapOption<(Timestamp, HeaderValue)>,
    seen: AtomicI64,
    seen_written: AtomicI64,
    /// When it was last found worth keeping while others had to go, in milliseconds since the Unix epoch.
    spared_at: AtomicI64,
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
        shown: Shown,
        good_until: Option<Timestamp>,
    ) -> Self {
        let seen = session.record().last_seen_at.as_millis();
        Self {
            session,
            lifetimes,
            plain,
            shown,
            assertion: ArcSwapOption::empty(),
            seen: AtomicI64::new(seen),
            seen_written: AtomicI64::new(seen),
            spared_at: AtomicI64::new(seen),
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

    /// Which of the session's ids its cookie is.
    pub fn shown(&self) -> Shown {
        self.shown
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
            Keep::Remembered => now.since(record.began_at) >= self.lifetimes.remember,
            Keep::UntilClosed => now.since(record.began_at) >= self.lifetimes.absolute || now.since(seen) >= self.lifetimes.idle,
        }
    }

    /// When it was last used, if that is not in the store.
    fn unwritten(&self) -> Option<(SessionHandle, Timestamp)> {
        let seen = self.seen.load(Ordering::Relaxed);
        (seen > self.seen_written.load(Ordering::Relaxed)).then(|| (self.record().handle, Timestamp::from_millis(seen)))
    }

    /// Whether its last use is due to be written down: whoever pauses may come to another gateway next, and whoever does not is written down
    /// now and then.
    fn is_due(&self, now: Timestamp) -> bool {
        let seen = Timestamp::from_millis(self.seen.load(Ordering::Relaxed));
        let written = Timestamp::from_millis(self.seen_written.load(Ordering::Relaxed));
        now.since(seen) >= PAUSE || seen.since(written) >= self.grain()
    }

    /// To within what the store has to know when it was last used: a small part of the time after which it would be over.
    fn grain(&self) -> Duration {
        match self.record().keep {
            Keep::UntilClosed => (self.lifetimes.idle / 30).min(GRAIN),
            Keep::Remembered => GRAIN,
        }
    }

    /// Whether it was used since it was last spared; it is spared now.
    fn earns_its_place(&self) -> bool {
        let seen = self.seen.load(Ordering::Relaxed);
        self.spared_at.swap(seen, Ordering::Relaxed) < seen
    }

    fn record(&self) -> &SessionRecord {
        self.session.record()
    }
}

/// The sessions this process has seen.
pub struct SessionCache {
    entries: papaya::HashMap<SecretDigest, Arc<Entry>>,
    /// What keeping and revoking must agree on; requests of known sessions never ask for it.
    open: Mutex<Open>,
    started: Instant,
    /// Until when the entries are believed, in milliseconds after `started`.
    believed_until: AtomicU64,
    /// The latest revocation that was heard of.
    heard: AtomicI64,
    /// How many entries there may be.
    most: usize,
}

/// Every session that anything here may be open under.
#[derive(Default)]
struct Open {
    /// Counts batches of revocations, so that what was asked of the store before one that concerns it is not kept after it.
    epoch: u64,
    /// The latest of them, each with its batch.
    lately: VecDeque<(u64, Revocation)>,
    /// The latest batch of which some are not among those any more.
    forgotten: u64,
    sessions: HashMap<SessionHandle, OpenSession>,
    /// The entries, in the order in which they go when there is no room; some may be gone already.
    queue: VecDeque<SecretDigest>,
    /// The last use of sessions that had to go before it was written down.
    used: HashMap<SessionHandle, Timestamp>,
}

impl Open {
    /// Another batch.
    fn note(&mut self, revocations: impl IntoIterator<Item = Revocation>) {
        self.epoch += 1;
        let epoch = self.epoch;
        self.lately.extend(revocations.into_iter().map(|revocation| (epoch, revocation)));
        while self.lately.len() > REMEMBERED {
            self.forgotten = self.lately.pop_front().map_or(self.forgotten, |(epoch, _)| epoch);
        }
    }

    /// Whether anything after this batch is about the session, or may have been.
    fn may_concern(&self, since: u64, handle: SessionHandle, user: UserId, account: AccountId) -> bool {
        let later = self.lately.iter().rev().take_while(|(epoch, _)| *epoch > since);
        self.forgotten > since
            || later.into_iter().any(|(_, revocation)| match revocation {
                Revocation::Session(theirs) | Revocation::Rotated(theirs) => *theirs == handle,
                Revocation::User(theirs) => *theirs == user,
                Revocation::Account(theirs) => *theirs == account,
                Revocation::Everyone => true,
                Revocation::Keys => false,
            })
    }
}

/// One of them: whose it is, and what all that is open under it waits on, by whichever cookie it came.
struct OpenSession {
    user: UserId,
    account: AccountId,
    /// The latest revocation that the store's answer about it took into account.
    known: Sequence,
    ended: Arc<CancellationToken>,
}

/// Which uses of sessions to write down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwritten {
    /// Those that the store should know of by now.
    Due(Timestamp),
    /// All.
    All,
}

/// What was known when a session was asked of the store.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    epoch: u64,
    latest: Sequence,
}

impl SessionCache {
    /// An empty one, with room for so many cookies.
    pub fn new(most: usize) -> Self {
        Self {
            entries: papaya::HashMap::new(),
            open: Mutex::default(),
            started: Instant::now(),
            believed_until: AtomicU64::new(0),
            heard: AtomicI64::new(0),
            most: most.max(1),
        }
    }

    /// The live session of a cookie value with this digest, if it is here and can be believed.
    pub fn find(&self, cookie: &SecretDigest, now: Timestamp) -> Option<Arc<Entry>> {
        if !self.is_believed() {
            return None;
        }
        let entry = self.entries.pin().get(cookie).cloned()?;
        if entry.good_until.load(Ordering::Relaxed) <= now.as_millis() {
            return None;
        }
        (!entry.is_over(now) && !entry.ended.is_cancelled()).then_some(entry)
    }

    /// To be noted before the store is asked, of whose revocations `latest` is the latest: hearing of that or of an earlier one later on
    /// says nothing new about the answer.
    pub fn asking(&self, latest: Sequence) -> Asked {
        Asked { epoch: self.open().epoch, latest }
    }

    /// Keeps what the store said. `None` when something that concerns it was taken back since `asked`: the store must be asked again, since
    /// what it said may not be so any more.
    pub fn keep(&self, cookie: SecretDigest, mut entry: Entry, asked: Asked) -> Option<Arc<Entry>> {
        let mut open = self.open();
        let (user, account) = (entry.record().user, entry.session.person().account.id);
        if open.may_concern(asked.epoch, entry.record().handle, user, account) {
            return None;
        }
        let fresh = || OpenSession { user, account, known: asked.latest, ended: Arc::new(CancellationToken::new()) };
        // Whatever is open under a session waits on one thing, however many requests asked for it at once.
        entry.ended = open.sessions.entry(entry.record().handle).or_insert_with(fresh).ended.clone();
        let entry = Arc::new(entry);
        if self.entries.pin().insert(cookie, entry.clone()).is_none() {
            open.queue.push_back(cookie);
            self.make_room(&mut open);
        }
        Some(entry)
    }

    /// Lets entries go until there are no more than there may be: those that have been here longest, but for such as were used meanwhile.
    /// What is open under them goes on, and is cut when their session ends.
    fn make_room(&self, open: &mut Open) {
        let entries = self.entries.pin();
        if open.queue.len() > 2 * self.most + PASSED_OVER {
            open.queue.retain(|cookie| entries.contains_key(cookie));
        }
        let mut passed_over = 0;
        while entries.len() > self.most {
            let Some(cookie) = open.queue.pop_front() else { return };
            let Some(entry) = entries.get(&cookie) else { continue };
            if passed_over < PASSED_OVER && entry.earns_its_place() {
                passed_over += 1;
                open.queue.push_back(cookie);
                continue;
            }
            if let Some((handle, at)) = entry.unwritten() {
                let used = open.used.entry(handle).or_insert(at);
                *used = at.max(*used);
            }
            entries.remove(&cookie);
        }
    }

    /// Forgets, and cuts, everything that `revocations` are about, which this process made just now.
    pub fn revoke(&self, revocations: &[Revocation]) {
        let just_now: Vec<_> = revocations.iter().map(|revocation| (Sequence::MAX, *revocation)).collect();
        self.hear(&just_now);
    }

    /// Forgets, and cuts, everything that `news` is about, unless the store took that into account when it was asked.
    pub fn hear(&self, news: &[(Sequence, Revocation)]) {
        if news.is_empty() {
            return;
        }
        let mut open = self.open();
        open.note(news.iter().map(|(_, revocation)| *revocation));
        let is_rotated = |handle| news.iter().any(|(_, revocation)| *revocation == Revocation::Rotated(handle));
        for entry in self.entries.pin().values().filter(|entry| is_rotated(entry.record().handle)) {
            // It goes on under another cookie; this one is asked of the store from now on.
            entry.good_until.store(0, Ordering::Relaxed);
        }
        if news.iter().any(|(_, revocation)| *revocation == Revocation::Keys) {
            self.entries.pin().values().for_each(|entry| entry.assertion.store(None));
        }
        self.end_where(&mut open, |handle, session| {
            news.iter().any(|(sequence, revocation)| match revocation {
                Revocation::Session(ended) => handle == *ended && *sequence > session.known,
                Revocation::User(user) => session.user == *user && *sequence > session.known,
                Revocation::Account(account) => session.account == *account && *sequence > session.known,
                // Whatever was known: the store itself heard of it only now.
                Revocation::Everyone => true,
                Revocation::Rotated(_) | Revocation::Keys => false,
            })
        });
    }

    /// Forgets, and cuts, everything: news is overdue, so what is open may be somebody's whose right to it is gone.
    pub fn cut_all(&self) {
        let mut open = self.open();
        open.note([Revocation::Everyone]);
        self.end_where(&mut open, |_, _| true);
    }

    /// News was asked for at `asked`, and has come, up to the revocation `latest`, or there was none: entries are believed for `bound` from
    /// then.
    pub fn heard(&self, asked: Instant, latest: Sequence, bound: Duration) {
        self.heard.store(latest, Ordering::Release);
        let until = asked.saturating_duration_since(self.started).saturating_add(bound);
        self.believed_until.store(u64::try_from(until.as_millis()).unwrap_or(u64::MAX), Ordering::Release);
    }

    /// The latest revocation that was heard of: gateways of one directory have it in common but for a moment.
    pub fn latest_heard(&self) -> Sequence {
        self.heard.load(Ordering::Acquire)
    }

    /// Whether news is fresh enough to believe what is here.
    pub fn is_believed(&self) -> bool {
        self.started.elapsed().as_millis() < u128::from(self.believed_until.load(Ordering::Acquire))
    }

    /// When sessions were last used, of those whose use has not been written down: of all, or of those where it is time.
    pub fn unwritten(&self, which: Unwritten) -> Vec<(SessionHandle, Timestamp)> {
        let mut used = self.open().used.clone();
        for entry in self.entries.pin().values() {
            let is_meant = match which {
                Unwritten::All => true,
                Unwritten::Due(now) => entry.is_due(now),
            };
            if let Some((handle, at)) = entry.unwritten().filter(|_| is_meant) {
                let latest = used.entry(handle).or_insert(at);
                *latest = at.max(*latest);
            }
        }
        used.into_iter().collect()
    }

    /// Notes that the store now has these uses. Said only afterwards: what was cut short or failed is still to be written.
    pub fn wrote(&self, seen: &[(SessionHandle, Timestamp)]) {
        let seen: HashMap<SessionHandle, Timestamp> = seen.iter().copied().collect();
        self.open().used.retain(|handle, at| seen.get(handle).is_none_or(|written| written < at));
        for entry in self.entries.pin().values() {
            if let Some(at) = seen.get(&entry.record().handle) {
                entry.seen_written.fetch_max(at.as_millis(), Ordering::Relaxed);
            }
        }
    }

    /// Ends what is over, and forgets what nobody used for a while unless something is still open under it.
    pub fn sweep(&self, now: Timestamp) {
        let mut open = self.open();
        let entries = self.entries.pin();
        let over: HashSet<SessionHandle> =
            entries.values().filter(|entry| entry.is_over(now)).map(|entry| entry.record().handle).collect();
        self.end_where(&mut open, |handle, _| over.contains(&handle));
        let is_unused = |entry: &Arc<Entry>| {
            let seen = Timestamp::from_millis(entry.seen.load(Ordering::Relaxed));
            now.since(seen) > UNUSED && Arc::strong_count(entry) == 1
        };
        let unused: Vec<SecretDigest> = entries.iter().filter(|(_, entry)| is_unused(entry)).map(|(cookie, _)| *cookie).collect();
        for cookie in unused {
            entries.remove(&cookie);
        }
        let kept: HashSet<SessionHandle> = entries.values().map(|entry| entry.record().handle).collect();
        open.sessions.retain(|handle, session| kept.contains(handle) || Arc::strong_count(&session.ended) > 1);
    }

    /// How many sessions are here.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn end_where(&self, open: &mut Open, is_ended: impl Fn(SessionHandle, &OpenSession) -> bool) {
        let entries = self.entries.pin();
        let mut ended = HashSet::new();
        open.sessions.retain(|handle, session| {
            let ends = is_ended(*handle, session);
            if ends {
                session.ended.cancel();
                ended.insert(*handle);
            }
            !ends
        });
        if !ended.is_empty() {
            entries.retain(|_, entry| !ended.contains(&entry.record().handle));
        }
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
