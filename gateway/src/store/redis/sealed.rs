//! A value as it is kept, and the one step that changes it: if it is still what was read, it becomes this. What may become of what is
//! decided here and not in the server, which cannot read it.

use std::{sync::Arc, time::Duration};

use redis::{Cmd, cmd};
use serde::{Serialize, de::DeserializeOwned};
use tracing::warn;

use gatehouse_auth_core::{
    master_key::MasterKeys,
    ports::{Entropy, StoreError, Stored},
    seal::Seal,
};

use super::RedisStore;

/// Replaces a value and leaves its lifetime. No two sealings of the same are equal, so equality means that nobody has changed it.
const REPLACE: &str = "
    if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
    redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
    return 1";
/// Drops a value.
const DROP: &str = "
    if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
    return redis.call('DEL', KEYS[1])";
/// Each of so many who change a value at the same time may have been before one.
const TRIES: usize = 100;

/// What values are sealed with.
#[derive(Clone)]
pub(super) struct Sealing {
    pub(super) master: Arc<MasterKeys>,
    pub(super) entropy: Arc<dyn Entropy>,
}

impl Sealing {
    fn seal(&self) -> Seal<'_> {
        Seal::new(&self.master, "redis")
    }

    fn close(&self, key: &str, value: &impl Serialize) -> Stored<Vec<u8>> {
        let plain = serde_json::to_vec(value).map_err(|error| StoreError(error.into()))?;
        Ok(self.seal().close(key, &plain, &*self.entropy))
    }

    /// Nothing where it is not what a gateway put there.
    fn open<T: DeserializeOwned>(&self, key: &str, sealed: &[u8]) -> Option<T> {
        let opened = self.seal().open(key, sealed).ok().and_then(|plain| serde_json::from_slice(&plain).ok());
        if opened.is_none() {
            warn!(key, "what stands in Redis was not put there with this master key, and counts as nothing");
        }
        opened
    }
}

/// A value, and what it was when it was read.
pub(super) struct Read<T> {
    pub(super) value: T,
    sealed: Vec<u8>,
}

impl RedisStore {
    /// The value at `key`.
    pub(super) async fn read<T: DeserializeOwned>(&self, key: &str) -> Stored<Option<Read<T>>> {
        let sealed: Option<Vec<u8>> = self.link.ask(cmd("GET").arg(key)).await?;
        Ok(sealed.and_then(|sealed| Some(Read { value: self.sealing.open(key, &sealed)?, sealed })))
    }

    /// Puts a value where there is none. `false`: there is one.
    pub(super) async fn keep_new(&self, key: &str, value: &impl Serialize, life: Duration) -> Stored<bool> {
        let sealed = self.sealing.close(key, value)?;
        let kept: Option<String> =
            self.link.change(cmd("SET").arg(key).arg(sealed).arg("NX").arg("PX").arg(millis(life))).await?;
        Ok(kept.is_some())
    }

    /// Puts a value in place of whatever is there.
    pub(super) async fn keep(&self, key: &str, value: &impl Serialize, life: Duration) -> Stored<()> {
        let sealed = self.sealing.close(key, value)?;
        self.link.change(cmd("SET").arg(key).arg(sealed).arg("PX").arg(millis(life))).await
    }

    /// Takes a value, which is gone with it.
    pub(super) async fn take<T: DeserializeOwned>(&self, key: &str) -> Stored<Option<T>> {
        let sealed: Option<Vec<u8>> = self.link.change(cmd("GETDEL").arg(key)).await?;
        Ok(sealed.and_then(|sealed| self.sealing.open(key, &sealed)))
    }

    /// Changes the value at `key` into what `change` makes of it; what it was before. `None`: there is none, or `change` makes nothing of it,
    /// and nothing changed.
    pub(super) async fn update<T>(&self, key: &str, change: impl Fn(&T) -> Option<T>) -> Stored<Option<T>>
    where
        T: Serialize + DeserializeOwned,
    {
        for _ in 0..TRIES {
            let Some(read) = self.read::<T>(key).await? else { return Ok(None) };
            let Some(changed) = change(&read.value) else { return Ok(None) };
            let sealed = self.sealing.close(key, &changed)?;
            if self.link.change(script(REPLACE, key).arg(read.sealed).arg(sealed)).await? {
                return Ok(Some(read.value));
            }
        }
        Err(StoreError::message("something in Redis changes faster than it can be changed"))
    }

    /// Drops the value at `key` if it is `right`. `false`: there is none, or it is not, or somebody was quicker.
    pub(super) async fn drop_if<T: DeserializeOwned>(&self, key: &str, is_right: impl Fn(&T) -> bool) -> Stored<bool> {
        let Some(read) = self.read::<T>(key).await?.filter(|read| is_right(&read.value)) else { return Ok(false) };
        self.link.change(script(DROP, key).arg(read.sealed)).await
    }
}

/// A script about one key.
fn script(text: &str, key: &str) -> Cmd {
    let mut command = cmd("EVAL");
    command.arg(text).arg(1).arg(key);
    command
}

/// As commands take a lifetime.
pub(super) fn millis(life: Duration) -> u64 {
    u64::try_from(life.as_millis()).unwrap_or(u64::MAX)
}
