//! A clock that stands still until a test moves it.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use crate::{ports::Clock, time::Timestamp};

/// Shows what it was last set to.
#[derive(Debug)]
pub struct HandClock(AtomicI64);

impl HandClock {
    /// A clock that shows `at`.
    pub fn at(at: Timestamp) -> Self {
        Self(AtomicI64::new(at.as_millis()))
    }

    /// Moves the hands to `at`, forwards or back.
    pub fn set(&self, at: Timestamp) {
        self.0.store(at.as_millis(), Ordering::SeqCst);
    }

    /// Moves the hands forwards by `span`.
    pub fn advance(&self, span: Duration) {
        let span = i64::try_from(span.as_millis()).expect("no test lasts 292 million years");
        self.0.fetch_add(span, Ordering::SeqCst);
    }
}

impl Default for HandClock {
    /// Noon of the first of January 2026, UTC.
    fn default() -> Self {
        Self::at(Timestamp::from_millis(1_767_268_800_000))
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}
