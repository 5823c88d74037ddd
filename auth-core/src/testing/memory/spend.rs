//! The spends of a change, in memory.

use super::{People, recoveries::Minted};
use crate::{
    change::{Applied, Spend},
    mfa::{Enrolment, Factors, passkey::Passkey},
    ports::{StoreError, Stored},
    recovery::Ending,
    user::{User, UserState},
};

impl People {
    /// Makes the spend; after any answer but `Done` this copy is worth nothing. `index` is the spend's own.
    pub(super) fn spend(&mut self, index: usize, spend: Spend) -> Stored<Applied> {
        let has_held = match spend {
            Spend::User(changed) => return Ok(self.change_user(index, &changed)),
            Spend::Held { account, role } => {
                self.users.iter().any(|user| user.account == account && user.state == UserState::Active && user.holds(role))
            }
            Spend::BeginRecovery(recovery) => self.begin(recovery)?,
            Spend::Password { user, old, new } => {
                let record = self.passwords.get_mut(&user).filter(|record| **record == old);
                record.map(|record| *record = new).is_some()
            }
            Spend::Keys(ids) => self.keys.len() == ids.len() && self.keys.iter().all(|row| ids.contains(&row.id)),
            Spend::KeyTerm { key, until, new } => {
                let row = self.keys.iter_mut().find(|row| row.id == key && row.signs_until == until);
                row.map(|row| row.signs_until = Some(new)).is_some()
            }
            Spend::Mint { recovery, digest, kind, expires_at } => {
                let is_open = self.open_recovery(recovery).is_some();
                if is_open && self.secrets.insert(digest, Minted { recovery, kind, expires_at }).is_some() {
                    return Err(StoreError::message("there is such a secret already"));
                }
                is_open
            }
            Spend::EndRecovery { recovery, at, ending } => {
                self.open_recovery(recovery).map(|recovery| recovery.ended = Some((at, ending))).is_some()
            }
            Spend::Approve { recovery, approval, expires_at } => {
                self.decide(recovery, approval).map(|recovery| recovery.expires_at = expires_at).is_some()
            }
            Spend::Decline { recovery, approval } => {
                let declined = self.decide(recovery, approval);
                declined.map(|recovery| recovery.ended = Some((approval.at, Ending::Declined))).is_some()
            }
            Spend::Sending { recovery, so_far } => {
                let recovery = self.open_recovery(recovery).filter(|recovery| recovery.sendings == so_far);
                recovery.map(|recovery| recovery.sendings += 1).is_some()
            }
            Spend::Standing { user, since } => {
                let stands = |own: &User| own.id == user && own.state == UserState::Active && own.sessions_valid_from <= since;
                self.users.iter().any(stands)
            }
            Spend::TotpStep { user, factor, step } => {
                let totp = self.factors.get_mut(&user).and_then(|factors| factors.totp.as_mut());
                let totp = totp.filter(|totp| totp.id == factor && totp.last_step < step);
                totp.map(|totp| totp.last_step = step).is_some()
            }
            Spend::RecoveryCode { user, record } => {
                let codes = self.factors.get_mut(&user).map(|factors| &mut factors.codes);
                let code = codes.and_then(|codes| codes.iter_mut().find(|code| code.record == record && !code.is_used));
                code.map(|code| code.is_used = true).is_some()
            }
            Spend::Enrol { user, enrolment, codes, at } => {
                let has_factor = self.factors.get(&user).is_some_and(Factors::is_any);
                let is_open = |own: &Enrolment| own.id == enrolment && own.user == user && own.codes.is_none() && !has_factor;
                let owner = self.enrolments.values().find(|own| is_open(own)).map(|own| own.owner);
                match (owner.and_then(|owner| self.enrolments.get_mut(&owner)), codes) {
                    (None, _) => false,
                    (Some(own), Some(codes)) => {
                        (own.codes, own.began_at) = (Some(codes), at);
                        true
                    }
                    (Some(own), None) => {
                        let owner = own.owner;
                        self.enrolments.remove(&owner).is_some()
                    }
                }
            }
            Spend::AddPasskey { passkey, beside } => return self.add_passkey(index, *passkey, beside),
            Spend::UsePasskey { user, credential, sign_count, backed_up, at } => {
                let may_follow =
                    |passkey: &&mut Passkey| passkey.sign_count < sign_count || (passkey.sign_count, sign_count) == (0, 0);
                let passkey = self.passkey_of(user, &credential).filter(may_follow);
                let note = |passkey: &mut Passkey| {
                    (passkey.sign_count, passkey.backed_up, passkey.last_used_at) = (sign_count, backed_up, Some(at));
                };
                passkey.map(note).is_some()
            }
            Spend::RenamePasskey { user, credential, name } => {
                self.passkey_of(user, &credential).map(|passkey| passkey.name = name).is_some()
            }
            Spend::RemovePasskey { user, credential, leaves } => self.remove_passkey(user, &credential, leaves)?,
            Spend::Letter(letter) => {
                let index = self.letters.iter().position(|waiting| waiting.letter.id == letter);
                index.map(|index| self.letters.remove(index)).is_some()
            }
        };
        Ok(if has_held { Applied::Done } else { Applied::AlreadySpent(index) })
    }

    fn change_user(&mut self, index: usize, changed: &User) -> Applied {
        let is_meant = |user: &&mut User| (user.id, user.account, user.version) == (changed.id, changed.account, changed.version);
        let Some(user) = self.users.iter_mut().find(is_meant) else { return Applied::AlreadySpent(index) };
        *user = User {
            version: changed.version + 1,
            must_change_password: user.must_change_password,
            wants_mfa: user.wants_mfa,
            has_factor: user.has_factor,
            must_register: user.must_register,
            sessions_valid_from: user.sessions_valid_from,
            sessions_ended_for: user.sessions_ended_for,
            last_sign_in_at: user.last_sign_in_at,
            undeliverable_since: user.undeliverable_since,
            created_at: user.created_at,
            ..changed.clone()
        };
        if self.is_named_once(changed) { Applied::Done } else { Applied::Taken }
    }

    /// Whether a person is alone with their id and, in their account, with their username.
    pub(super) fn is_named_once(&self, user: &User) -> bool {
        let is_alike = |known: &&User| {
            known.id == user.id || (known.account, known.username.folded()) == (user.account, user.username.folded())
        };
        self.users.iter().filter(is_alike).count() == 1
    }
}
