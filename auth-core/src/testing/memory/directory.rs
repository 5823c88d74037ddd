//! The directory, in memory.

use async_trait::async_trait;

use super::{MemoryStore, People};
use crate::{
    account::{Account, AccountId, AccountKind, AccountState},
    audit::Event,
    change::{Applied, Change},
    identifier::Folded,
    ledger::EventId,
    password::{Parameters, PasswordRecord},
    portal::Admitted,
    ports::{Candidate, Deciders, Directory, EventQuery, Lookup, LookupBy, PeopleFilter, PeopleQuery, Stored},
    recovery::{Held, Recovery, RecoveryFlow, RecoveryId},
    revocation::{Revocation, Sequence},
    secret::SecretDigest,
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

    async fn password(&self, user: UserId) -> Stored<Option<PasswordRecord>> {
        Ok(self.memory().people.passwords.get(&user).cloned())
    }

    async fn users_named(&self, users: &[UserId]) -> Stored<Vec<User>> {
        Ok(self.memory().people.users.iter().filter(|user| users.contains(&user.id)).cloned().collect())
    }

    async fn people(&self, query: &PeopleQuery) -> Stored<Vec<User>> {
        Ok(self.memory().people.page(query))
    }

    async fn count_people(&self, account: AccountId, words: &[Folded], filter: Option<PeopleFilter>, most: u32) -> Stored<u32> {
        let count = self.memory().people.meant(account, words, filter).len();
        Ok(u32::try_from(count).unwrap_or(u32::MAX).min(most))
    }

    async fn holders(&self, account: AccountId, role: &str) -> Stored<Vec<User>> {
        let mut users = self.users(account).await?;
        users.retain(|user| user.state == UserState::Active && user.holds(role));
        Ok(users)
    }

    async fn operators(&self) -> Stored<Vec<User>> {
        let memory = self.memory();
        let is_operator = |person: &Person| {
            person.account.kind == AccountKind::Operator
                && person.account.state == AccountState::Open
                && person.user.state == UserState::Active
        };
        let mut users: Vec<_> = memory.people.everyone().filter(is_operator).map(|person| person.user).collect();
        users.sort_by(|a, b| a.username.folded().cmp(b.username.folded()));
        Ok(users)
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
        Ok(self.memory().people.sweep_recoveries(before))
    }

    async fn person(&self, user: UserId) -> Stored<Option<Person>> {
        let memory = self.memory();
        Ok(memory.people.everyone().find(|person| person.user.id == user))
    }

    async fn users(&self, account: AccountId) -> Stored<Vec<User>> {
        let mut users = self.memory().people.users.clone();
        users.retain(|user| user.account == account);
        users.sort_by(|a, b| a.username.folded().cmp(b.username.folded()));
        Ok(users)
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

    async fn audit(&self, from: Timestamp, skip: u32, most: u32) -> Stored<Vec<Event>> {
        let mut events: Vec<Event> = self.memory().people.audit.iter().map(|(_, event)| event.clone()).collect();
        events.retain(|event| event.at >= from);
        events.sort_by_key(|event| event.at);
        let as_count = |number: u32| usize::try_from(number).expect("a usize holds a u32 here");
        Ok(events.into_iter().skip(as_count(skip)).take(as_count(most)).collect())
    }

    async fn events(&self, query: &EventQuery) -> Stored<Vec<(EventId, Event)>> {
        Ok(self.memory().people.events(query))
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
