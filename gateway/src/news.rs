//! What a running gateway hears: what was taken back, and which keys sign.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use gatehouse_auth_core::{
    master_key::MasterKeys,
    ports::Stored,
    revocation::{Revocation, Sequence},
};
use tokio::{
    sync::{Notify, watch},
    time::{MissedTickBehavior, interval, sleep},
};
use tracing::{error, warn};

use crate::gate::keeper::Gatekeeper;

/// News is asked for this often: a right that was taken away is gone within a second.
const EVERY: Duration = Duration::from_millis(250);
/// Nor more often than this, however much there is of it.
const AT_MOST_EVERY: Duration = Duration::from_millis(5);

/// Keeps one gateway up to date.
pub(crate) struct News {
    keeper: Arc<Gatekeeper>,
    master: Arc<MasterKeys>,
    heard: Sequence,
    /// Without news for this long, no session is believed from memory any more.
    stale: Duration,
    hints: Hints,
}

/// What says that there may be news.
pub(crate) struct Hints {
    /// Changes when this process took something back.
    pub(crate) taken_back: watch::Receiver<u64>,
    /// Notified when another has said so.
    pub(crate) heard: Arc<Notify>,
}

impl Hints {
    async fn any(&mut self) {
        let Self { taken_back, heard } = self;
        tokio::select! {
            changed = taken_back.changed() => if changed.is_err() { heard.notified().await },
            () = heard.notified() => {}
        }
    }
}

impl News {
    /// Begins with what is so now.
    pub(crate) async fn begin(keeper: Arc<Gatekeeper>, master: Arc<MasterKeys>, stale: Duration, hints: Hints) -> Stored<Self> {
        let heard = keeper.outside.directory.latest_revocation().await?;
        let mut news = Self { keeper, master, heard, stale, hints };
        news.load_keys().await?;
        news.listen().await?;
        Ok(news)
    }

    /// Keeps up until it is dropped.
    pub(crate) async fn keep_up(mut self) {
        let mut tick = interval(EVERY);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut was_heard = true;
        loop {
            tokio::select! {
                _ = tick.tick() => {}
                () = self.hints.any() => sleep(AT_MOST_EVERY).await,
            }
            let heard = self.listen().await;
            if !self.keeper.sessions.is_believed() {
                // What is open may be somebody's whose right to it is gone.
                self.keeper.sessions.cut_all();
            }
            // Said once: an outage of an hour is one line, not fourteen thousand.
            if let (true, Err(error)) = (was_heard, &heard) {
                error!(%error, "news is not heard");
            }
            was_heard = heard.is_ok();
        }
    }

    /// Hears what was taken back since the last time.
    async fn listen(&mut self) -> Stored<()> {
        let asked = Instant::now();
        let latest = self.keeper.outside.directory.latest_revocation().await?;
        let news =
            if latest > self.heard { self.keeper.outside.directory.revocations_since(self.heard).await? } else { Vec::new() };
        // Numbers have no gaps. Where one is missing, this process slept until it was forgotten; where they begin anew, the directory was
        // brought back from a while ago.
        let is_whole = latest == self.heard || news.first().is_some_and(|(first, _)| *first == self.heard + 1);
        if !is_whole || !self.keeper.sessions.is_believed() {
            self.keeper.sessions.cut_all();
        }
        if !is_whole || news.iter().any(|(_, revocation)| *revocation == Revocation::Everyone) {
            // Before what is remembered is forgotten: in between, nobody would come back by what is left behind.
            self.keeper.outside.sessions.leave_behind().await?;
        }
        if !is_whole || news.iter().any(|(_, revocation)| *revocation == Revocation::Keys) {
            // First the keys, then the assertions that older ones signed: in between, nobody signs with a key that is gone.
            self.load_keys().await?;
        }
        self.keeper.sessions.hear(&news);
        self.heard = news.last().map_or(latest, |(sequence, _)| *sequence);
        self.keeper.sessions.heard(asked, self.heard, self.stale);
        Ok(())
    }

    /// Takes over the directory's signing keys.
    async fn load_keys(&self) -> Stored<()> {
        let rows = self.keeper.outside.directory.signing_keys().await?;
        for key in self.keeper.keyring.replace(rows, &self.master) {
            warn!(key, "a signing key cannot be opened with this master key");
        }
        Ok(())
    }
}
