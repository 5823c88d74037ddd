//! Waiting for a condition, never for time.

use std::time::{Duration, Instant};

/// Longer than anything here takes on a machine that is busy with all the other tests.
pub const LONG: Duration = Duration::from_secs(20);

/// What is promised within a second has a second one on a machine that runs many tests at a time.
pub const A_SECOND: Duration = Duration::from_secs(2);

/// Asks again and again until the answer is something.
pub async fn eventually<T>(what: &str, within: Duration, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = ask().await {
            return found;
        }
        assert!(began.elapsed() < within, "not within {within:?}: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Waits for `work`, but not for ever.
pub async fn soon<T>(what: &str, work: impl Future<Output = T>) -> T {
    let Ok(done) = tokio::time::timeout(LONG, work).await else { panic!("not within {LONG:?}: {what}") };
    done
}
