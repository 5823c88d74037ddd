//! A request's name, the same in logs, on error pages and at the upstream.

use std::{
    fmt,
    sync::atomic::{AtomicU64, Ordering},
};

use gatehouse_auth_core::entropy::Entropy;
use http::HeaderValue;

/// 24 hexadecimal digits: a process at random, and the request's number in it. It names a request; it guards nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId {
    process: u32,
    number: u64,
}

/// Names the requests of one process.
pub struct RequestIds {
    process: u32,
    /// Odd, so that multiplying by it gives every number once: what is shown to strangers counts no requests for them.
    spread: u64,
    next: AtomicU64,
}

impl RequestIds {
    /// For a process of which nothing else is known.
    pub fn new(entropy: &dyn Entropy) -> Self {
        let (mut process, mut spread) = ([0; 4], [0; 8]);
        entropy.fill(&mut process);
        entropy.fill(&mut spread);
        Self { process: u32::from_be_bytes(process), spread: u64::from_be_bytes(spread) | 1, next: AtomicU64::new(1) }
    }

    /// The next one.
    pub fn next(&self) -> RequestId {
        RequestId { process: self.process, number: self.next.fetch_add(1, Ordering::Relaxed).wrapping_mul(self.spread) }
    }
}

impl RequestId {
    /// As a header's value.
    pub fn to_header(self) -> HeaderValue {
        HeaderValue::try_from(self.to_string()).expect("hexadecimal digits are plain ASCII")
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}{:016x}", self.process, self.number)
    }
}
