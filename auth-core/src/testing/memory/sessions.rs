//! Sessions, in memory.

use std::cmp::Reverse;

use async_trait::async_trait;

use super::MemoryStore;
use crate::{
    mfa::passkey::Bond,
    pending::{Debts, PendingRecord},
    ports::{Sessions, StoreError, Stored},
    secret::SecretDigest,
    session::{EndReason, SecondFactor, SessionHandle, SessionRecord},
    time::Timestamp,
    user::UserId,
};

#[async_trait]
impl Sessions for MemoryStore {
    async fn begin(&self, record: &SessionRecord) -> Stored<()> {
        let sessions = &mut self.memory().sessions;
        if sessions.values().any(|known| known.handle == record.handle || known.key == record.key) {
            return Err(StoreError::message("there is such a session already"));
        }
        sessions.insert(record.handle, record.clone());
        Ok(())
    }

    async fn find(&self, key: &SecretDigest) -> Stored<Option<SessionRecord>> {
        let memory = self.memory();
        let is_meant =
            |record: &&SessionRecord| record.key == *key || record.retired.as_ref().is_some_and(|retired| retired.key == *key);
        Ok(memory.sessions.values().find(is_meant).cloned())
    }

    async fn touch(&self, seen: &[(SessionHandle, Timestamp)]) -> Stored<()> {
        let sessions = &mut self.memory().sessions;
        for (handle, at) in seen {
            if let Some(record) = sessions.get_mut(handle) {
                record.last_seen_at = record.last_seen_at.max(*at);
            }
        }
        Ok(())
    }

    async fn prove(&self, handle: SessionHandle, at: Timestamp) -> Stored<()> {
        if let Some(record) = self.memory().sessions.get_mut(&handle) {
            record.proved_at = at;
        }
        Ok(())
    }

    async fn set_out(&self, pending: &PendingRecord) -> Stored<()> {
        let on_the_way = &mut self.memory().pending;
        if on_the_way.contains_key(&pending.key) {
            return Err(StoreError::message("there is such a sign-in on its way already"));
        }
        on_the_way.insert(pending.key, pending.clone());
        Ok(())
    }

    async fn on_the_way(&self, key: &SecretDigest) -> Stored<Option<PendingRecord>> {
        Ok(self.memory().pending.get(key).cloned())
    }

    async fn go_on(&self, key: &SecretDigest, before: &Debts, owes: &Debts, second: Option<SecondFactor>) -> Stored<bool> {
        let on_the_way = &mut self.memory().pending;
        let Some(pending) = on_the_way.get_mut(key).filter(|pending| pending.owes == *before) else { return Ok(false) };
        pending.owes = owes.clone();
        pending.second = second;
        Ok(true)
    }

    async fn arrive(&self, key: &SecretDigest, owes: &Debts) -> Stored<bool> {
        let on_the_way = &mut self.memory().pending;
        let is_there = on_the_way.get(key).is_some_and(|pending| pending.owes == *owes);
        Ok(is_there && on_the_way.remove(key).is_some())
    }

    async fn abandon(&self, key: &SecretDigest) -> Stored<()> {
        self.memory().pending.remove(key);
        Ok(())
    }

    async fn begin_ceremony(&self, bond: &Bond, state: &[u8], at: Timestamp) -> Stored<()> {
        self.memory().ceremonies.insert(*bond, (state.to_vec(), at));
        Ok(())
    }

    async fn take_ceremony(&self, bond: &Bond) -> Stored<Option<Vec<u8>>> {
        Ok(self.memory().ceremonies.remove(bond).map(|(state, _)| state))
    }

    async fn sweep_ceremonies(&self, before: Timestamp) -> Stored<u64> {
        let ceremonies = &mut self.memory().ceremonies;
        let count = ceremonies.len();
        ceremonies.retain(|_, (_, began_at)| *began_at >= before);
        Ok(u64::try_from(count - ceremonies.len()).expect("a u64 holds a usize"))
    }

    async fn rotate(&self, old: &SecretDigest, rotated: &SessionRecord) -> Stored<bool> {
        let sessions = &mut self.memory().sessions;
        let Some(record) = sessions.get_mut(&rotated.handle).filter(|known| known.key == *old && known.ended.is_none()) else {
            return Ok(false);
        };
        record.key = rotated.key;
        record.secret = rotated.secret;
        record.retired = rotated.retired;
        record.issued_at = rotated.issued_at;
        Ok(true)
    }

    async fn end(&self, handle: SessionHandle, at: Timestamp, reason: EndReason) -> Stored<()> {
        if let Some(record) = self.memory().sessions.get_mut(&handle) {
            record.ended.get_or_insert((at, reason));
        }
        Ok(())
    }

    async fn of_user(&self, user: UserId) -> Stored<Vec<SessionRecord>> {
        let memory = self.memory();
        let theirs = memory.sessions.values().filter(|record| record.user == user && record.ended.is_none());
        let mut theirs: Vec<_> = theirs.cloned().collect();
        theirs.sort_by_key(|record| Reverse(record.began_at));
        Ok(theirs)
    }

    async fn sweep(&self, before: Timestamp, set_out_before: Timestamp) -> Stored<u64> {
        let memory = &mut *self.memory();
        let count = memory.sessions.len() + memory.pending.len();
        memory.sessions.retain(|_, record| record.began_at >= before);
        memory.pending.retain(|_, pending| pending.began_at >= set_out_before);
        Ok(u64::try_from(count - memory.sessions.len() - memory.pending.len()).expect("a u64 holds a usize"))
    }
}
