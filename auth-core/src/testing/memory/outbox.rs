//! What waits to be mailed, in memory.

use async_trait::async_trait;

use super::MemoryStore;
use crate::{
    letter::{ClaimedLetter, LetterId},
    ports::{Outbox, Stored},
    time::Timestamp,
};

#[async_trait]
impl Outbox for MemoryStore {
    async fn claim(&self, now: Timestamp, until: Timestamp, most: u32) -> Stored<Vec<ClaimedLetter>> {
        let letters = &mut self.memory().people.letters;
        letters.sort_by_key(|waiting| (waiting.due_at, waiting.letter.queued_at, waiting.letter.id));
        let due = letters.iter_mut().filter(|waiting| waiting.due_at <= now && waiting.claimed_until <= now);
        let most = usize::try_from(most).expect("a usize holds a u32 here");
        let claimed = due.take(most).map(|waiting| {
            waiting.claimed_until = until;
            ClaimedLetter { letter: waiting.letter.clone(), tries: waiting.tries }
        });
        Ok(claimed.collect())
    }

    async fn postpone(&self, letter: LetterId, due_at: Timestamp) -> Stored<()> {
        let letters = &mut self.memory().people.letters;
        if let Some(waiting) = letters.iter_mut().find(|waiting| waiting.letter.id == letter) {
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
