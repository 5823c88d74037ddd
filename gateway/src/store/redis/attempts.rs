//! Failure counters, in Redis. They count as [`Counter`](gatehouse_auth_core::throttle::Counter) does, in the server, where several are
//! counted in one step.

use async_trait::async_trait;
use redis::{Cmd, cmd};

use gatehouse_auth_core::{
    ports::{Attempts, StoreError, Stored},
    throttle::{AttemptKey, Limit, Standing},
    time::Timestamp,
};

use super::{RedisStore, sealed::millis};

/// `ARGV`: now, and of each key how many failures are allowed, the window and the pause, in milliseconds. Numbers are written out, since Lua
/// rounds those of thirteen digits when it makes texts of them.
const RESERVE: &str = "
    local now, standings, counters, is_paused = tonumber(ARGV[1]), {}, {}, false
    for i, key in ipairs(KEYS) do
        local limit, window, pause = tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i]), tonumber(ARGV[3 * i + 1])
        local kept = redis.call('HMGET', key, 'failures', 'ends', 'paused')
        local failures, ends, paused = tonumber(kept[1]) or 0, tonumber(kept[2]) or 0, tonumber(kept[3])
        if paused and paused > now then
            is_paused = true
            standings[i] = {1, paused}
        else
            if paused or ends <= now then failures, ends = 0, now + window end
            failures, paused = failures + 1, nil
            if failures >= limit then paused = now + pause end
            counters[i] = {failures, ends, paused}
            standings[i] = {0, math.max(limit - failures, 0)}
        end
    end
    if is_paused then return standings end
    for i, key in ipairs(KEYS) do
        local failures, ends, paused = counters[i][1], counters[i][2], counters[i][3]
        redis.call('HSET', key, 'failures', failures, 'ends', string.format('%.0f', ends))
        if paused then
            redis.call('HSET', key, 'paused', string.format('%.0f', paused))
        else
            redis.call('HDEL', key, 'paused')
        end
        redis.call('PEXPIRE', key, string.format('%.0f', math.max(ends, paused or 0) - now))
    end
    return standings";

/// `ARGV`: of each key how many failures are allowed.
const REFUND: &str = "
    for i, key in ipairs(KEYS) do
        local failures = tonumber(redis.call('HGET', key, 'failures') or '')
        if failures then
            failures = math.max(failures - 1, 0)
            redis.call('HSET', key, 'failures', failures)
            if failures < tonumber(ARGV[i]) then redis.call('HDEL', key, 'paused') end
        end
    end
    return 1";

#[async_trait]
impl Attempts for RedisStore {
    async fn reserve(&self, keys: &[(AttemptKey, Limit)], now: Timestamp) -> Stored<Vec<Standing>> {
        let mut command = self.script(RESERVE, keys);
        command.arg(now.as_millis());
        for (_, limit) in keys {
            command.arg(limit.failures).arg(millis(limit.window)).arg(millis(limit.pause));
        }
        let standings: Vec<(u8, i64)> = self.link.change(&command).await?;
        if standings.len() != keys.len() {
            return Err(StoreError::message("Redis counted something else than was asked"));
        }
        Ok(standings
            .into_iter()
            .map(|(is_paused, number)| match is_paused {
                0 => Standing::Counted { left: u32::try_from(number).unwrap_or(0) },
                _ => Standing::Paused { until: Timestamp::from_millis(number) },
            })
            .collect())
    }

    async fn refund(&self, keys: &[(AttemptKey, Limit)]) -> Stored<()> {
        let mut command = self.script(REFUND, keys);
        for (_, limit) in keys {
            command.arg(limit.failures);
        }
        self.link.change(&command).await
    }

    async fn forget(&self, keys: &[AttemptKey]) -> Stored<()> {
        if keys.is_empty() {
            return Ok(());
        }
        self.link.change(cmd("DEL").arg(keys.iter().map(|key| self.keys.attempt(key)).collect::<Vec<_>>())).await
    }

    /// They go by themselves.
    async fn sweep(&self, _now: Timestamp) -> Stored<u64> {
        Ok(0)
    }
}

impl RedisStore {
    /// A script about the counters of these keys.
    fn script(&self, text: &str, keys: &[(AttemptKey, Limit)]) -> Cmd {
        let mut command = cmd("EVAL");
        command.arg(text).arg(keys.len());
        for (key, _) in keys {
            command.arg(self.keys.attempt(key));
        }
        command
    }
}
