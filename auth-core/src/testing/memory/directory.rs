//! The directory, in memory.

use async_trait::async_trait;

use super::{MemoryStore, People};
use crate::{
    account::{Account, AccountId},
    audit::Event,
    change::{Applied, Change},
    identifier::Folded,
    password::{Parameters, PasswordRecord},
    ports::{Candidate, Directory, Lookup, LookupBy, Stored},
    revocation::{Revocation, Sequence},
    signing_key::KeyRow,
    time::Timestamp,
    user::{Person, User, UserId},
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
        let mut events = self.memory().people.audit.clone();
        events.retain(|event| event.at >= from);
        events.sort_by_key(|event| event.at);
        let as_count = |number: u32| usize::try_from(number).expect("a usize holds a u32 here");
        Ok(events.into_iter().skip(as_count(skip)).take(as_count(most)).collect())
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
