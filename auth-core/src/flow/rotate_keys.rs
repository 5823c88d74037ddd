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
    /// At once; what the present key signed can still be verified.
    Now,
    /// At once, and no older key is published any longer: one of them is in the wrong hands.
    Emergency,
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
        // Called off before it began: nothing was ever signed with it.
        Some(until) if until <= key.signs_from => Phase::Gone,
        _ if now < key.signs_from => Phase::Next,
        None => Phase::Current,
        Some(until) if now < until => Phase::Current,
        Some(until) if now < until.after(PUBLISHED_AFTER) => Phase::Retired,
        Some(_) => Phase::Gone,
    }
}

/// What becomes of the keys that a new one takes over from.
#[derive(Clone, Copy)]
enum Ending {
    Retired,
    CalledOff,
}

/// Whether `key` signs at some moment from `now` on. One whose term ends before it begins was called off, and never signs.
fn signs_at_or_after(key: &KeyRow, now: Timestamp) -> bool {
    key.signs_until.is_none_or(|until| until > now && until > key.signs_from)
}

/// The key that signs last, of those that sign at all.
fn last(keys: &[KeyRow]) -> Option<&KeyRow> {
    keys.iter().filter(|key| key.signs_until.is_none_or(|until| until > key.signs_from)).max_by_key(|key| key.signs_from)
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
        match last(&keys) {
            Some(last) if signs_at_or_after(last, now) => {
                if now >= last.signs_from.after(TERM).before(PUBLISHED_BEFORE) {
                    self.succeed(&keys, &keys, now.after(PUBLISHED_BEFORE), Ending::Retired, Actor::Gateway).await?;
                }
                Ok(())
            }
            Some(_) | None => self.succeed(&keys, &[], now, Ending::Retired, Actor::Gateway).await.map(drop),
        }
    }

    /// Appoints a successor and returns it; `None` when someone else just did. A key that was announced and has not begun gives way.
    pub async fn rotate(&self, takeover: Takeover) -> Stored<Option<KeyRow>> {
        let now = self.clock.now();
        let takes_over = match takeover {
            Takeover::Announced => now.after(PUBLISHED_BEFORE),
            Takeover::Now | Takeover::Emergency => now,
        };
        let keys = self.directory.signing_keys().await?;
        let ending = match takeover {
            Takeover::Announced | Takeover::Now => Ending::Retired,
            Takeover::Emergency => Ending::CalledOff,
        };
        self.succeed(&keys, &keys, takes_over, ending, Actor::CommandLine).await
    }

    /// Lets a new key take over from those of `ending_keys` that would still sign then, if `known` are all there are.
    async fn succeed(
        &self,
        known: &[KeyRow],
        ending_keys: &[KeyRow],
        takes_over: Timestamp,
        ending: Ending,
        actor: Actor,
    ) -> Stored<Option<KeyRow>> {
        let key = KeyRow::generate(self.master, self.entropy, self.clock.now(), takes_over);
        let term = |key: &KeyRow| match ending {
            Ending::Retired => signs_at_or_after(key, takes_over).then_some(takes_over),
            // Before it began: as if nothing had ever been signed with it.
            Ending::CalledOff => Some(key.signs_from),
        };
        let spend = |key: &KeyRow| term(key).map(|new| Spend::KeyTerm { key: key.id.clone(), until: key.signs_until, new });
        let all = Spend::Keys(known.iter().map(|key| key.id.clone()).collect());
        let change = Change {
            spend: [all].into_iter().chain(ending_keys.iter().filter_map(spend)).collect(),
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

#[cfg(all(test, feature = "testing"))]
mod tests {
    use super::*;
    use crate::{
        ports::SystemEntropy,
        testing::{HandClock, MemoryStore},
    };

    struct House {
        store: MemoryStore,
        master: MasterKeys,
        clock: HandClock,
    }

    impl House {
        fn new() -> Self {
            Self { store: MemoryStore::new(), master: MasterKeys::random(&SystemEntropy), clock: HandClock::default() }
        }

        fn keeping(&self) -> Keeping<'_> {
            Keeping { directory: &self.store, master: &self.master, clock: &self.clock, entropy: &SystemEntropy }
        }

        async fn phases(&self) -> Vec<Phase> {
            let keys = self.store.signing_keys().await.expect("the store answers");
            keys.iter().map(|key| phase(key, self.clock.now())).filter(|phase| *phase != Phase::Gone).collect()
        }

        async fn tends(&self) {
            self.keeping().tend().await.expect("the store answers");
        }

        async fn rotates(&self, takeover: Takeover) {
            self.keeping().rotate(takeover).await.expect("the store answers").expect("nobody else rotates");
        }
    }

    #[tokio::test]
    async fn the_first_key_signs_at_once_and_is_made_once() {
        let house = House::new();
        house.tends().await;
        house.tends().await;
        assert_eq!(house.phases().await, [Phase::Current]);
    }

    #[tokio::test]
    async fn a_successor_is_published_a_day_before_the_term_ends() {
        let house = House::new();
        house.tends().await;
        house.clock.advance(TERM.saturating_sub(PUBLISHED_BEFORE));
        house.tends().await;
        house.tends().await;
        assert_eq!(house.phases().await, [Phase::Current, Phase::Next]);
        house.clock.advance(PUBLISHED_BEFORE);
        assert_eq!(house.phases().await, [Phase::Retired, Phase::Current]);
        house.clock.advance(PUBLISHED_AFTER);
        assert_eq!(house.phases().await, [Phase::Current]);
    }

    #[tokio::test]
    async fn rotating_now_calls_off_what_was_announced() {
        let house = House::new();
        house.tends().await;
        house.rotates(Takeover::Announced).await;
        assert_eq!(house.phases().await, [Phase::Current, Phase::Next]);
        house.clock.advance(Duration::from_hours(1));
        house.rotates(Takeover::Now).await;
        assert_eq!(house.phases().await, [Phase::Retired, Phase::Current]);
        house.tends().await;
        house.clock.advance(PUBLISHED_BEFORE);
        house.tends().await;
        assert_eq!(house.phases().await, [Phase::Current]);
    }

    #[tokio::test]
    async fn in_an_emergency_nothing_but_the_new_key_is_published() {
        let house = House::new();
        house.tends().await;
        house.rotates(Takeover::Announced).await;
        house.clock.advance(Duration::from_hours(1));
        house.rotates(Takeover::Emergency).await;
        assert_eq!(house.phases().await, [Phase::Current]);
        house.tends().await;
        assert_eq!(house.phases().await, [Phase::Current]);
    }

    #[tokio::test]
    async fn announcing_twice_leaves_one_successor() {
        let house = House::new();
        house.tends().await;
        house.rotates(Takeover::Announced).await;
        house.clock.advance(Duration::from_mins(5));
        house.rotates(Takeover::Announced).await;
        house.clock.advance(PUBLISHED_BEFORE);
        house.tends().await;
        let phases = house.phases().await;
        assert_eq!(phases.iter().filter(|phase| **phase == Phase::Current).count(), 1, "{phases:?}");
    }

    #[tokio::test]
    async fn after_a_long_sleep_there_is_a_key_again() {
        let house = House::new();
        house.tends().await;
        house.rotates(Takeover::Announced).await;
        house.clock.advance(TERM * 3);
        house.tends().await;
        assert!(house.phases().await.contains(&Phase::Current));
    }
}
