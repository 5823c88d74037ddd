//! How many failures are too many, and for whom they count.

use std::{net::IpAddr, time::Duration};

use ring::digest::{Context, SHA256};

use crate::{identifier::Folded, secret::SecretDigest, time::Timestamp, user::UserId};

/// So many failures within `window` make a pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// How many are allowed.
    pub failures: u32,
    /// Counted over this long.
    pub window: Duration,
    /// How long nothing is tried any more.
    pub pause: Duration,
}

/// The limits at a sign-in form. Each counts before the check it guards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Per identifier as typed, known or not: the visible pause.
    pub typed: Limit,
    /// Per person over all spellings of them; reached, it answers like a wrong password.
    pub person: Limit,
    /// Per network address, IPv6 by /64: failures only, since call centres share one address.
    pub network: Limit,
}

/// What a counter is filed under: a digest, so that a stolen store names nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AttemptKey {
    digest: [u8; 32],
    is_lasting: bool,
}

impl AttemptKey {
    /// Counts what was typed at a portal.
    pub fn typed(portal: &str, account: Option<&Folded>, identifier: &Folded) -> Self {
        Self::of(&["typed", portal, account.map_or("", Folded::as_str), identifier.as_str()])
    }

    /// Counts a person, however they are spelled.
    pub fn person(user: UserId) -> Self {
        Self::lasting(&["person", &user.to_string()])
    }

    /// Counts somebody who does not exist, so that both cost the same.
    pub fn nobody(portal: &str, account: Option<&Folded>, identifier: &Folded) -> Self {
        Self::lasting(&["nobody", portal, account.map_or("", Folded::as_str), identifier.as_str()])
    }

    /// Counts a network address; all of an IPv6 /64 as one.
    pub fn network(address: IpAddr) -> Self {
        Self::of(&["network", &network(address)])
    }

    /// Counts requests for recovery by the details that were typed, known or not.
    pub fn forgotten(portal: &str, account: Option<&Folded>, identifier: &Folded) -> Self {
        Self::of(&["forgotten", portal, account.map_or("", Folded::as_str), identifier.as_str()])
    }

    /// Counts links that nobody was mailed, by network.
    pub fn unknown_links(address: IpAddr) -> Self {
        Self::of(&["unknown-links", &network(address)])
    }

    /// Counts new passwords of a person that are compared with the one they have.
    pub fn new_passwords(user: UserId) -> Self {
        Self::lasting(&["new-passwords", &user.to_string()])
    }

    /// Counts usernames and email addresses that a person asks for and others may have.
    pub fn new_names(user: UserId) -> Self {
        Self::lasting(&["new-names", &user.to_string()])
    }

    /// Counts requests for recovery by network.
    pub fn forgotten_network(address: IpAddr) -> Self {
        Self::of(&["forgotten-network", &network(address)])
    }

    /// Counts letters of recovery to a person.
    pub fn letters(user: UserId) -> Self {
        Self::lasting(&["letters", &user.to_string()])
    }

    /// Counts the letters that tell a person of a pause.
    pub fn pause_letters(user: UserId) -> Self {
        Self::lasting(&["pause-letters", &user.to_string()])
    }

    /// Counts how often somebody who is signed in failed to prove it again.
    pub fn proofs(user: UserId) -> Self {
        Self::lasting(&["proofs", &user.to_string()])
    }

    /// Counts wrong codes of a person, in whatever sign-in they were typed.
    pub fn codes(user: UserId) -> Self {
        Self::lasting(&["codes", &user.to_string()])
    }

    /// Counts wrong codes of a person over a month.
    pub fn codes_of_a_month(user: UserId) -> Self {
        Self::lasting(&["codes-of-a-month", &user.to_string()])
    }

    /// Counts wrong recovery codes of a person: whoever wears out the codes of an app wears out nothing else.
    pub fn recovery_codes(user: UserId) -> Self {
        Self::lasting(&["recovery-codes", &user.to_string()])
    }

    /// Counts sets of recovery codes that are made for a person.
    pub fn code_sets(user: UserId) -> Self {
        Self::lasting(&["code-sets", &user.to_string()])
    }

    /// Counts the letters that tell a person of wrong codes.
    pub fn code_letters(user: UserId) -> Self {
        Self::lasting(&["code-letters", &user.to_string()])
    }

    /// All that wrong codes of a person were counted by, in whatever sign-in.
    pub fn all_codes(user: UserId) -> [Self; 3] {
        [Self::codes(user), Self::codes_of_a_month(user), Self::recovery_codes(user)]
    }

    /// Counts wrong codes of one sign-in on its way.
    pub fn codes_of(pending: &SecretDigest) -> Self {
        Self::of(&["codes-of", &data_encoding::HEXLOWER.encode(pending.as_bytes())])
    }

    /// Counts checks of a candidate password on one page.
    pub fn password_checks(page: &str) -> Self {
        Self::of(&["password-checks", page])
    }

    /// The bytes a store files it under.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.digest
    }

    /// Whether it must be there as long as the person it counts: where counters are kept in two places, it stands beside the people. The
    /// others, of what was typed and of networks, may be lost: each person still has their own.
    pub fn is_lasting(&self) -> bool {
        self.is_lasting
    }

    /// One that lasts.
    fn lasting(fields: &[&str]) -> Self {
        Self { is_lasting: true, ..Self::of(fields) }
    }

    fn of(fields: &[&str]) -> Self {
        let mut context = Context::new(&SHA256);
        for field in fields {
            // Each field with its length, so that no two lists of fields give the same bytes.
            context.update(&(field.len() as u64).to_be_bytes());
            context.update(field.as_bytes());
        }
        let mut bytes = [0; 32];
        bytes.copy_from_slice(context.finish().as_ref());
        Self { digest: bytes, is_lasting: false }
    }
}

/// The network an address stands for: itself, or its IPv6 /64.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => format!("{:x}", v6.to_bits() >> 64),
    }
}

/// A counter's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counter {
    /// Failures in this window, reserved ones included.
    pub failures: u32,
    /// When the window ends and counting starts anew.
    pub window_ends: Timestamp,
    /// Until when nothing is tried.
    pub paused_until: Option<Timestamp>,
}

/// What a counter says to one more try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It was counted as a failure in advance; so many more are left after it.
    Counted {
        /// Failures left before the pause.
        left: u32,
    },
    /// Nothing is tried until then.
    Paused {
        /// When the pause ends.
        until: Timestamp,
    },
}

impl Counter {
    /// A counter that has counted nothing.
    pub const EMPTY: Self = Self { failures: 0, window_ends: Timestamp::from_millis(0), paused_until: None };

    /// Counts one failure in advance. The last one allowed still passes, and begins the pause for those that come beside or after it.
    pub fn reserve(self, limit: &Limit, now: Timestamp) -> (Self, Standing) {
        if let Some(until) = self.paused_until.filter(|until| *until > now) {
            return (self, Standing::Paused { until });
        }
        let is_over = self.paused_until.is_some() || self.window_ends <= now;
        let before = if is_over { Self { failures: 0, window_ends: now.after(limit.window), paused_until: None } } else { self };
        let failures = before.failures.saturating_add(1);
        let paused_until = (failures >= limit.failures).then(|| now.after(limit.pause));
        (Self { failures, paused_until, ..before }, Standing::Counted { left: limit.failures.saturating_sub(failures) })
    }

    /// Takes one reserved failure back, and the pause that it began.
    pub fn refund(self, limit: &Limit) -> Self {
        let failures = self.failures.saturating_sub(1);
        Self { failures, paused_until: self.paused_until.filter(|_| failures >= limit.failures), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIVE: Limit = Limit { failures: 5, window: Duration::from_mins(15), pause: Duration::from_mins(15) };
    const NOON: Timestamp = Timestamp::from_millis(43_200_000);

    fn after_failures(count: u32) -> Counter {
        (0..count).fold(Counter::EMPTY, |counter, _| counter.reserve(&FIVE, NOON).0)
    }

    #[test]
    fn the_fifth_failure_is_still_checked_and_the_sixth_is_not() {
        let (_, fifth) = after_failures(4).reserve(&FIVE, NOON);
        assert_eq!(fifth, Standing::Counted { left: 0 });
        let (_, sixth) = after_failures(5).reserve(&FIVE, NOON);
        assert_eq!(sixth, Standing::Paused { until: NOON.after(FIVE.pause) });
    }

    #[test]
    fn a_pause_ends_and_counting_starts_anew() {
        let (_, standing) = after_failures(5).reserve(&FIVE, NOON.after(FIVE.pause));
        assert_eq!(standing, Standing::Counted { left: 4 });
    }

    #[test]
    fn a_refund_takes_back_the_pause_it_began() {
        let refunded = after_failures(5).refund(&FIVE);
        assert_eq!(refunded.reserve(&FIVE, NOON).1, Standing::Counted { left: 0 });
    }

    #[test]
    fn a_whole_ipv6_network_counts_as_one() {
        let key = |text: &str| AttemptKey::network(text.parse().expect("an address"));
        assert_eq!(key("2001:db8::1"), key("2001:db8::ffff:1"));
        assert_ne!(key("2001:db8::1"), key("2001:db8:0:1::1"));
        assert_eq!(key("::ffff:192.0.2.1"), key("192.0.2.1"));
    }
}
