//! Whether the servers went back in time: emptied, or brought back from an old snapshot. What was spent or ended since would be there again,
//! so everything they have is left behind, and a new era begins. People sign in again; nothing else comes of it.
//!
//! The servers have the time, which gateways write there once a second; the directory has it too, to within some seconds. Where it is
//! further back on the servers than anybody has seen it, they went back. A replica that takes over may be a moment behind, and that is no
//! reason to sign everybody out: what ended in that moment the directory knows, and what was spent in it is seldom more than a step of a
//! sign-in.

use std::{sync::Arc, time::Duration};

use redis::cmd;
use tokio::time::{MissedTickBehavior, interval};
use tracing::warn;

use gatehouse_auth_core::{
    ports::{Clock, Stored},
    time::Timestamp,
};

use super::{RedisStore, Topology, sealed::millis};

/// The time is written to the servers this often.
const BEAT: Duration = Duration::from_secs(1);
/// And to the directory this often.
const NOTE: Duration = Duration::from_secs(10);
/// A server that is behind by no more than this took over from another.
const TOLERANCE: Duration = Duration::from_secs(30);
/// In a cluster each part may go back by itself, so each has to have the time: of so many keys, some fall to each of them.
const PULSES_OF_CLUSTER: u32 = 64;

/// Sets a time that is later, and keeps it from being forgotten.
const ADVANCE: &str = "
    local before = tonumber(redis.call('GET', KEYS[1])) or 0
    redis.call('SET', KEYS[1], string.format('%.0f', math.max(before, tonumber(ARGV[1]))), 'PX', ARGV[2])
    return 1";

/// Watches over the era of one gateway.
pub struct Eras {
    redis: RedisStore,
    clock: Arc<dyn Clock>,
    /// The latest time that this gateway has seen on the servers, or the directory had.
    seen: Vec<Timestamp>,
    /// The era in which it was seen: in a later one it counts no more.
    seen_in: i64,
    noted_at: Option<Timestamp>,
}

impl Eras {
    /// Begins with the era of the directory.
    pub async fn begin(redis: RedisStore, clock: Arc<dyn Clock>) -> Stored<Self> {
        let mark = redis.enter_era().await?;
        let pulses = match redis.link.servers().topology {
            Topology::Cluster(_) => PULSES_OF_CLUSTER,
            Topology::Standalone { .. } | Topology::Sentinel { .. } => 1,
        };
        let seen = (0..pulses).map(|_| mark.pulse).collect();
        Ok(Self { redis, clock, seen, seen_in: mark.era, noted_at: None })
    }

    /// Keeps up until it is dropped.
    pub async fn keep_up(mut self) {
        let mut tick = interval(BEAT);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            // Whoever could not look or write does so the next time; what is the matter has been said.
            let _ = self.beat().await;
        }
    }

    /// Looks at the time of the servers, and writes it.
    pub async fn beat(&mut self) -> Stored<()> {
        self.redis.enter_era().await?;
        let now = self.clock.now();
        let written = self.compare(now).await;
        self.redis.link.note(&written);
        written?;
        if self.noted_at.is_none_or(|at| now.since(at) >= NOTE || now < at) {
            self.redis.directory.note_pulse(now).await?;
            self.noted_at = Some(now);
        }
        Ok(())
    }

    async fn compare(&mut self, now: Timestamp) -> Stored<()> {
        let mut there = Vec::with_capacity(self.seen.len());
        for number in (0..).take(self.seen.len()) {
            let pulse: Option<i64> = self.redis.link.ask(cmd("GET").arg(self.redis.keys.pulse(number))).await?;
            there.push(Timestamp::from_millis(pulse.unwrap_or(0)));
        }
        let went_back = there.iter().zip(&self.seen).any(|(there, seen)| there.after(TOLERANCE) < *seen);
        let era = self.redis.era();
        // Where another has left the era since, it was for this.
        if went_back && era == self.seen_in {
            warn!(era, "Redis went back in time: everybody signs in again");
            self.redis.directory.leave_era(era).await?;
            self.redis.enter_era().await?;
        }
        // Only now: whoever is cut off before finds the same again.
        (self.seen, self.seen_in) = (there, self.redis.era());
        for (number, seen) in (0..).zip(&mut self.seen) {
            let mut command = cmd("EVAL");
            command
                .arg(ADVANCE)
                .arg(1)
                .arg(self.redis.keys.pulse(number))
                .arg(now.as_millis())
                .arg(millis(self.redis.keep.longest()));
            let () = self.redis.link.change(&command).await?;
            // Not before it is there: a server that refuses to write stands still, and has not gone back.
            *seen = now.max(*seen);
        }
        Ok(())
    }
}
