//! The audit log's chain: made by one task, beside everything that writes events, so that sign-ins do not queue behind each other.

use std::time::Duration;

use crate::{
    audit::{Actor, Event, What},
    change::Change,
    flow::Outside,
    ledger::{Break, Chain, Link},
    ports::Stored,
};

/// Events that are chained, or checked, in one step.
const AT_ONCE: u32 = 500;

/// Gives every event a link that has none. Whoever is second to another gateway leaves the rest to it.
pub async fn chain(outside: &Outside, chain: &Chain) -> Stored<()> {
    loop {
        let mut head = outside.ledger.head().await?;
        let events = outside.ledger.unchained(AT_ONCE).await?;
        if events.is_empty() {
            return Ok(());
        }
        let before = head;
        let mut links = Vec::with_capacity(events.len());
        for (id, event) in &events {
            head = chain.next(&head, event)?;
            links.push((*id, head));
        }
        let is_full = events.len() >= usize::try_from(AT_ONCE).unwrap_or(usize::MAX);
        if !outside.ledger.chain(&before, &links).await? || !is_full {
            return Ok(());
        }
    }
}

/// A chain that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many entries were checked.
    pub entries: u64,
    /// The link before the first of them.
    pub from: Link,
    /// The last.
    pub to: Link,
}

/// Checks every entry that is left.
pub async fn verify(outside: &Outside, chain: &Chain) -> Stored<Result<Verified, Break>> {
    let from = outside.ledger.anchor().await?;
    let (mut before, mut entries) = (from, 0);
    loop {
        let page = outside.ledger.chained(before.number, AT_ONCE).await?;
        if page.is_empty() {
            break;
        }
        for (link, event) in page {
            if let Err(broken) = chain.check(&before, &link, &event)? {
                return Ok(Err(broken));
            }
            before = link;
            entries += 1;
        }
    }
    let head = outside.ledger.head().await?;
    if head.number > before.number {
        return Ok(Err(Break::Missing(before.number + 1)));
    }
    Ok(Ok(Verified { entries, from, to: before }))
}

/// Drops what is older than `keep`, and writes down that it did.
pub async fn shorten(outside: &Outside, keep: Duration) -> Stored<u64> {
    let now = outside.clock.now();
    let dropped = outside.ledger.shorten(now.before(keep)).await?;
    if dropped > 0 {
        let event = Event::new(now, What::AuditShortened, Actor::Gateway).with("entries", dropped.to_string());
        outside.directory.apply(Change { audit: vec![event], ..Change::default() }).await?;
    }
    Ok(dropped)
}
