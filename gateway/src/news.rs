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
use tokio::time::{MissedTickBehavior, interval};
use tracing::{error, warn};

use crate::gate::keeper::Gatekeeper;

/// News is asked for this often: a right that was taken away is gone within a second.
const EVERY: Duration = Duration::from_millis(250);
/// Without news for this long, no session is believed from memory any more.
const STALE_LIMIT: Duration = Duration::from_secs(5);
/// Whether silence really is silence is asked every so many times: what is old has been forgotten, and a process that slept through it
/// would hear nothing.
const ASK_LATEST_EVERY: u32 = 20;

/// Keeps one gateway up to date.
pub(crate) struct News {
    keeper: Arc<Gatekeeper>,
    master: Arc<MasterKeys>,
    heard: Sequence,
    silent: u32,
}

impl News {
    /// Begins with what is so now.
    pub(crate) async fn begin(keeper: Arc<Gatekeeper>, master: Arc<MasterKeys>) -> Stored<Self> {
        let heard = keeper.outside.directory.latest_revocation().await?;
        let mut news = Self { keeper, master, heard, silent: 0 };
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
            tick.tick().await;
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
        let news = self.keeper.outside.directory.revocations_since(self.heard).await?;
        if self.has_missed(&news).await? || !self.keeper.sessions.is_believed() {
            self.keeper.sessions.cut_all();
        }
        if news.iter().any(|(_, revocation)| *revocation == Revocation::Keys) {
            // First the keys, then the assertions that older ones signed: in between, nobody signs with a key that is gone.
            self.load_keys().await?;
        }
        self.keeper.sessions.hear(&news);
        if let Some((sequence, _)) = news.last() {
            self.heard = *sequence;
        }
        self.keeper.sessions.heard(asked, STALE_LIMIT);
        Ok(())
    }

    /// Whether something between what was heard and `news` has been forgotten already: numbers have no gaps.
    async fn has_missed(&mut self, news: &[(Sequence, Revocation)]) -> Stored<bool> {
        if let Some((first, _)) = news.first() {
            self.silent = 0;
            return Ok(*first != self.heard + 1);
        }
        self.silent += 1;
        if self.silent < ASK_LATEST_EVERY {
            return Ok(false);
        }
        self.silent = 0;
        let latest = self.keeper.outside.directory.latest_revocation().await?;
        let has_missed = latest > self.heard && self.keeper.outside.directory.revocations_since(self.heard).await?.is_empty();
        if has_missed {
            self.heard = latest;
            self.load_keys().await?;
        }
        Ok(has_missed)
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
