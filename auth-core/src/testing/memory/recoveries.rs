//! Recoveries and their secrets, in memory.

use super::People;
use crate::{
    ports::Deciders,
    recovery::{Ending, Held, Kind, Recovery, RecoveryId},
    secret::SecretDigest,
    time::Timestamp,
    user::UserId,
};

impl People {
    pub(super) fn open_recovery(&mut self, id: RecoveryId) -> Option<&mut Recovery> {
        self.recoveries.iter_mut().find(|recovery| recovery.id == id && recovery.ended.is_none())
    }

    /// `false` when it has begun before, or a later one of its sort has.
    pub(super) fn begin(&mut self, begun: Recovery) -> bool {
        let is_of_its_sort =
            |other: &Recovery| other.user == begun.user && (other.kind == Kind::EmailChange) == (begun.kind == Kind::EmailChange);
        let is_too_late = |other: &Recovery| other.id == begun.id || (is_of_its_sort(other) && other.asked_at > begun.asked_at);
        if self.recoveries.iter().any(is_too_late) {
            return false;
        }
        for other in self.recoveries.iter_mut().filter(|other| other.ended.is_none() && is_of_its_sort(other)) {
            other.ended = Some((begun.asked_at, Ending::Replaced));
        }
        self.recoveries.push(begun);
        true
    }

    pub(super) fn held(&self, digest: &SecretDigest) -> Option<Held> {
        let (_, id, kind, expires_at) = self.secrets.iter().find(|(own, ..)| own == digest)?;
        let recovery = self.recoveries.iter().find(|recovery| recovery.id == *id)?.clone();
        Some(Held { recovery, kind: *kind, expires_at: *expires_at })
    }

    pub(super) fn requests(&self, whose: Deciders, now: Timestamp) -> Vec<Recovery> {
        let is_meant = |recovery: &&Recovery| {
            let is_theirs = match whose {
                Deciders::Account(account) => recovery.account == account,
                Deciders::Operators => recovery.is_for_operators,
            };
            recovery.kind == Kind::Approval && recovery.ended.is_none() && recovery.expires_at > now && is_theirs
        };
        let mut requests: Vec<_> = self.recoveries.iter().filter(is_meant).cloned().collect();
        requests.sort_by_key(|recovery| (recovery.asked_at, recovery.id.to_string()));
        requests
    }

    pub(super) fn email_change(&self, user: UserId, now: Timestamp) -> Option<Recovery> {
        let is_meant = |recovery: &&Recovery| {
            recovery.kind == Kind::EmailChange && recovery.user == user && recovery.ended.is_none() && recovery.expires_at > now
        };
        self.recoveries.iter().filter(is_meant).max_by_key(|recovery| recovery.asked_at).cloned()
    }

    pub(super) fn sweep_recoveries(&mut self, before: Timestamp) -> u64 {
        let count = self.recoveries.len();
        self.recoveries.retain(|recovery| recovery.expires_at >= before);
        let left: Vec<RecoveryId> = self.recoveries.iter().map(|recovery| recovery.id).collect();
        self.secrets.retain(|(_, id, ..)| left.contains(id));
        u64::try_from(count - self.recoveries.len()).expect("a u64 holds a usize")
    }
}
