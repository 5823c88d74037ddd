//! What a change does to people.

use super::{People, outbox::Waiting};
use crate::{
    account::{Account, AccountId},
    change::{Applied, Change, Write},
    mfa::KeptCode,
    ports::{StoreError, Stored},
    user::{User, UserId},
};

impl People {
    /// Makes the change; after any answer but `Done` this copy is worth nothing.
    pub(super) fn apply(&mut self, change: Change) -> Stored<Applied> {
        for (index, spend) in change.spend.into_iter().enumerate() {
            match self.spend(index, spend)? {
                Applied::Done => {}
                failed => return Ok(failed),
            }
        }
        for write in change.write {
            if !self.write(write)? {
                return Ok(Applied::Taken);
            }
        }
        for letter in change.letters {
            if self.letters.iter().any(|waiting| waiting.letter.id == letter.id) {
                return Err(StoreError::message("there is such a letter already"));
            }
            self.letters.push(Waiting::new(letter));
        }
        self.audit.note(change.audit);
        self.revocations.extend(change.revoke);
        Ok(Applied::Done)
    }

    /// `false` when a name is taken.
    fn write(&mut self, write: Write) -> Stored<bool> {
        match write {
            Write::NewAccount(account) => return Ok(self.open(account)),
            Write::EndSession { session, at, reason } => {
                self.session_ends.entry(session).or_insert((at, reason));
            }
            Write::Account(changed) => {
                let account = self.account_of(changed.id)?;
                account.name = changed.name;
                account.state = changed.state;
                account.recovery = changed.recovery;
            }
            Write::ContactDetails { account, name, contact } => {
                let account = self.account_of(account)?;
                account.name = name;
                account.contact = contact;
            }
            Write::NewUser(user) => {
                self.account_of(user.account)?;
                self.users.push(user.clone());
                return Ok(self.is_named_once(&user));
            }
            Write::Password { user, record } => {
                self.user(user)?;
                self.passwords.insert(user, record);
            }
            Write::EndSessions { user, from, reason } => {
                let user = self.user(user)?;
                if user.sessions_valid_from <= from {
                    user.sessions_valid_from = from;
                    user.sessions_ended_for = Some(reason);
                }
            }
            Write::EndRecoveries { user, but, at, ending } => self.end_recoveries(user, but, at, ending),
            Write::MustChangePassword { user, must } => self.user(user)?.must_change_password = must,
            Write::SignedIn { user, at } => self.user(user)?.last_sign_in_at = Some(at),
            Write::Undeliverable { user, since } => self.user(user)?.undeliverable_since = since,
            Write::MfaPolicy { account, policy } => self.account_of(account)?.mfa = policy,
            Write::WantsMfa { user, wants } => self.user(user)?.wants_mfa = wants,
            Write::Enrolment(enrolment) => {
                self.user(enrolment.user)?;
                self.enrolments.insert(enrolment.owner, enrolment);
            }
            Write::EndEnrolment(owner) => drop(self.enrolments.remove(&owner)),
            Write::Totp { user, factor } => {
                let own = self.user(user)?;
                (own.has_factor, own.must_register) = (true, false);
                self.factors.entry(user).or_default().totp = Some(factor);
            }
            Write::RecoveryCodes { user, records } => {
                self.user(user)?;
                let kept = records.into_iter().map(|record| KeptCode { record, is_used: false });
                self.factors.entry(user).or_default().codes = kept.collect();
            }
            Write::ResetFactors(user) => {
                let own = self.user(user)?;
                (own.has_factor, own.must_register) = (false, true);
                self.factors.remove(&user);
                self.enrolments.retain(|_, enrolment| enrolment.user != user);
            }
            Write::NewKey(key) => {
                let is_free = self.keys.iter().all(|known| known.id != key.id);
                self.keys.push(key);
                return Ok(is_free);
            }
        }
        Ok(true)
    }

    fn account_of(&mut self, account: AccountId) -> Stored<&mut Account> {
        let known = self.accounts.iter_mut().find(|known| known.id == account);
        known.ok_or_else(|| StoreError::message("there is no such account"))
    }

    pub(super) fn user(&mut self, user: UserId) -> Stored<&mut User> {
        self.users.iter_mut().find(|known| known.id == user).ok_or_else(|| StoreError::message("there is no such person"))
    }

    fn open(&mut self, account: Account) -> bool {
        let is_free = self.accounts.iter().all(|known| known.id != account.id && known.key.folded() != account.key.folded());
        self.accounts.push(account);
        is_free
    }
}
