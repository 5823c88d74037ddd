//! Waiting for a condition, never for time.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// Longer than anything here takes on a machine that is busy with all the other tests.
pub(crate) const LONG: Duration = Duration::from_secs(20);

/// Asks again and again until it is so.
#[track_caller]
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < LONG, "not within {LONG:?}: {what}");
        pause();
    }
}

/// Between two questions.
#[expect(clippy::disallowed_methods, reason = "whoever asks again is waiting for a condition")]
pub(crate) fn pause() {
    std::thread::sleep(Duration::from_millis(10));
}

/// What a test that failed has left is as good as before.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
