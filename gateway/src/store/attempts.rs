//! Failure counters in two places: those of a person last as long as the person, the others may be lost.

use std::sync::Arc;

use async_trait::async_trait;
use futures_util::future::try_join;

use gatehouse_auth_core::{
    ports::{Attempts, StoreError, Stored},
    throttle::{AttemptKey, Limit, Standing},
    time::Timestamp,
};

/// Both places. Where one is paused, what the other counted is taken back: in between, too much is counted rather than too little.
pub struct TwoAttempts {
    /// Counters of people.
    pub lasting: Arc<dyn Attempts>,
    /// Counters of what was typed, and of networks.
    pub passing: Arc<dyn Attempts>,
}

type Counted = (AttemptKey, Limit);

#[async_trait]
impl Attempts for TwoAttempts {
    async fn reserve(&self, keys: &[Counted], now: Timestamp) -> Stored<Vec<Standing>> {
        let (lasting, passing) = split(keys, |(key, _)| key);
        let (of_lasting, of_passing) =
            try_join(reserve(&*self.lasting, &lasting, now), reserve(&*self.passing, &passing, now)).await?;
        match (is_paused(&of_lasting), is_paused(&of_passing)) {
            (true, false) if !passing.is_empty() => self.passing.refund(&passing).await?,
            (false, true) if !lasting.is_empty() => self.lasting.refund(&lasting).await?,
            _ => {}
        }
        let (mut of_lasting, mut of_passing) = (of_lasting.into_iter(), of_passing.into_iter());
        let standing = |(key, _): &Counted| if key.is_lasting() { of_lasting.next() } else { of_passing.next() };
        let standings: Option<Vec<_>> = keys.iter().map(standing).collect();
        standings.ok_or_else(|| StoreError::message("something else was counted than was asked"))
    }

    async fn refund(&self, keys: &[Counted]) -> Stored<()> {
        let (lasting, passing) = split(keys, |(key, _)| key);
        let of_lasting = async { if lasting.is_empty() { Ok(()) } else { self.lasting.refund(&lasting).await } };
        let of_passing = async { if passing.is_empty() { Ok(()) } else { self.passing.refund(&passing).await } };
        try_join(of_lasting, of_passing).await.map(drop)
    }

    async fn forget(&self, keys: &[AttemptKey]) -> Stored<()> {
        let (lasting, passing) = split(keys, |key| key);
        let of_lasting = async { if lasting.is_empty() { Ok(()) } else { self.lasting.forget(&lasting).await } };
        let of_passing = async { if passing.is_empty() { Ok(()) } else { self.passing.forget(&passing).await } };
        try_join(of_lasting, of_passing).await.map(drop)
    }

    async fn sweep(&self, now: Timestamp) -> Stored<u64> {
        let (lasting, passing) = try_join(self.lasting.sweep(now), self.passing.sweep(now)).await?;
        Ok(lasting + passing)
    }
}

async fn reserve(attempts: &dyn Attempts, keys: &[Counted], now: Timestamp) -> Stored<Vec<Standing>> {
    if keys.is_empty() { Ok(Vec::new()) } else { attempts.reserve(keys, now).await }
}

fn split<T: Copy>(all: &[T], key: impl Fn(&T) -> &AttemptKey) -> (Vec<T>, Vec<T>) {
    all.iter().partition(|one| key(one).is_lasting())
}

fn is_paused(standings: &[Standing]) -> bool {
    standings.iter().any(|standing| matches!(standing, Standing::Paused { .. }))
}
