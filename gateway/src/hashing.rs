//! A bounded pool of low-priority threads for Argon2: signing in may wait, requests of those signed in may not.

use std::{
    sync::{
        Arc,
        mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use gatehouse_auth_core::{
    mfa::{CodeSearch, SetCreation},
    password::{Creation, PasswordRecord, Verdict, Verification},
    ports::{Busy, Hashing},
};
use std::sync::Mutex;
use tokio::sync::oneshot;

use crate::telemetry::Metrics;

/// How the pool is bounded.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Threads; each holds one Argon2 memory while it works.
    pub threads: usize,
    /// Jobs that may wait.
    pub queue: usize,
    /// How long a job may wait and run before its answer is of no use.
    pub deadline: Duration,
}

/// The pool.
pub struct HashingPool {
    jobs: SyncSender<Job>,
    deadline: Duration,
    metrics: Arc<Metrics>,
}

struct Job {
    due: Instant,
    work: Box<dyn FnOnce() + Send>,
}

/// Below everything that serves requests.
const NICE: i32 = 10;

impl HashingPool {
    /// Starts its threads. They end when the pool is dropped.
    pub fn start(bounds: Bounds, metrics: Arc<Metrics>) -> std::io::Result<Self> {
        let (jobs, waiting) = sync_channel(bounds.queue);
        let waiting = Arc::new(Mutex::new(waiting));
        for number in 0..bounds.threads {
            let (waiting, metrics) = (waiting.clone(), metrics.clone());
            thread::Builder::new().name(format!("hashing-{number}")).spawn(move || work(&waiting, &metrics))?;
        }
        Ok(Self { jobs, deadline: bounds.deadline, metrics })
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Busy> {
        let asked = Instant::now();
        let (answer, verdict) = oneshot::channel();
        let job = Job {
            due: asked + self.deadline,
            work: Box::new(move || {
                // Whoever asked may have given up; the answer then is nobody's.
                let _ = answer.send(work());
            }),
        };
        self.metrics.hashing_queue.inc();
        let queued = self.jobs.try_send(job);
        if let Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) = queued {
            self.metrics.hashing_queue.dec();
            return Err(self.refuse());
        }
        match tokio::time::timeout(self.deadline, verdict).await {
            Ok(Ok(done)) => {
                self.metrics.hashing_seconds.observe(asked.elapsed().as_secs_f64());
                Ok(done)
            }
            Ok(Err(_)) | Err(_) => Err(self.refuse()),
        }
    }

    fn refuse(&self) -> Busy {
        self.metrics.hashing_refused.inc();
        Busy { retry_after: self.deadline }
    }
}

fn work(waiting: &Mutex<Receiver<Job>>, metrics: &Metrics) {
    // Of this thread alone: Linux keeps priorities by thread.
    if let Err(error) = rustix::process::setpriority_process(None, NICE) {
        tracing::warn!(%error, "hashing runs at normal priority");
    }
    loop {
        let next = waiting.lock().map(|waiting| waiting.recv());
        let Ok(Ok(job)) = next else { return };
        metrics.hashing_queue.dec();
        // A job whose deadline passed while it waited is dropped unrun: its caller has been told.
        if Instant::now() < job.due {
            (job.work)();
        }
    }
}

#[async_trait]
impl Hashing for HashingPool {
    async fn verify(&self, verification: Verification) -> Result<Verdict, Busy> {
        self.run(move || verification.run()).await
    }

    async fn create(&self, creation: Creation) -> Result<PasswordRecord, Busy> {
        self.run(move || creation.run()).await
    }

    async fn create_set(&self, creation: SetCreation) -> Result<Vec<PasswordRecord>, Busy> {
        self.run(move || creation.run()).await
    }

    async fn search(&self, search: CodeSearch) -> Result<Option<PasswordRecord>, Busy> {
        self.run(move || search.run()).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(queue: usize, deadline: Duration) -> HashingPool {
        HashingPool::start(Bounds { threads: 1, queue, deadline }, Arc::new(Metrics::new())).expect("threads start")
    }

    #[tokio::test]
    async fn work_comes_back() {
        assert_eq!(pool(1, Duration::from_secs(5)).run(|| 42).await, Ok(42));
    }

    #[tokio::test]
    async fn beyond_the_queue_everyone_is_refused_at_once() {
        let pool = pool(1, Duration::from_secs(30));
        let (release, wait) = std::sync::mpsc::channel::<()>();
        let (started, has_started) = oneshot::channel();
        let held = pool.run(move || {
            let _ = started.send(());
            let _ = wait.recv();
        });
        tokio::pin!(held);
        tokio::select! { _ = &mut held => unreachable!("it is held"), started = has_started => started.expect("it started") }
        let queued = pool.run(|| ());
        tokio::pin!(queued);
        assert!(futures_util::poll!(&mut queued).is_pending());
        assert_eq!(pool.run(|| ()).await.map_err(|busy| busy.retry_after), Err(Duration::from_secs(30)));
        release.send(()).expect("the worker waits");
        assert!(held.await.is_ok() && queued.await.is_ok());
    }

    #[tokio::test]
    async fn an_answer_that_comes_too_late_is_none() {
        let pool = pool(4, Duration::from_millis(20));
        let (_never, wait) = std::sync::mpsc::channel::<()>();
        assert!(pool.run(move || wait.recv().is_ok()).await.is_err());
    }
}
