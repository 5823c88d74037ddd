//! Figures.

use std::{fs, time::Duration};

/// What was measured again and again.
#[derive(Default)]
pub(crate) struct Measured(Vec<Duration>);

impl Measured {
    pub(crate) fn add(&mut self, one: Duration) {
        self.0.push(one);
    }

    pub(crate) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// p50, p99 and the greatest, in milliseconds.
    pub(crate) fn summary(mut self) -> String {
        self.0.sort_unstable();
        let at = |percent: usize| self.0.get(self.0.len() * percent / 100).copied().unwrap_or_default().as_secs_f64() * 1e3;
        let most = self.0.last().copied().unwrap_or_default().as_secs_f64() * 1e3;
        format!("p50 {:.2} ms, p99 {:.2} ms, max {most:.2} ms of {}", at(50), at(99), self.0.len())
    }
}

/// The resident memory of a process, in bytes.
pub(crate) fn memory(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or_default() * 1024
}

/// What a process has had of the processors.
pub(crate) fn processor(pid: u32) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let after = stat.rsplit_once(')').map(|(_, rest)| rest).unwrap_or_default();
    let fields: Vec<u64> = after.split_whitespace().skip(11).take(2).filter_map(|field| field.parse().ok()).collect();
    // A hundred ticks a second, on every Linux that there is.
    Duration::from_millis(fields.iter().sum::<u64>() * 10)
}
