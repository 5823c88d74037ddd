//! Sessions, in Redis. A session stands under its handle; what it is filed under leads there, and counts only while the session says so
//! itself.

use std::sync::atomic::Ordering;

use async_trait::async_trait;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use redis::cmd;

use gatehouse_auth_core::{
    mfa::passkey::Bond,
    pending::{Debts, PendingRecord},
    ports::{Sessions, StoreError, Stored},
    secret::SecretDigest,
    session::{EndReason, SecondFactor, SessionHandle, SessionRecord},
    time::Timestamp,
    user::UserId,
};

use super::{RedisStore, ceremonies, pending, sealed::millis, session_value::SessionValue};

/// So many are asked about or written down at a time.
const AT_A_TIME: usize = 32;

#[async_trait]
impl Sessions for RedisStore {
    async fn begin(&self, record: &SessionRecord) -> Stored<()> {
        // What leads to it comes first: whoever is cut off in between leaves what leads nowhere.
        if !self.lead(&record.key, record).await? {
            return Err(StoreError::message("another session is filed under this already"));
        }
        if let Some(retired) = record.retired {
            self.lead(&retired.key, record).await?;
        }
        let value = SessionValue::of(record, self.era());
        if !self.keep_new(&self.keys.session(record.handle), &value, self.keep.of(record.keep)).await? {
            return Err(StoreError::message("there is a session of this name already"));
        }
        let theirs = self.keys.user(record.user);
        let () = self.link.change(cmd("SADD").arg(&theirs).arg(record.handle.to_string())).await?;
        self.link.change(cmd("PEXPIRE").arg(&theirs).arg(millis(self.keep.longest()))).await
    }

    async fn find(&self, key: &SecretDigest) -> Stored<Option<SessionRecord>> {
        let handle: Option<String> = self.link.ask(cmd("GET").arg(self.keys.id(key))).await?;
        let Some(handle) = handle.as_deref().and_then(SessionHandle::from_stored) else { return Ok(None) };
        let value = self.session(handle).await?.filter(|value| value.is_filed_under(key) || value.was_filed_under(key));
        value.map(|value| value.record(handle)).transpose()
    }

    async fn touch(&self, seen: &[(SessionHandle, Timestamp)]) -> Stored<()> {
        let touching = seen.iter().copied().map(|(handle, at)| async move {
            self.update(&self.keys.session(handle), |value: &SessionValue| value.touch(at)).await.map(drop)
        });
        stream::iter(touching).buffer_unordered(AT_A_TIME).try_collect().await
    }

    async fn prove(&self, handle: SessionHandle, at: Timestamp) -> Stored<()> {
        self.update(&self.keys.session(handle), |value: &SessionValue| Some(value.prove(at))).await.map(drop)
    }

    async fn set_out(&self, pending: &PendingRecord) -> Stored<()> {
        pending::set_out(self, pending).await
    }

    async fn on_the_way(&self, key: &SecretDigest) -> Stored<Option<PendingRecord>> {
        pending::on_the_way(self, key).await
    }

    async fn go_on(&self, key: &SecretDigest, before: &Debts, owes: &Debts, second: Option<SecondFactor>) -> Stored<bool> {
        pending::go_on(self, key, before, owes, second).await
    }

    async fn arrive(&self, key: &SecretDigest, owes: &Debts) -> Stored<bool> {
        pending::arrive(self, key, owes).await
    }

    async fn abandon(&self, key: &SecretDigest) -> Stored<()> {
        self.link.change(cmd("DEL").arg(self.keys.pending(key))).await
    }

    async fn begin_ceremony(&self, bond: &Bond, state: &[u8], _at: Timestamp) -> Stored<()> {
        ceremonies::begin(self, bond, state).await
    }

    async fn take_ceremony(&self, bond: &Bond) -> Stored<Option<Vec<u8>>> {
        ceremonies::take(self, bond).await
    }

    /// They go by themselves.
    async fn sweep_ceremonies(&self, _before: Timestamp) -> Stored<u64> {
        Ok(0)
    }

    async fn rotate(&self, old: &SecretDigest, rotated: &SessionRecord) -> Stored<bool> {
        let is_new = rotated.key != *old;
        if is_new && !self.lead(&rotated.key, rotated).await? {
            return Err(StoreError::message("another session is filed under this already"));
        }
        let change = |value: &SessionValue| {
            let is_so_still = value.is_filed_under(old) && !value.has_ended() && value.era == self.era();
            is_so_still.then(|| value.rotate(rotated))
        };
        let before = self.update(&self.keys.session(rotated.handle), change).await?;
        // What leads nowhere any more: to the id before the one that is retired now, or to one that nobody will ever show.
        let idle = match &before {
            Some(before) => before.retired_key().filter(|key| rotated.retired.is_none_or(|retired| retired.key != *key)),
            None => is_new.then_some(rotated.key),
        };
        if let Some(key) = idle {
            let () = self.link.change(cmd("DEL").arg(self.keys.id(&key))).await?;
        }
        Ok(before.is_some())
    }

    async fn leave_behind(&self) -> Stored<()> {
        self.enter_era().await.map(drop)
    }

    async fn end(&self, handle: SessionHandle, at: Timestamp, reason: EndReason) -> Stored<()> {
        self.update(&self.keys.session(handle), |value: &SessionValue| value.end(at, reason)).await.map(drop)
    }

    async fn of_user(&self, user: UserId) -> Stored<Vec<SessionRecord>> {
        let handles: Vec<String> = self.link.ask(cmd("SMEMBERS").arg(self.keys.user(user))).await?;
        let handles: Vec<_> = handles.iter().filter_map(|handle| SessionHandle::from_stored(handle)).collect();
        let looking = handles.into_iter().map(|handle| async move {
            let value = self.session(handle).await?;
            Ok((handle, value.map(|value| value.record(handle)).transpose()?))
        });
        let found: Vec<(SessionHandle, Option<SessionRecord>)> =
            stream::iter(looking).buffer_unordered(AT_A_TIME).try_collect().await?;
        let is_over = |record: &Option<SessionRecord>| record.as_ref().is_none_or(|record| record.ended.is_some());
        let over: Vec<String> =
            found.iter().filter(|(_, record)| is_over(record)).map(|(handle, _)| handle.to_string()).collect();
        if !over.is_empty() {
            let () = self.link.change(cmd("SREM").arg(self.keys.user(user)).arg(over)).await?;
        }
        let mut live: Vec<SessionRecord> = found
            .into_iter()
            .filter_map(|(_, record)| record)
            .filter(|record| record.ended.is_none() && record.user == user)
            .collect();
        live.sort_unstable_by_key(|record| (std::cmp::Reverse(record.began_at), record.handle));
        Ok(live)
    }

    /// They go by themselves.
    async fn sweep(&self, _before: Timestamp, _set_out_before: Timestamp) -> Stored<u64> {
        Ok(0)
    }
}

impl RedisStore {
    /// The era in which sessions count.
    pub(super) fn era(&self) -> i64 {
        self.era.load(Ordering::Acquire)
    }

    /// A session of this era.
    async fn session(&self, handle: SessionHandle) -> Stored<Option<SessionValue>> {
        let read = self.read::<SessionValue>(&self.keys.session(handle)).await?;
        Ok(read.map(|read| read.value).filter(|value| value.era == self.era()))
    }

    /// Leads from what a session is or was filed under to its handle. `false`: it leads somewhere already.
    async fn lead(&self, key: &SecretDigest, record: &SessionRecord) -> Stored<bool> {
        let mut command = cmd("SET");
        command.arg(self.keys.id(key)).arg(record.handle.to_string()).arg("NX").arg("PX").arg(millis(self.keep.of(record.keep)));
        let led: Option<String> = self.link.change(&command).await?;
        Ok(led.is_some())
    }
}
