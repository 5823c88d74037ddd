//! The audit log as a chain, in memory.

use async_trait::async_trait;

use super::{MemoryStore, People};
use crate::{
    audit::{Actor, Event},
    ledger::{EventId, Link},
    ports::{EventQuery, Ledger, Stored},
    time::Timestamp,
};

#[async_trait]
impl Ledger for MemoryStore {
    async fn head(&self) -> Stored<Link> {
        Ok(self.memory().people.head.unwrap_or(Link::START))
    }

    async fn anchor(&self) -> Stored<Link> {
        Ok(self.memory().people.anchor.unwrap_or(Link::START))
    }

    async fn unchained(&self, most: u32) -> Stored<Vec<(EventId, Event)>> {
        let memory = self.memory();
        let people = &memory.people;
        let free = people.audit.iter().filter(|(id, _)| !people.links.contains_key(id));
        Ok(free.take(usize::try_from(most).expect("a usize holds a u32 here")).cloned().collect())
    }

    async fn chain(&self, head: &Link, links: &[(EventId, Link)]) -> Stored<bool> {
        let people = &mut self.memory().people;
        let is_free = |(id, _): &(EventId, Link)| people.audit.iter().any(|(own, _)| own == id) && !people.links.contains_key(id);
        if people.head.unwrap_or(Link::START) != *head || !links.iter().all(is_free) {
            return Ok(false);
        }
        people.links.extend(links.iter().copied());
        people.head = links.last().map(|(_, link)| *link).or(people.head);
        Ok(true)
    }

    async fn chained(&self, after: i64, most: u32) -> Stored<Vec<(Link, Event)>> {
        let memory = self.memory();
        let people = &memory.people;
        let chained = people.audit.iter().filter_map(|(id, event)| Some((*people.links.get(id)?, event.clone())));
        let mut chained: Vec<_> = chained.filter(|(link, _)| link.number > after).collect();
        chained.sort_by_key(|(link, _)| link.number);
        chained.truncate(usize::try_from(most).expect("a usize holds a u32 here"));
        Ok(chained)
    }

    async fn shorten(&self, before: Timestamp) -> Stored<u64> {
        let people = &mut self.memory().people;
        let stays = people.audit.iter().filter(|(_, event)| event.at >= before).filter_map(|(id, _)| people.links.get(id));
        let first = stays.map(|link| link.number).min().unwrap_or(i64::MAX);
        let Some(last) = people.links.values().filter(|link| link.number < first).max_by_key(|link| link.number).copied() else {
            return Ok(0);
        };
        let count = people.audit.len();
        let links = &people.links;
        people.audit.retain(|(id, _)| links.get(id).is_none_or(|link| link.number > last.number));
        people.links.retain(|_, link| link.number > last.number);
        people.anchor = Some(last);
        Ok(u64::try_from(count - people.audit.len()).expect("a u64 holds a usize"))
    }
}

impl People {
    /// Latest first.
    pub(super) fn events(&self, query: &EventQuery) -> Vec<(EventId, Event)> {
        let is_meant = |(id, event): &&(EventId, Event)| {
            query.older_than.is_none_or(|older| *id < older)
                && query.account.is_none_or(|account| event.account == Some(account))
                && query.user.is_none_or(|user| event.user == Some(user) || event.actor == Actor::User(user))
                && query.what.is_none_or(|what| event.what == what)
                && query.from.is_none_or(|from| event.at >= from)
                && query.until.is_none_or(|until| event.at < until)
        };
        let most = usize::try_from(query.most).expect("a usize holds a u32 here");
        self.audit.iter().rev().filter(is_meant).take(most).cloned().collect()
    }
}
