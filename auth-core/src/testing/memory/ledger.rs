//! The audit log and its chain, in memory.

use std::cmp::Reverse;

use async_trait::async_trait;

use super::MemoryStore;
use crate::{
    audit::{Actor, Event},
    ledger::{EventId, Link},
    ports::{EventQuery, Ledger, Stored},
    time::Timestamp,
};

/// Every event that is left, in the order in which they were written.
#[derive(Clone, Debug)]
pub(super) struct Log {
    entries: Vec<Entry>,
    /// How many were ever written.
    written: i64,
    anchor: Link,
    head: Link,
}

#[derive(Clone, Debug)]
struct Entry {
    id: EventId,
    event: Event,
    link: Option<Link>,
}

impl Default for Log {
    fn default() -> Self {
        Self { entries: Vec::new(), written: 0, anchor: Link::START, head: Link::START }
    }
}

impl Log {
    /// Writes events down.
    pub(super) fn note(&mut self, events: Vec<Event>) {
        for event in events {
            self.written += 1;
            self.entries.push(Entry { id: EventId(self.written), event, link: None });
        }
    }

    /// Every event, in the order in which they were written.
    pub(super) fn events(&self) -> impl Iterator<Item = &Event> {
        self.entries.iter().map(|entry| &entry.event)
    }

    /// Those that `query` means, latest first; of one moment, the one that was written last.
    pub(super) fn search(&self, query: &EventQuery) -> Vec<(EventId, Event)> {
        let place = |entry: &Entry| (entry.event.at, entry.id);
        let mut meant: Vec<&Entry> = self.entries.iter().filter(|entry| means(query, &entry.event)).collect();
        if let Some(mark) = query.older_than {
            let is_mark =
                |entry: &&Entry| entry.id == mark && query.account.is_none_or(|account| entry.event.account == Some(account));
            let mark = self.entries.iter().find(is_mark).map(place);
            meant.retain(|entry| mark.is_some_and(|mark| place(entry) < mark));
        }
        meant.sort_by_key(|entry| Reverse(place(entry)));
        meant.into_iter().take(as_count(query.most)).map(|entry| (entry.id, entry.event.clone())).collect()
    }
}

fn means(query: &EventQuery, event: &Event) -> bool {
    query.account.is_none_or(|account| event.account == Some(account))
        && query.user.is_none_or(|user| event.user == Some(user) || event.actor == Actor::User(user))
        && query.what.is_none_or(|what| event.what == what)
        && query.from.is_none_or(|from| event.at >= from)
        && query.until.is_none_or(|until| event.at < until)
}

/// A number of rows.
pub(super) fn as_count(number: u32) -> usize {
    usize::try_from(number).expect("a usize holds a u32 here")
}

#[async_trait]
impl Ledger for MemoryStore {
    async fn head(&self) -> Stored<Link> {
        Ok(self.memory().people.audit.head)
    }

    async fn unchained(&self, most: u32) -> Stored<Vec<(EventId, Event)>> {
        let memory = self.memory();
        let without = memory.people.audit.entries.iter().filter(|entry| entry.link.is_none()).take(as_count(most));
        Ok(without.map(|entry| (entry.id, entry.event.clone())).collect())
    }

    async fn chain(&self, head: &Link, links: &[(EventId, Link)]) -> Stored<bool> {
        let log = &mut self.memory().people.audit;
        if log.head != *head {
            return Ok(false);
        }
        let mut chained = log.clone();
        for (id, link) in links {
            let Some(entry) = chained.entries.iter_mut().find(|entry| entry.id == *id && entry.link.is_none()) else {
                return Ok(false);
            };
            entry.link = Some(*link);
            chained.head = *link;
        }
        *log = chained;
        Ok(true)
    }

    async fn anchor(&self) -> Stored<Link> {
        Ok(self.memory().people.audit.anchor)
    }

    async fn chained(&self, after: i64, most: u32) -> Stored<Vec<(Link, Event)>> {
        let memory = self.memory();
        let linked = memory.people.audit.entries.iter().filter_map(|entry| Some((entry.link?, entry.event.clone())));
        let mut linked: Vec<_> = linked.filter(|(link, _)| link.number > after).collect();
        linked.sort_by_key(|(link, _)| link.number);
        linked.truncate(as_count(most));
        Ok(linked)
    }

    async fn shorten(&self, before: Timestamp) -> Stored<u64> {
        let log = &mut self.memory().people.audit;
        let mut linked: Vec<_> = log.entries.iter().filter_map(|entry| Some((entry.link?, entry.event.at))).collect();
        linked.sort_by_key(|(link, _)| link.number);
        let Some((last, _)) = linked.into_iter().take_while(|(_, at)| *at < before).last() else { return Ok(0) };
        let count = log.entries.len();
        log.entries.retain(|entry| entry.link.is_none_or(|link| link.number > last.number));
        log.anchor = last;
        Ok(u64::try_from(count - log.entries.len()).expect("a u64 holds a usize"))
    }
}
