//! The connection, made anew when it is lost, and how long anyone waits for it.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use redis::{Cmd, ErrorKind, FromRedisValue, RedisError, RedisResult, ServerErrorKind};
use tokio::{
    sync::Mutex,
    time::{Instant, timeout},
};
use tracing::{info, warn};

use gatehouse_auth_core::ports::{StoreError, Stored};

use super::servers::{Connection, RedisServers};

/// Whoever waits for a store is waited for by a person; longer than this and they have gone.
const PATIENCE: Duration = Duration::from_secs(4);
/// After a failure nobody tries again for so long: a server that comes back is not met by a storm.
const REST: Duration = Duration::from_millis(100);

/// One connection, which everybody's commands share.
pub(super) struct Link {
    servers: RedisServers,
    state: Mutex<State>,
    is_up: AtomicBool,
}

#[derive(Default)]
struct State {
    connection: Option<Connection>,
    /// Counts connections, so that one which has been replaced is not dropped again.
    number: u64,
    failed_at: Option<Instant>,
}

impl Link {
    pub(super) fn new(servers: RedisServers) -> Self {
        Self { servers, state: Mutex::default(), is_up: AtomicBool::new(true) }
    }

    pub(super) fn servers(&self) -> &RedisServers {
        &self.servers
    }

    /// Whether it was possible to write there when that was last tried for its own sake.
    pub(super) fn is_up(&self) -> bool {
        self.is_up.load(Ordering::Relaxed)
    }

    /// Notes whether it is, and says so when that has changed: an outage of an hour is one line.
    pub(super) fn note(&self, written: &Stored<()>) {
        if self.is_up.swap(written.is_ok(), Ordering::Relaxed) != written.is_ok() {
            match written {
                Ok(()) => info!("Redis answers again"),
                Err(error) => warn!(%error, "Redis does not answer: nobody who is not known here gets in meanwhile"),
            }
        }
    }

    /// Asks what changes nothing: when the connection turns out to be lost, once more on a new one.
    pub(super) async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Stored<T> {
        self.in_time(async {
            match self.try_once(command).await {
                Err(error) if is_lost(&error) => self.try_once(command).await,
                answer => answer,
            }
        })
        .await
    }

    /// Changes something. When no answer comes, it may or may not have been changed: the caller refuses.
    pub(super) async fn change<T: FromRedisValue>(&self, command: &Cmd) -> Stored<T> {
        self.in_time(self.try_once(command)).await
    }

    async fn in_time<T>(&self, work: impl Future<Output = RedisResult<T>>) -> Stored<T> {
        let answered = timeout(PATIENCE, work).await;
        let answered = answered.unwrap_or_else(|_| Err((ErrorKind::Io, "Redis did not answer in time").into()));
        answered.map_err(|error| StoreError(error.into()))
    }

    async fn try_once<T: FromRedisValue>(&self, command: &Cmd) -> RedisResult<T> {
        let (mut connection, number) = self.connection().await?;
        let answer = command.query_async(&mut connection).await;
        if answer.as_ref().err().is_some_and(is_lost) {
            let mut state = self.state.lock().await;
            if state.number == number {
                state.connection = None;
            }
        }
        answer
    }

    /// The connection, or a new one that everybody waits for together.
    async fn connection(&self) -> RedisResult<(Connection, u64)> {
        let mut state = self.state.lock().await;
        if let Some(connection) = &state.connection {
            return Ok((connection.clone(), state.number));
        }
        if state.failed_at.is_some_and(|at| at.elapsed() < REST) {
            return Err((ErrorKind::Io, "Redis was not reached a moment ago").into());
        }
        match self.servers.connect().await {
            Ok(connection) => {
                state.connection = Some(connection.clone());
                state.number += 1;
                state.failed_at = None;
                Ok((connection, state.number))
            }
            Err(error) => {
                state.failed_at = Some(Instant::now());
                Err(error)
            }
        }
    }
}

/// Whether another connection may do better: this one is broken, or leads to a server that no longer keeps.
fn is_lost(error: &RedisError) -> bool {
    let is_other_server = matches!(
        error.kind(),
        ErrorKind::Server(ServerErrorKind::ReadOnly | ServerErrorKind::MasterDown | ServerErrorKind::ClusterDown)
    );
    error.is_io_error() || error.is_timeout() || error.is_unrecoverable_error() || is_other_server
}
