//! What a running gateway keeps up with: revocations, keys, sessions in use, and what can be forgotten.

use std::{sync::Arc, time::Duration};

use gatehouse_auth_core::{
    flow::rotate_keys::Keeping,
    master_key::MasterKeys,
    ports::Stored,
    revocation::{Revocation, Sequence},
};
use tokio::time::{MissedTickBehavior, interval};
use tracing::{error, warn};

use crate::gate::keeper::Gatekeeper;

/// News is asked for this often: a right that was taken away is gone within a second.
const EVERY: Duration = Duration::from_millis(250);
/// Without news for this long, no session is believed from memory any more.
const STALE_LIMIT: Duration = Duration::from_secs(5);
/// The use of sessions is written down this often.
const WRITE_USE: Duration = Duration::from_secs(10);
/// Sessions that reached a limit are looked for this often, so that silent streams under them end too.
const END_OVER: Duration = Duration::from_secs(30);
/// Forgetting is not urgent.
const SWEEP: Duration = Duration::from_mins(10);
/// Nor is a successor to a key, which is appointed a day ahead.
const TEND_KEYS: Duration = Duration::from_hours(1);

/// Keeps one gateway up to date.
pub(crate) struct News {
    pub(crate) keeper: Arc<Gatekeeper>,
    pub(crate) master: Arc<MasterKeys>,
    pub(crate) heard: Sequence,
    /// What had been heard at the last sweep: every gateway that is still believed has heard of that since.
    pub(crate) long_heard: Sequence,
}

impl News {
    /// Keeps up until it is dropped.
    pub(crate) async fn keep_up(mut self) {
        let mut ticks = [EVERY, WRITE_USE, END_OVER, SWEEP, TEND_KEYS].map(interval);
        for tick in &mut ticks {
            tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        }
        let [news, write_use, end_over, sweep, tend_keys] = &mut ticks;
        let mut was_heard = true;
        loop {
            let (what, done) = tokio::select! {
                biased;
                _ = news.tick() => {
                    let heard = self.listen().await;
                    let is_heard = heard.is_ok();
                    // Said once: an outage of an hour is one line, not fourteen thousand.
                    let done = if was_heard { heard } else { Ok(()) };
                    was_heard = is_heard;
                    ("news was not heard", done)
                }
                _ = write_use.tick() => ("the use of sessions was not written down", self.write_use().await),
                _ = end_over.tick() => {
                    self.keeper.sessions.sweep(self.keeper.outside.clock.now());
                    continue;
                }
                _ = sweep.tick() => ("what is over was not forgotten", self.sweep().await),
                _ = tend_keys.tick() => ("signing keys were not tended", self.tend_keys().await),
            };
            if let Err(error) = done {
                error!(%error, "{what}");
            }
        }
    }

    /// Hears what was taken back since the last time.
    pub(crate) async fn listen(&mut self) -> Stored<()> {
        let news = self.keeper.outside.directory.revocations_since(self.heard).await;
        if !self.keeper.sessions.is_believed() {
            // What happened meanwhile is not known, or may have been forgotten by whoever kept it.
            self.keeper.sessions.cut_all();
        }
        let news = news?;
        let revocations: Vec<Revocation> = news.iter().map(|(_, revocation)| *revocation).collect();
        self.keeper.sessions.revoke(&revocations);
        if revocations.contains(&Revocation::Keys) {
            self.load_keys().await?;
        }
        if let Some((sequence, _)) = news.last() {
            self.heard = *sequence;
        }
        self.keeper.sessions.heard(STALE_LIMIT);
        Ok(())
    }

    /// Takes over the directory's signing keys.
    pub(crate) async fn load_keys(&self) -> Stored<()> {
        let rows = self.keeper.outside.directory.signing_keys().await?;
        for key in self.keeper.keyring.replace(rows, &self.master) {
            warn!(key, "a signing key cannot be opened with this master key");
        }
        Ok(())
    }

    /// Makes the first signing key, and the next ones in time.
    pub(crate) async fn tend_keys(&self) -> Stored<()> {
        let outside = &self.keeper.outside;
        let keeping =
            Keeping { directory: &*outside.directory, master: &self.master, clock: &*outside.clock, entropy: &*outside.entropy };
        keeping.tend().await
    }

    /// Writes down when sessions were last used.
    pub(crate) async fn write_use(&self) -> Stored<()> {
        let seen = self.keeper.sessions.unwritten();
        if seen.is_empty() { Ok(()) } else { self.keeper.outside.sessions.touch(&seen).await }
    }

    async fn sweep(&mut self) -> Stored<()> {
        let outside = &self.keeper.outside;
        let now = outside.clock.now();
        outside.attempts.sweep(now).await?;
        outside.directory.forget_revocations(self.long_heard).await?;
        self.long_heard = self.heard;
        let longest = self
            .keeper
            .portals
            .iter()
            .map(|portal| portal.admission.lifetimes.remember.max(portal.admission.lifetimes.absolute))
            .max();
        // A day longer than any session lives, so that the sign-in page can say why one ended.
        let before = now.before(longest.unwrap_or_default() + Duration::from_hours(24));
        outside.sessions.sweep(before).await.map(drop)
    }
}
