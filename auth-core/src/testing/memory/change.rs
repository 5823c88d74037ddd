//! What a change does to people.

use super::People;
use crate::{
    account::Account,
    change::{Applied, Change, Spend, Write},
    ports::{StoreError, Stored},
    user::User,
};

impl People {
    /// Makes the change; after any answer but `Done` this copy is worth nothing.
    pub(super) fn apply(&mut self, change: Change) -> Stored<Applied> {
        for (index, spend) in change.spend.into_iter().enumerate() {
            if !self.spend(spend) {
                return Ok(Applied::AlreadySpent(index));
            }
        }
        for write in change.write {
            if !self.write(write)? {
                return Ok(Applied::Taken);
            }
        }
        self.audit.extend(change.audit);
        self.revocations.extend(change.revoke);
        Ok(Applied::Done)
    }

    fn spend(&mut self, spend: Spend) -> bool {
        match spend {
            Spend::Password { user, old, new } => match self.passwords.get_mut(&user) {
                Some(record) if *record == old => {
                    *record = new;
                    true
                }
                _ => false,
            },
            Spend::KeyTerm { key, until, new } => match self.keys.iter_mut().find(|row| row.id == key) {
                Some(row) if row.signs_until == until => {
                    row.signs_until = Some(new);
                    true
                }
                _ => false,
            },
        }
    }

    /// `false` when a name is taken.
    fn write(&mut self, write: Write) -> Stored<bool> {
        match write {
            Write::NewAccount(account) => return Ok(self.open(account)),
            Write::Account(changed) => {
                let account = self.accounts.iter_mut().find(|account| account.id == changed.id);
                let account = account.ok_or_else(|| StoreError::message("there is no such account"))?;
                account.name = changed.name;
                account.state = changed.state;
            }
            Write::NewUser(user) => {
                if !self.accounts.iter().any(|account| account.id == user.account) {
                    return Err(StoreError::message("there is no such account"));
                }
                return Ok(self.add(user));
            }
            Write::User(changed) => {
                let is_meant = |user: &User| (user.id, user.account) == (changed.id, changed.account);
                let index = self.users.iter().position(is_meant);
                self.users.remove(index.ok_or_else(|| StoreError::message("there is no such person"))?);
                return Ok(self.add(changed));
            }
            Write::Password { user, record } => {
                if !self.users.iter().any(|known| known.id == user) {
                    return Err(StoreError::message("there is no such person"));
                }
                self.passwords.insert(user, record);
            }
            Write::NewKey(key) => {
                let is_free = self.keys.iter().all(|known| known.id != key.id);
                self.keys.push(key);
                return Ok(is_free);
            }
        }
        Ok(true)
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
