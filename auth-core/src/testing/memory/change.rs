//! What a change does to people.

use super::{People, Waiting};
use crate::{
    account::Account,
    change::{Applied, Change, Spend, Write},
    ledger::EventId,
    ports::{StoreError, Stored},
    time::Timestamp,
    user::{User, UserId, UserState},
};

/// What became of a spend or a write.
enum Done {
    Yes,
    No,
    Taken,
}

impl From<bool> for Done {
    fn from(is_done: bool) -> Self {
        if is_done { Self::Yes } else { Self::No }
    }
}

impl People {
    /// Makes the change; after any answer but `Done` this copy is worth nothing.
    pub(super) fn apply(&mut self, change: Change) -> Stored<Applied> {
        for (index, spend) in change.spend.into_iter().enumerate() {
            match self.spend(spend) {
                Done::Yes => {}
                Done::No => return Ok(Applied::AlreadySpent(index)),
                Done::Taken => return Ok(Applied::Taken),
            }
        }
        for write in change.write {
            if !self.write(write)? {
                return Ok(Applied::Taken);
            }
        }
        let never = Timestamp::from_millis(0);
        self.letters.extend(change.letters.into_iter().map(|letter| Waiting {
            due_at: letter.queued_at,
            claimed_until: never,
            tries: 0,
            letter,
        }));
        for event in change.audit {
            self.audit_written += 1;
            self.audit.push((EventId(self.audit_written), event));
        }
        self.revocations.extend(change.revoke);
        Ok(Applied::Done)
    }

    fn spend(&mut self, spend: Spend) -> Done {
        match spend {
            Spend::Password { user, old, new } => match self.passwords.get_mut(&user) {
                Some(record) if *record == old => {
                    *record = new;
                    Done::Yes
                }
                _ => Done::No,
            },
            Spend::KeyTerm { key, until, new } => match self.keys.iter_mut().find(|row| row.id == key) {
                Some(row) if row.signs_until == until => {
                    row.signs_until = Some(new);
                    Done::Yes
                }
                _ => Done::No,
            },
            Spend::User(changed) => self.change(changed),
            Spend::AnotherHolder { account, role, but } => {
                let holds = |user: &User| {
                    user.account == account && user.id != but && user.state == UserState::Active && user.holds(role)
                };
                self.users.iter().any(holds).into()
            }
            Spend::BeginRecovery(recovery) => self.begin(recovery).into(),
            Spend::Mint { recovery, digest, kind, expires_at } => {
                let is_open = self.open_recovery(recovery).is_some();
                if is_open {
                    self.secrets.push((digest, recovery, kind, expires_at));
                }
                is_open.into()
            }
            Spend::EndRecovery { recovery, at, ending } => {
                let open = self.open_recovery(recovery);
                open.map(|open| open.ended = Some((at, ending))).is_some().into()
            }
            Spend::Approve { recovery, approval, expires_at } => {
                let open = self.open_recovery(recovery).filter(|open| open.approval.is_none());
                open.map(|open| (open.approval, open.expires_at) = (Some(approval), expires_at)).is_some().into()
            }
            Spend::Decline { recovery, approval } => {
                let open = self.open_recovery(recovery).filter(|open| open.approval.is_none());
                let ended = Some((approval.at, crate::recovery::Ending::Declined));
                open.map(|open| (open.approval, open.ended) = (Some(approval), ended)).is_some().into()
            }
            Spend::Sending { recovery, so_far } => {
                let open = self.open_recovery(recovery).filter(|open| open.sendings == so_far);
                open.map(|open| open.sendings += 1).is_some().into()
            }
            Spend::Letter(id) => {
                let before = self.letters.len();
                self.letters.retain(|waiting| waiting.letter.id != id);
                (self.letters.len() < before).into()
            }
        }
    }

    fn change(&mut self, changed: User) -> Done {
        let is_meant = |user: &User| (user.id, user.account, user.version) == (changed.id, changed.account, changed.version);
        let Some(index) = self.users.iter().position(is_meant) else { return Done::No };
        let before = self.users.remove(index);
        let after = User {
            version: before.version + 1,
            must_change_password: before.must_change_password,
            sessions_valid_from: before.sessions_valid_from,
            sessions_ended_for: before.sessions_ended_for,
            last_sign_in_at: before.last_sign_in_at,
            undeliverable_since: before.undeliverable_since,
            created_at: before.created_at,
            ..changed
        };
        if self.add(after) { Done::Yes } else { Done::Taken }
    }

    /// `false` when a name is taken.
    fn write(&mut self, write: Write) -> Stored<bool> {
        match write {
            Write::NewAccount(account) => return Ok(self.open(account)),
            Write::Account(changed) => {
                let account = self.account_mut(changed.id)?;
                account.name = changed.name;
                account.state = changed.state;
                account.recovery = changed.recovery;
            }
            Write::ContactDetails { account, name, contact } => {
                let account = self.account_mut(account)?;
                account.name = name;
                account.contact = contact;
            }
            Write::NewUser(user) => {
                if !self.accounts.iter().any(|account| account.id == user.account) {
                    return Err(StoreError::message("there is no such account"));
                }
                return Ok(self.add(user));
            }
            Write::Password { user, record } => {
                self.user_mut(user)?;
                self.passwords.insert(user, record);
            }
            Write::MustChangePassword { user, must } => self.user_mut(user)?.must_change_password = must,
            Write::EndSessions { user, from, reason } => {
                let user = self.user_mut(user)?;
                if user.sessions_valid_from <= from {
                    user.sessions_valid_from = from;
                    user.sessions_ended_for = Some(reason);
                }
            }
            Write::EndRecoveries { user, at, ending, but } => {
                let is_meant = |recovery: &&mut crate::recovery::Recovery| {
                    recovery.user == user && recovery.ended.is_none() && Some(recovery.id) != but
                };
                self.recoveries.iter_mut().filter(is_meant).for_each(|recovery| recovery.ended = Some((at, ending)));
            }
            Write::SignedIn { user, at } => self.user_mut(user)?.last_sign_in_at = Some(at),
            Write::Undeliverable { user, since } => self.user_mut(user)?.undeliverable_since = since,
            Write::NewKey(key) => {
                let is_free = self.keys.iter().all(|known| known.id != key.id);
                self.keys.push(key);
                return Ok(is_free);
            }
        }
        Ok(true)
    }

    fn account_mut(&mut self, id: crate::account::AccountId) -> Stored<&mut Account> {
        let account = self.accounts.iter_mut().find(|account| account.id == id);
        account.ok_or_else(|| StoreError::message("there is no such account"))
    }

    fn user_mut(&mut self, id: UserId) -> Stored<&mut User> {
        self.users.iter_mut().find(|user| user.id == id).ok_or_else(|| StoreError::message("there is no such person"))
    }

    fn open(&mut self, account: Account) -> bool {
        let is_free = self.accounts.iter().all(|known| known.id != account.id && known.key.folded() != account.key.folded());
        self.accounts.push(account);
        is_free
    }

    fn add(&mut self, user: User) -> bool {
        let is_free = self.users.iter().all(|known| {
            known.id != user.id && (known.account, known.username.folded()) != (user.account, user.username.folded())
        });
        self.users.push(user);
        is_free
    }
}
