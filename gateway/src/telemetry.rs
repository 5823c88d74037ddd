//! What operators watch: metrics for Prometheus, and logs.

use gatehouse_config::section::{Log, LogFormat};
use prometheus::{Encoder as _, Histogram, HistogramOpts, IntCounter, IntCounterVec, IntGauge, Opts, Registry, TextEncoder};

/// Every metric of this process.
pub struct Metrics {
    registry: Registry,
    /// Decisions at the gate, by portal and decision.
    pub decisions: IntCounterVec,
    /// Requests with no portal, or refused before one was known, by reason.
    pub refused: IntCounterVec,
    /// Sign-in attempts, by portal and outcome.
    pub sign_ins: IntCounterVec,
    /// Requests that an upstream did not answer, by portal and reason.
    pub upstream_failures: IntCounterVec,
    /// Seconds until an upstream's first byte.
    pub upstream_seconds: Histogram,
    /// Passwords waiting to be checked.
    pub hashing_queue: IntGauge,
    /// Seconds from asking for a check to its verdict.
    pub hashing_seconds: Histogram,
    /// Checks refused because the queue was full or the deadline passed.
    pub hashing_refused: IntCounter,
    /// Sessions that this process knows.
    pub sessions_cached: IntGauge,
    /// Connections that are open.
    pub connections: IntGauge,
    /// Letters, by what became of a try to send them.
    pub letters: IntCounterVec,
    /// Letters that wait to be sent.
    pub letters_waiting: IntGauge,
    /// Whether news from the directory is fresh (1) or overdue (0).
    pub news_fresh: IntGauge,
    /// Whether the store of sessions answers (1) or not (0).
    pub state_up: IntGauge,
    /// The latest revocation that was heard of.
    pub news_sequence: IntGauge,
}

impl Metrics {
    /// All of them at zero.
    pub fn new() -> Self {
        let counters = |name: &str, help: &str, labels: &[&str]| {
            IntCounterVec::new(Opts::new(name, help), labels).expect("names and labels here are valid")
        };
        let gauge = |name: &str, help: &str| IntGauge::new(name, help).expect("names here are valid");
        let histogram = |name: &str, help: &str, buckets: &[f64]| {
            Histogram::with_opts(HistogramOpts::new(name, help).buckets(buckets.to_vec())).expect("names here are valid")
        };
        let seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];
        let metrics = Self {
            registry: Registry::new(),
            decisions: counters("gatehouse_decisions_total", "Decisions at the gate", &["portal", "decision"]),
            refused: counters("gatehouse_refused_total", "Requests refused before a portal was known", &["reason"]),
            sign_ins: counters("gatehouse_sign_ins_total", "Sign-in attempts", &["portal", "outcome"]),
            upstream_failures: counters(
                "gatehouse_upstream_failures_total",
                "Requests that an upstream did not answer",
                &["portal", "reason"],
            ),
            upstream_seconds: histogram("gatehouse_upstream_seconds", "Seconds until an upstream's first byte", &seconds),
            hashing_queue: gauge("gatehouse_hashing_queue", "Passwords waiting to be checked"),
            hashing_seconds: histogram("gatehouse_hashing_seconds", "Seconds from asking for a check to its verdict", &seconds),
            hashing_refused: IntCounter::new("gatehouse_hashing_refused_total", "Checks refused for want of room or time")
                .expect("names here are valid"),
            sessions_cached: gauge("gatehouse_sessions_cached", "Sessions that this process knows"),
            connections: gauge("gatehouse_connections", "Connections that are open"),
            letters: counters("gatehouse_letters_total", "Letters, by what became of a try to send them", &["outcome"]),
            letters_waiting: gauge("gatehouse_letters_waiting", "Letters that wait to be sent"),
            news_fresh: gauge("gatehouse_news_fresh", "Whether news from the directory is fresh (1) or overdue (0)"),
            state_up: gauge("gatehouse_state_up", "Whether the store of sessions answers (1) or not (0)"),
            news_sequence: gauge("gatehouse_news_sequence", "The latest revocation that was heard of; on every gateway the same"),
        };
        metrics.register();
        metrics
    }

    fn register(&self) {
        let all: [Box<dyn prometheus::core::Collector>; 15] = [
            Box::new(self.decisions.clone()),
            Box::new(self.refused.clone()),
            Box::new(self.sign_ins.clone()),
            Box::new(self.upstream_failures.clone()),
            Box::new(self.upstream_seconds.clone()),
            Box::new(self.hashing_queue.clone()),
            Box::new(self.hashing_seconds.clone()),
            Box::new(self.hashing_refused.clone()),
            Box::new(self.sessions_cached.clone()),
            Box::new(self.connections.clone()),
            Box::new(self.letters.clone()),
            Box::new(self.letters_waiting.clone()),
            Box::new(self.news_fresh.clone()),
            Box::new(self.state_up.clone()),
            Box::new(self.news_sequence.clone()),
        ];
        for collector in all {
            self.registry.register(collector).expect("every metric has a name of its own");
        }
    }

    /// All of them in Prometheus' text format.
    pub fn to_text(&self) -> Vec<u8> {
        let mut text = Vec::new();
        TextEncoder::new().encode(&self.registry.gather(), &mut text).expect("writing to memory does not fail");
        text
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

/// Starts logging to standard error. pingora's own lines carry request lines and so query strings: only its errors are let through.
pub fn start_logging(log: &Log) {
    let filter = tracing_subscriber::EnvFilter::new(format!(
        "{},pingora=error,pingora_core=error,pingora_proxy=off,sqlx=warn",
        log.level.as_str()
    ));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Refused only when a test has started logging in this process already.
    let _ = match log.format {
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
        LogFormat::Text => builder.try_init(),
    };
}
