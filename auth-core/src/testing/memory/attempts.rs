//! Failure counters, in memory.

use async_trait::async_trait;

use super::MemoryStore;
use crate::{
    ports::{Attempts, Stored},
    throttle::{AttemptKey, Counter, Limit, Standing},
    time::Timestamp,
};

#[async_trait]
impl Attempts for MemoryStore {
    async fn reserve(&self, keys: &[(AttemptKey, Limit)], now: Timestamp) -> Stored<Vec<Standing>> {
        let counters = &mut self.memory().counters;
        let mut after = counters.clone();
        let mut standings = Vec::with_capacity(keys.len());
        for (key, limit) in keys {
            let counter = after.entry(*key).or_insert(Counter::EMPTY);
            let (reserved, standing) = counter.reserve(limit, now);
            *counter = reserved;
            standings.push(standing);
        }
        if standings.iter().all(|standing| matches!(standing, Standing::Counted { .. })) {
            *counters = after;
        }
        Ok(standings)
    }

    async fn refund(&self, keys: &[(AttemptKey, Limit)]) -> Stored<()> {
        let counters = &mut self.memory().counters;
        for (key, limit) in keys {
            if let Some(counter) = counters.get_mut(key) {
                *counter = counter.refund(limit);
            }
        }
        Ok(())
    }

    async fn forget(&self, keys: &[AttemptKey]) -> Stored<()> {
        self.memory().counters.retain(|key, _| !keys.contains(key));
        Ok(())
    }

    async fn sweep(&self, now: Timestamp) -> Stored<u64> {
        let counters = &mut self.memory().counters;
        let count = counters.len();
        counters.retain(|_, counter| counter.window_ends > now || counter.paused_until.is_some_and(|until| until > now));
        Ok(u64::try_from(count - counters.len()).expect("a u64 holds a usize"))
    }
}
