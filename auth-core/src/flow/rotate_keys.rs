//! Signing keys: the first one, the next one, and when each signs.

use std::time::Duration;

use crate::{
    audit::{Actor, Event, What},
    change::{Applied, Change, Spend, Write},
    master_key::MasterKeys,
    ports::{Clock, Directory, Entropy, StoreError, Stored},
    revocation::Revocation,
    signing_key::KeyRow,
    time::Timestamp,
};

/// A key is published this long before it signs, so that every verifier has seen it.
pub const PUBLISHED_BEFORE: Duration = Duration::from_hours(24);
/// A key signs this long.
pub const TERM: Duration = Duration::from_hours(30 * 24);
/// A key stays published this long after it signed last: longer than any assertion lives.
pub const PUBLISHED_AFTER: Duration = Duration::from_hours(24);

/// How soon the next key takes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takeover {
    /// After [`PUBLISHED_BEFORE`].
    Announced,
    /// At once: the present key is not to be trusted any longer, and verifiers must fetch the new one.
    Now,
}

/// Where a key is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Published, and does not sign yet.
    Next,
    /// Signs.
    Current,
    /// Signs no more, and is still published.
    Retired,
    /// Published no more.
    Gone,
}

/// Where `key` is in its life at `now`.
pub fn phase(key: &KeyRow, now: Timestamp) -> Phase {
    match key.signs_until {
        _ if now < key.signs_from => Phase::Next,
        None => Phase::Current,
        Some(until) if now < until => Phase::Current,
        Some(until) if now < until.after(PUBLISHED_AFTER) => Phase::Retired,
        Some(_) => Phase::Gone,
    }
}

/// What keeping keys needs of the outside.
#[derive(Clone, Copy)]
pub struct Keeping<'a> {
    /// Where they are kept.
    pub directory: &'a dyn Directory,
    /// What seals them.
    pub master: &'a MasterKeys,
    /// Time.
    pub clock: &'a dyn Clock,
    /// Chance.
    pub entropy: &'a dyn Entropy,
}

impl Keeping<'_> {
    /// Makes the first key where there is none, and appoints a successor where the last key's term runs out. Every gateway may do so at
    /// once: one of them succeeds.
    pub async fn tend(&self) -> Stored<()> {
        let now = self.clock.now();
        let keys = self.directory.signing_keys().await?;
        match keys.iter().max_by_key(|key| key.signs_from) {
            None => self.make_first(now).await,
            Some(last) if last.signs_until.is_some_and(|until| until <= now) => self.make_first(now).await,
            Some(last) if now >= last.signs_from.after(TERM).before(PUBLISHED_BEFORE) => {
                self.succeed(last, now.after(PUBLISHED_BEFORE), Actor::Gateway).await.map(drop)
            }
            Some(_) => Ok(()),
        }
    }

    /// Appoints a successor to the last key and returns it; `None` when someone else just did.
    pub async fn rotate(&self, takeover: Takeover) -> Stored<Option<KeyRow>> {
        let now = self.clock.now();
        let keys = self.directory.signing_keys().await?;
        let Some(last) = keys.iter().max_by_key(|key| key.signs_from) else {
            self.make_first(now).await?;
            return Ok(self.directory.signing_keys().await?.pop());
        };
        let takes_over = match takeover {
            Takeover::Announced => now.after(PUBLISHED_BEFORE).max(last.signs_from),
            Takeover::Now => now,
        };
        self.succeed(last, takes_over, Actor::CommandLine).await
    }

    async fn make_first(&self, now: Timestamp) -> Stored<()> {
        let key = KeyRow::generate(self.master, self.entropy, now, now);
        self.commit(Change { write: vec![Write::NewKey(key.clone())], ..Change::default() }, &key, Actor::Gateway).await.map(drop)
    }

    async fn succeed(&self, last: &KeyRow, takes_over: Timestamp, actor: Actor) -> Stored<Option<KeyRow>> {
        let key = KeyRow::generate(self.master, self.entropy, self.clock.now(), takes_over);
        let change = Change {
            spend: vec![Spend::KeyTerm { key: last.id.clone(), until: last.signs_until, new: takes_over }],
            write: vec![Write::NewKey(key.clone())],
            ..Change::default()
        };
        match self.commit(change, &key, actor).await? {
            Applied::Done => Ok(Some(key)),
            Applied::AlreadySpent(_) => Ok(None),
            Applied::Taken => Err(StoreError::message("two keys have one thumbprint")),
        }
    }

    async fn commit(&self, mut change: Change, key: &KeyRow, actor: Actor) -> Stored<Applied> {
        change.audit.push(Event::new(key.created_at, What::KeysRotated, actor).with("key", key.id.clone()));
        change.revoke.push(Revocation::Keys);
        self.directory.apply(change).await
    }
}
