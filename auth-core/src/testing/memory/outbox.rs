//! What waits to be mailed, in memory.

use async_trait::async_trait;

use super::{MemoryStore, ledger::as_count};
use crate::{
    letter::{ClaimedLetter, LetterId, QueuedLetter},
    ports::{Outbox, Stored},
    time::Timestamp,
};

/// A letter that waits.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    pub(super) letter: QueuedLetter,
    due_at: Timestamp,
    claimed_until: Timestamp,
    tries: u32,
}

impl Waiting {
    /// A new one, due at once.
    pub(super) fn new(letter: QueuedLetter) -> Self {
        Self { due_at: letter.queued_at, claimed_until: Timestamp::from_millis(0), tries: 0, letter }
    }
}

#[async_trait]
impl Outbox for MemoryStore {
    async fn claim(&self, now: Timestamp, until: Timestamp, most: u32) -> Stored<Vec<ClaimedLetter>> {
        let letters = &mut self.memory().people.letters;
        let mut free: Vec<_> =
            letters.iter_mut().filter(|waiting| waiting.due_at <= now && waiting.claimed_until <= now).collect();
        free.sort_by_key(|waiting| (waiting.due_at, waiting.letter.queued_at, waiting.letter.id));
        let claimed = free.into_iter().take(as_count(most)).map(|waiting| {
            waiting.claimed_until = until;
            ClaimedLetter { letter: waiting.letter.clone(), tries: waiting.tries }
        });
        Ok(claimed.collect())
    }

    async fn postpone(&self, letter: LetterId, due_at: Timestamp) -> Stored<()> {
        if let Some(waiting) = self.memory().people.letters.iter_mut().find(|waiting| waiting.letter.id == letter) {
            waiting.due_at = due_at;
            waiting.claimed_until = Timestamp::from_millis(0);
            waiting.tries += 1;
        }
        Ok(())
    }

    async fn waiting(&self) -> Stored<u64> {
        Ok(u64::try_from(self.memory().people.letters.len()).expect("a u64 holds a usize"))
    }
}
