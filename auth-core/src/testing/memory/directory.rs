//! The directory, in memory.

use async_trait::async_trait;

use super::{MemoryStore, People, ledger::as_count};
use crate::{
    account::{Account, AccountId, AccountKind, AccountState},
    audit::Event,
    change::{Applied, Change},
    identifier::Folded,
    ledger::EventId,
    mfa::{
        Enrolment, Factors,
        passkey::{CredentialId, Passkey},
    },
    password::{Parameters, PasswordRecord},
    portal::Admitted,
    ports::{Candidate, Deciders, Directory, EventQuery, Lookup, LookupBy, PeopleFilter, PeopleQuery, Stored},
    recovery::{Held, Recovery, RecoveryFlow, RecoveryId},
    revocation::{Revocation, Sequence},
    secret::SecretDigest,
    session::{EndReason, SessionHandle},
    signing_key::KeyRow,
    time::Timestamp,
    user::{Person, User, UserId, UserState},
};

#[async_trait]
impl Directory for MemoryStore {
    async fn account_by_key(&self, key: &Folded) -> Stored<Option<Account>> {
        Ok(self.memory().people.accounts.iter().find(|account| account.key.folded() == key).cloned())
    }

    async fn accounts(&self) -> Stored<Vec<Account>> {
        let mut accounts = self.memory().people.accounts.clone();
        accounts.sort_by(|a, b| a.key.folded().cmp(b.key.folded()));
        Ok(accounts)
    }

    async fn account(&self, account: AccountId) -> Stored<Option<Account>> {
        Ok(self.memory().people.accounts.iter().find(|known| known.id == account).cloned())
    }

    async fn recovery_overrides(&self, among: &Admitted) -> Stored<Vec<RecoveryFlow>> {
        let memory = self.memory();
        let admitted = memory.people.accounts.iter().filter(|account| among.admits(account));
        let mut flows: Vec<_> = admitted.filter_map(|account| account.recovery).collect();
        flows.sort_unstable();
        flows.dedup();
        Ok(flows)
    }

    async fn person(&self, user: UserId) -> Stored<Option<Person>> {
        let memory = self.memory();
        Ok(memory.people.everyone().find(|person| person.user.id == user))
    }

    async fn password(&self, user: UserId) -> Stored<Option<PasswordRecord>> {
        Ok(self.memory().people.passwords.get(&user).cloned())
    }

    async fn factors(&self, user: UserId) -> Stored<Factors> {
        Ok(self.memory().people.factors.get(&user).cloned().unwrap_or_default())
    }

    async fn passkey(&self, credential: &CredentialId) -> Stored<Option<Passkey>> {
        Ok(self.memory().people.passkeys().find(|passkey| passkey.id == *credential).cloned())
    }

    async fn enrolment(&self, owner: &SecretDigest) -> Stored<Option<Enrolment>> {
        Ok(self.memory().people.enrolments.get(owner).cloned())
    }

    async fn sweep_enrolments(&self, before: Timestamp) -> Stored<u64> {
        let enrolments = &mut self.memory().people.enrolments;
        let count = enrolments.len();
        enrolments.retain(|_, enrolment| enrolment.began_at >= before);
        Ok(u64::try_from(count - enrolments.len()).expect("a u64 holds a usize"))
    }

    async fn users(&self, account: AccountId) -> Stored<Vec<User>> {
        Ok(self.memory().people.users_where(|user| user.account == account))
    }

    async fn users_named(&self, users: &[UserId]) -> Stored<Vec<User>> {
        Ok(self.memory().people.users_where(|user| users.contains(&user.id)))
    }

    async fn people(&self, query: &PeopleQuery) -> Stored<Vec<User>> {
        Ok(self.memory().people.page(query))
    }

    async fn count_people(&self, account: AccountId, words: &[Folded], filters: &[PeopleFilter], most: u32) -> Stored<u32> {
        Ok(self.memory().people.count(account, words, filters, most))
    }

    async fn holders(&self, account: AccountId, role: &str) -> Stored<Vec<User>> {
        let is_holder = |user: &User| user.account == account && user.state == UserState::Active && user.holds(role);
        Ok(self.memory().people.users_where(is_holder))
    }

    async fn operators(&self) -> Stored<Vec<User>> {
        let memory = self.memory();
        let is_open = |account: &&Account| account.kind == AccountKind::Operator && account.state == AccountState::Open;
        let open: Vec<_> = memory.people.accounts.iter().filter(is_open).map(|account| account.id).collect();
        Ok(memory.people.users_where(|user| user.state == UserState::Active && open.contains(&user.account)))
    }

    async fn recovery(&self, recovery: RecoveryId) -> Stored<Option<Recovery>> {
        Ok(self.memory().people.recoveries.iter().find(|known| known.id == recovery).cloned())
    }

    async fn recovery_by_secret(&self, digest: &SecretDigest) -> Stored<Option<Held>> {
        Ok(self.memory().people.held(digest))
    }

    async fn requests(&self, whose: Deciders, now: Timestamp) -> Stored<Vec<Recovery>> {
        Ok(self.memory().people.requests(whose, now))
    }

    async fn email_change(&self, user: UserId, now: Timestamp) -> Stored<Option<Recovery>> {
        Ok(self.memory().people.email_change(user, now))
    }

    async fn sweep_recoveries(&self, before: Timestamp) -> Stored<u64> {
        let swept = self.memory().people.sweep_recoveries(before);
        Ok(u64::try_from(swept).expect("a u64 holds a usize"))
    }

    async fn candidates(&self, lookup: &Lookup) -> Stored<Vec<Candidate>> {
        let memory = self.memory();
        let meant = memory.people.everyone().filter(|person| means(&lookup.by, person) && lookup.among.admits(&person.account));
        let with_password =
            meant.map(|person| Candidate { password: memory.people.passwords.get(&person.user.id).cloned(), person });
        Ok(with_password.take(2).collect())
    }

    async fn costliest(&self) -> Stored<Option<Parameters>> {
        let memory = self.memory();
        let parameters = memory.people.passwords.values().map(PasswordRecord::parameters);
        Ok(parameters.max_by_key(|parameters| parameters.cost()))
    }

    async fn signing_keys(&self) -> Stored<Vec<KeyRow>> {
        let mut keys = self.memory().people.keys.clone();
        keys.sort_by_key(|key| key.created_at);
        Ok(keys)
    }

    async fn revocations_since(&self, sequence: Sequence) -> Stored<Vec<(Sequence, Revocation)>> {
        let memory = self.memory();
        let from = sequence.max(memory.people.revocations_forgotten);
        Ok((1..).zip(memory.people.revocations.iter().copied()).filter(|(number, _)| *number > from).collect())
    }

    async fn latest_revocation(&self) -> Stored<Sequence> {
        let count = self.memory().people.revocations.len();
        Ok(Sequence::try_from(count).expect("memory runs out before numbers do"))
    }

    async fn forget_revocations(&self, until: Sequence) -> Stored<u64> {
        let latest = self.latest_revocation().await?;
        let mut memory = self.memory();
        let before = memory.people.revocations_forgotten;
        memory.people.revocations_forgotten = until.min(latest).max(before);
        Ok(u64::try_from(memory.people.revocations_forgotten - before).unwrap_or(0))
    }

    async fn session_end(&self, session: SessionHandle) -> Stored<Option<EndReason>> {
        Ok(self.memory().people.session_ends.get(&session).map(|(_, reason)| *reason))
    }

    async fn forget_session_ends(&self, before: Timestamp) -> Stored<u64> {
        let mut memory = self.memory();
        let ends = &mut memory.people.session_ends;
        let count = ends.len();
        ends.retain(|_, (at, _)| *at >= before);
        Ok(u64::try_from(count - ends.len()).unwrap_or(0))
    }

    async fn audit(&self, from: Timestamp, skip: u32, most: u32) -> Stored<Vec<Event>> {
        let memory = self.memory();
        let mut events: Vec<_> = memory.people.audit.events().filter(|event| event.at >= from).cloned().collect();
        events.sort_by_key(|event| event.at);
        Ok(events.into_iter().skip(as_count(skip)).take(as_count(most)).collect())
    }

    async fn events(&self, query: &EventQuery) -> Stored<Vec<(EventId, Event)>> {
        Ok(self.memory().people.audit.search(query))
    }

    async fn apply(&self, change: Change) -> Stored<Applied> {
        let mut memory = self.memory();
        let mut changed = memory.people.clone();
        let applied = changed.apply(change)?;
        if applied == Applied::Done {
            memory.people = changed;
        }
        Ok(applied)
    }
}

impl People {
    /// Some people, by username.
    fn users_where(&self, is_meant: impl Fn(&User) -> bool) -> Vec<User> {
        let mut users: Vec<_> = self.users.iter().filter(|user| is_meant(user)).cloned().collect();
        users.sort_by(|a, b| a.username.folded().cmp(b.username.folded()));
        users
    }

    fn everyone(&self) -> impl Iterator<Item = Person> {
        self.users.iter().filter_map(|user| {
            let account = self.accounts.iter().find(|account| account.id == user.account)?;
            Some(Person { user: user.clone(), account: account.clone() })
        })
    }
}

fn means(by: &LookupBy, person: &Person) -> bool {
    let Person { user, account } = person;
    match by {
        LookupBy::Username(name) => user.username.folded() == name,
        LookupBy::Email(address) => user.email.as_ref().is_some_and(|email| email.folded() == address),
        LookupBy::AccountUsername(key, name) => account.key.folded() == key && user.username.folded() == name,
    }
}
