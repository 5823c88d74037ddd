//! How long what is mailed is good.

use std::time::Duration;

use crate::throttle::Limit;

/// The terms of recovery that all portals share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// How long a link is good, from when it was asked for.
    pub link_life: Duration,
    /// How long a temporary password is good, from when it was mailed.
    pub temporary_life: Duration,
    /// How long an administrator may take to approve, and how long the link lives that comes of it.
    pub request_life: Duration,
    /// Requests per details as typed, known or not: the visible pause.
    pub typed: Limit,
    /// Requests and wrong links per network.
    pub network: Limit,
    /// Letters of recovery per person; more are silently not written.
    pub letters: Limit,
}

/// How often a temporary password is mailed for one link: the first time, and three times again.
pub const MOST_SENDINGS: u32 = 4;
/// What an administrator approves leads to a password that is at least green.
pub const GREEN: u8 = 3;
