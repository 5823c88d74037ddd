//! Recoveries and their secrets, in memory.

use super::People;
use crate::{
    ports::{Deciders, StoreError, Stored},
    recovery::{Approval, Ending, Held, Kind, Recovery, RecoveryId, SecretKind},
    secret::SecretDigest,
    time::Timestamp,
    user::UserId,
};

/// A secret of a recovery.
#[derive(Clone, Debug)]
pub(super) struct Minted {
    pub(super) recovery: RecoveryId,
    pub(super) kind: SecretKind,
    pub(super) expires_at: Timestamp,
}

impl People {
    /// Begins a recovery, unless it has begun before or a later one of its sort has, however that stands: what was decided later than
    /// this was asked for is not undone by a letter that was late. Ends those before it.
    pub(super) fn begin(&mut self, recovery: Recovery) -> Stored<bool> {
        let is_of_sort = |other: &Recovery| other.user == recovery.user && is_email_change(other) == is_email_change(&recovery);
        let is_late = |other: &Recovery| other.id == recovery.id || is_of_sort(other) && other.asked_at > recovery.asked_at;
        if self.recoveries.iter().any(is_late) {
            return Ok(false);
        }
        if !self.users.iter().any(|user| user.id == recovery.user) {
            return Err(StoreError::message("there is no such person"));
        }
        for other in self.recoveries.iter_mut().filter(|other| is_of_sort(other)) {
            other.ended.get_or_insert((recovery.asked_at, Ending::Replaced));
        }
        self.recoveries.push(Recovery { approval: None, sendings: 0, ended: None, ..recovery });
        Ok(true)
    }

    /// A recovery that has not ended.
    pub(super) fn open_recovery(&mut self, id: RecoveryId) -> Option<&mut Recovery> {
        self.recoveries.iter_mut().find(|recovery| recovery.id == id && recovery.ended.is_none())
    }

    /// Writes down what was decided about a recovery, if nothing has been.
    pub(super) fn decide(&mut self, id: RecoveryId, approval: Approval) -> Option<&mut Recovery> {
        let recovery = self.open_recovery(id).filter(|recovery| recovery.approval.is_none())?;
        recovery.approval = Some(approval);
        Some(recovery)
    }

    /// Ends every way to a new password that a person has open.
    pub(super) fn end_recoveries(&mut self, user: UserId, but: Option<RecoveryId>, at: Timestamp, ending: Ending) {
        for recovery in self.recoveries.iter_mut().filter(|recovery| recovery.user == user && Some(recovery.id) != but) {
            recovery.ended.get_or_insert((at, ending));
        }
    }

    /// The recovery of a secret.
    pub(super) fn held(&self, digest: &SecretDigest) -> Option<Held> {
        let Minted { recovery, kind, expires_at } = self.secrets.get(digest)?;
        let recovery = self.recoveries.iter().find(|known| known.id == *recovery)?.clone();
        Some(Held { recovery, kind: *kind, expires_at: *expires_at })
    }

    /// The requests for approval that are open, oldest first.
    pub(super) fn requests(&self, whose: Deciders, now: Timestamp) -> Vec<Recovery> {
        let is_theirs = |recovery: &&Recovery| match whose {
            Deciders::Account(account) => recovery.account == account,
            Deciders::Operators => recovery.is_for_operators,
        };
        let is_open = |recovery: &&Recovery| {
            recovery.kind == Kind::Approval && recovery.ended.is_none() && recovery.expires_at > now && is_theirs(recovery)
        };
        let mut open: Vec<_> = self.recoveries.iter().filter(is_open).cloned().collect();
        open.sort_by_key(|recovery| (recovery.asked_at, recovery.id));
        open
    }

    /// The new address that waits to be confirmed.
    pub(super) fn email_change(&self, user: UserId, now: Timestamp) -> Option<Recovery> {
        let open = self.recoveries.iter().filter(|recovery| recovery.user == user && is_email_change(recovery));
        let open = open.filter(|recovery| recovery.ended.is_none() && recovery.expires_at > now);
        open.max_by_key(|recovery| recovery.asked_at).cloned()
    }

    /// Forgets what expired before `before`.
    pub(super) fn sweep_recoveries(&mut self, before: Timestamp) -> usize {
        let count = self.recoveries.len();
        self.recoveries.retain(|recovery| recovery.expires_at >= before);
        self.secrets.retain(|_, minted| self.recoveries.iter().any(|recovery| recovery.id == minted.recovery));
        count - self.recoveries.len()
    }
}

fn is_email_change(recovery: &Recovery) -> bool {
    recovery.kind == Kind::EmailChange
}
