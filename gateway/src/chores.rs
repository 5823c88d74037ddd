//! What a running gateway does from time to time, and nobody waits for.

use std::{sync::Arc, time::Duration};

use gatehouse_auth_core::{
    flow::{keep_ledger, rotate_keys::Keeping},
    ledger::Chain,
    master_key::MasterKeys,
    mfa::{ENROLMENT_LIFE, passkey},
    pending::PENDING_LIFE,
    ports::Stored,
    revocation::Sequence,
};
use tokio::time::{MissedTickBehavior, interval};
use tracing::error;

use crate::gate::{keeper::Gatekeeper, session_cache::Unwritten};

/// Events get their links this often.
const CHAIN: Duration = Duration::from_secs(1);
/// The use of sessions is written down this often.
const WRITE_USE: Duration = Duration::from_secs(10);
/// Sessions that reached a limit are looked for this often, so that silent streams under them end too.
const END_OVER: Duration = Duration::from_secs(30);
/// Forgetting is not urgent. Gateways that are believed have heard, within seconds, of what is forgotten after this.
const SWEEP: Duration = Duration::from_mins(10);
/// Nor is a successor to a key, which is appointed a day ahead.
const TEND_KEYS: Duration = Duration::from_hours(1);

/// Does the chores of one gateway.
pub(crate) struct Chores {
    keeper: Arc<Gatekeeper>,
    master: Arc<MasterKeys>,
    ledger: Chain,
    keep_audit: Duration,
    /// The latest revocation at the last sweep.
    long_known: Sequence,
}

impl Chores {
    pub(crate) fn new(keeper: Arc<Gatekeeper>, master: Arc<MasterKeys>, keep_audit: Duration) -> Self {
        let ledger = Chain::new(&master);
        Self { keeper, master, ledger, keep_audit, long_known: 0 }
    }

    /// Does them until it is dropped.
    pub(crate) async fn keep_up(mut self) {
        let mut ticks = [CHAIN, WRITE_USE, END_OVER, SWEEP, TEND_KEYS].map(interval);
        for tick in &mut ticks {
            tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        }
        let [chain, write_use, end_over, sweep, tend_keys] = &mut ticks;
        loop {
            let (failure, done) = tokio::select! {
                _ = chain.tick() => ("the audit log was not chained", keep_ledger::chain(&self.keeper.outside, &self.ledger).await),
                _ = write_use.tick() => ("the use of sessions was not written down", {
                    let now = self.keeper.outside.clock.now();
                    self.keeper.write_use(Unwritten::Due(now)).await
                }),
                _ = end_over.tick() => {
                    self.keeper.sessions.sweep(self.keeper.outside.clock.now());
                    continue;
                }
                _ = sweep.tick() => ("what is over was not forgotten", self.sweep().await),
                _ = tend_keys.tick() => ("signing keys were not tended", self.tend_keys().await),
            };
            if let Err(error) = done {
                error!(%error, "{failure}");
            }
        }
    }

    /// Makes the first signing key, and the next ones in time.
    pub(crate) async fn tend_keys(&self) -> Stored<()> {
        let outside = &self.keeper.outside;
        let keeping =
            Keeping { directory: &*outside.directory, master: &self.master, clock: &*outside.clock, entropy: &*outside.entropy };
        keeping.tend().await
    }

    async fn sweep(&mut self) -> Stored<()> {
        let outside = &self.keeper.outside;
        let now = outside.clock.now();
        outside.attempts.sweep(now).await?;
        keep_ledger::shorten(outside, self.keep_audit).await?;
        let latest = outside.directory.latest_revocation().await?;
        outside.directory.forget_revocations(self.long_known).await?;
        self.long_known = latest;
        let lifetimes = self.keeper.portals.iter().map(|portal| portal.admission.lifetimes);
        let longest = lifetimes.map(|lifetimes| lifetimes.remember.max(lifetimes.absolute)).max();
        // A day longer than any session lives, so that the sign-in page can say why one ended.
        let before = now.before(longest.unwrap_or_default() + Duration::from_hours(24));
        outside.directory.forget_session_ends(before).await?;
        outside.sessions.sweep(before, now.before(PENDING_LIFE)).await?;
        outside.sessions.sweep_ceremonies(now.before(passkey::LIFETIME)).await?;
        outside.directory.sweep_enrolments(now.before(ENROLMENT_LIFE)).await?;
        // A day longer than any secret lives, so that its page can say what became of it.
        outside.directory.sweep_recoveries(now.before(Duration::from_hours(24))).await.map(drop)
    }
}
