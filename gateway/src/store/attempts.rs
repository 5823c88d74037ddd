//! Failure counters in two places: those of a person last as long as the person, the others may be lost.

use std::sync::Arc;

use async_trait::async_trait;
use futures_util::future::try_join;

use gatehouse_auth_core::{
    ports::{Attempts, StoreError, Stored},
    throttle::{AttemptKey, Limit, Standing},
    time::Timestamp,
};

/// Both places, those that may be lost first: what is not answered there is not counted against a person. Where one place is paused or does
/// not answer, what the other counted is taken back, since nobody checks it: in between, too much is counted rather than too little.
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
        let of_passing = reserve(&*self.passing, &passing, now).await?;
        let of_lasting = match reserve(&*self.lasting, &lasting, now).await {
            Ok(standings) => standings,
            Err(error) => {
                if !passing.is_empty() && !is_paused(&of_passing) {
                    // Nobody will check what was counted. Where it cannot be taken back either, it stays.
                    let _ = self.passing.refund(&passing).await;
                }
                return Err(error);
            }
        };
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

#[cfg(test)]
mod tests {
    use std::{net::IpAddr, time::Duration};

    use gatehouse_auth_core::{contract_tests, identifier::Folded, ports::SystemEntropy, testing::MemoryStore, user::UserId};

    use super::*;

    const LIMIT: Limit = Limit { failures: 3, window: Duration::from_mins(15), pause: Duration::from_mins(30) };
    const NOON: Timestamp = Timestamp::from_millis(43_200_000);

    /// Two places in memory.
    #[expect(clippy::unused_async, reason = "other stores wait for theirs")]
    async fn empty() -> Box<TwoAttempts> {
        Box::new(TwoAttempts { lasting: Arc::new(MemoryStore::new()), passing: Arc::new(MemoryStore::new()) })
    }

    contract_tests!(attempts, empty);

    fn person() -> Counted {
        (AttemptKey::person(UserId::random(&SystemEntropy)), LIMIT)
    }

    fn typed(name: &str) -> Counted {
        (AttemptKey::typed("shop", None, &Folded::of(name)), LIMIT)
    }

    async fn reserve(attempts: &dyn Attempts, keys: &[Counted]) -> Vec<Standing> {
        attempts.reserve(keys, NOON).await.expect("it answers")
    }

    #[tokio::test]
    async fn a_pause_in_one_place_counts_nothing_in_the_other() {
        let (attempts, person, paused) = (empty().await, person(), Standing::Paused { until: NOON.after(LIMIT.pause) });
        for _ in 0..3 {
            reserve(&*attempts, &[typed("ada")]).await;
        }
        for _ in 0..9 {
            assert_eq!(reserve(&*attempts, &[person, typed("ada")]).await, [Standing::Counted { left: 2 }, paused]);
        }
        assert_eq!(reserve(&*attempts, &[typed("bob"), person]).await, [Standing::Counted { left: 2 }; 2]);
        for _ in 0..2 {
            reserve(&*attempts, &[person]).await;
        }
        for _ in 0..9 {
            assert_eq!(reserve(&*attempts, &[typed("bob"), person]).await, [Standing::Counted { left: 1 }, paused]);
        }
        assert_eq!(reserve(&*attempts, &[typed("bob")]).await, [Standing::Counted { left: 1 }]);
    }

    /// Somebody who does not exist is counted where people are: both take the same way.
    #[test]
    fn what_is_counted_of_a_person_lasts() {
        let (user, name, address) = (UserId::random(&SystemEntropy), Folded::of("ada"), IpAddr::from([192, 0, 2, 7]));
        for lasting in [AttemptKey::person(user), AttemptKey::nobody("shop", None, &name), AttemptKey::codes(user)] {
            assert!(lasting.is_lasting());
        }
        for passing in [AttemptKey::typed("shop", None, &name), AttemptKey::network(address)] {
            assert!(!passing.is_lasting());
        }
    }

    /// Answers nothing.
    struct Away;

    #[async_trait]
    impl Attempts for Away {
        async fn reserve(&self, _: &[Counted], _: Timestamp) -> Stored<Vec<Standing>> {
            Err(StoreError::message("away"))
        }

        async fn refund(&self, _: &[Counted]) -> Stored<()> {
            Err(StoreError::message("away"))
        }

        async fn forget(&self, _: &[AttemptKey]) -> Stored<()> {
            Err(StoreError::message("away"))
        }

        async fn sweep(&self, _: Timestamp) -> Stored<u64> {
            Err(StoreError::message("away"))
        }
    }

    #[tokio::test]
    async fn while_counters_of_people_are_away_nobody_passes_and_nothing_typed_is_counted() {
        let (kept, person) = (Arc::new(MemoryStore::new()), person());
        let attempts = TwoAttempts { lasting: Arc::new(Away), passing: kept.clone() };
        for _ in 0..9 {
            assert!(attempts.reserve(&[person, typed("ada")], NOON).await.is_err());
        }
        assert_eq!(reserve(&*kept, &[typed("ada")]).await, [Standing::Counted { left: 2 }]);
    }

    #[tokio::test]
    async fn while_passing_counters_are_away_nobody_passes_and_no_person_is_counted() {
        let (kept, person) = (Arc::new(MemoryStore::new()), person());
        let attempts = TwoAttempts { lasting: kept.clone(), passing: Arc::new(Away) };
        for _ in 0..9 {
            assert!(attempts.reserve(&[person, typed("ada")], NOON).await.is_err());
        }
        assert_eq!(reserve(&*kept, &[person]).await, [Standing::Counted { left: 2 }]);
    }
}
