//! The audit log as a chain.

use futures_util::future::join_all;

use super::recoveries::at;
use crate::{
    audit::{Actor, Event, What},
    change::{Applied, Change},
    ledger::{Chain, EventId, Link},
    master_key::MasterKeys,
    ports::{Directory, Ledger, Stored, SystemEntropy},
};

fn event(moment: i64) -> Event {
    Event::new(at(moment), What::SignedIn, Actor::Visitor).with("moment", moment.to_string())
}

async fn note(store: &dyn Directory, moments: impl IntoIterator<Item = i64>) {
    let change = Change { audit: moments.into_iter().map(event).collect(), ..Change::default() };
    assert_eq!(store.apply(change).await.expect("the store answers"), Applied::Done);
}

fn keys() -> Chain {
    Chain::new(&MasterKeys::random(&SystemEntropy))
}

fn links(chain: &Chain, head: Link, events: &[(EventId, Event)]) -> Vec<(EventId, Link)> {
    let next = |before: &mut Link, (id, event): &(EventId, Event)| {
        *before = chain.next(before, event).expect("it serialises");
        Some((*id, *before))
    };
    events.iter().scan(head, next).collect()
}

/// Chains every event that has no link.
async fn chain_all(store: &dyn Ledger, chain: &Chain) -> Stored<bool> {
    let (head, events) = (store.head().await?, store.unchained(1_000).await?);
    store.chain(&head, &links(chain, head, &events)).await
}

/// The moments of the events that are left, once it is clear that they hang together.
async fn moments(store: &dyn Ledger, chain: &Chain) -> Vec<i64> {
    let mut before = store.anchor().await.expect("the store answers");
    let mut moments = Vec::new();
    for (link, event) in store.chained(before.number, 1_000).await.expect("the store answers") {
        assert_eq!(chain.check(&before, &link, &event).expect("it serialises"), Ok(()));
        moments.push(event.at.as_millis());
        before = link;
    }
    if !moments.is_empty() {
        assert_eq!(store.head().await.expect("the store answers"), before);
    }
    moments
}

/// Nothing is chained before anything is.
pub async fn a_chain_begins_with_nothing(store: &(impl Directory + Ledger)) {
    assert_eq!(store.head().await.expect("the store answers"), Link::START);
    assert_eq!(store.anchor().await.expect("the store answers"), Link::START);
    assert_eq!(store.unchained(9).await.expect("the store answers"), []);
    assert_eq!(store.chained(0, 9).await.expect("the store answers"), []);
    assert_eq!(store.shorten(at(9_000)).await.expect("the store answers"), 0);
}

/// Whatever their clocks said.
pub async fn events_are_chained_in_the_order_in_which_they_were_written(store: &(impl Directory + Ledger)) {
    let chain = keys();
    note(store, [3_000, 1_000]).await;
    note(store, [2_000]).await;
    let without = store.unchained(2).await.expect("the store answers");
    assert_eq!(without.iter().map(|(_, event)| event.clone()).collect::<Vec<_>>(), [event(3_000), event(1_000)]);
    assert!(store.chain(&Link::START, &links(&chain, Link::START, &without)).await.expect("the store answers"));
    let without = store.unchained(9).await.expect("the store answers");
    assert_eq!(without.iter().map(|(_, event)| event.clone()).collect::<Vec<_>>(), [event(2_000)]);
    assert!(chain_all(store, &chain).await.expect("the store answers"));
    assert_eq!(moments(store, &chain).await, [3_000, 1_000, 2_000]);
    assert_eq!(store.head().await.expect("the store answers").number, 3);
}

/// Just as they were written, so many after a number.
pub async fn the_chain_is_read_in_pages(store: &(impl Directory + Ledger)) {
    let chain = keys();
    note(store, 1..=5).await;
    assert!(chain_all(store, &chain).await.expect("the store answers"));
    let page = async |after| {
        let page = store.chained(after, 2).await.expect("the store answers");
        page.into_iter().map(|(link, event)| (link.number, event.at.as_millis())).collect::<Vec<(i64, i64)>>()
    };
    assert_eq!(page(0).await, [(1, 1), (2, 2)]);
    assert_eq!(page(3).await, [(4, 4), (5, 5)]);
    assert_eq!(page(4).await, [(5, 5)]);
    assert_eq!(page(5).await, []);
}

/// Of twenty gateways that make the next links, one does.
pub async fn one_of_many_gateways_chains(store: &(impl Directory + Ledger)) {
    note(store, 1..=3).await;
    let chains: Vec<_> = (0..20).map(|_| keys()).collect();
    let events = store.unchained(9).await.expect("the store answers");
    let links: Vec<_> = chains.iter().map(|chain| links(chain, Link::START, &events)).collect();
    let won = join_all(links.iter().map(|links| store.chain(&Link::START, links))).await;
    let winners: Vec<_> = chains.iter().zip(won).filter(|(_, won)| *won.as_ref().expect("the store answers")).collect();
    let [(winner, _)] = winners.as_slice() else { panic!("{} have won", winners.len()) };
    assert_eq!(moments(store, winner).await, [1, 2, 3]);
}

/// Where another was quicker, nothing changes: not even for the events that it did not reach.
pub async fn an_event_gets_one_link(store: &(impl Directory + Ledger)) {
    let chain = keys();
    note(store, 1..=3).await;
    let events = store.unchained(9).await.expect("the store answers");
    let first = links(&chain, Link::START, &events[..2]);
    assert!(store.chain(&Link::START, &first).await.expect("the store answers"));
    let head = store.head().await.expect("the store answers");
    let stale = links(&chain, Link::START, &events[2..]);
    assert!(!store.chain(&Link::START, &stale).await.expect("the store answers"), "the head is another");
    let both = links(&chain, head, &[events[2].clone(), events[0].clone()]);
    assert!(!store.chain(&head, &both).await.expect("the store answers"), "one has a link already");
    let unknown = [(EventId(99), stale[0].1)];
    assert!(!store.chain(&head, &unknown).await.expect("the store answers"), "one is not there");
    assert_eq!(store.head().await.expect("the store answers"), head);
    assert_eq!(moments(store, &chain).await, [1, 2]);
    assert_eq!(store.unchained(9).await.expect("the store answers"), events[2..]);
}

/// The anchor is the link before the oldest that is left.
pub async fn a_shortened_chain_still_hangs_together(store: &(impl Directory + Ledger)) {
    let chain = keys();
    note(store, [1_000, 2_000, 3_000]).await;
    assert!(chain_all(store, &chain).await.expect("the store answers"));
    let all = store.chained(0, 9).await.expect("the store answers");
    assert_eq!(store.shorten(at(3_000)).await.expect("the store answers"), 2);
    assert_eq!(store.anchor().await.expect("the store answers"), all[1].0);
    assert_eq!(moments(store, &chain).await, [3_000]);
    assert_eq!(store.shorten(at(3_000)).await.expect("the store answers"), 0);
    assert_eq!(store.audit(at(0), 0, 9).await.expect("the store answers"), [event(3_000)]);
}

/// What is old but stands behind something that stays, stays; and what has no link yet stays, however old.
pub async fn only_the_beginning_of_a_chain_is_dropped(store: &(impl Directory + Ledger)) {
    let chain = keys();
    note(store, [1_000, 5_000, 1_001]).await;
    assert!(chain_all(store, &chain).await.expect("the store answers"));
    note(store, [1_002]).await;
    assert_eq!(store.shorten(at(5_000)).await.expect("the store answers"), 1);
    assert_eq!(moments(store, &chain).await, [5_000, 1_001]);
    assert_eq!(store.unchained(9).await.expect("the store answers").len(), 1);
    assert_eq!(store.shorten(at(5_000)).await.expect("the store answers"), 0);
}

/// Numbers go on where they were.
pub async fn a_chain_goes_on_when_all_of_it_was_dropped(store: &(impl Directory + Ledger)) {
    let chain = keys();
    note(store, [1_000, 2_000]).await;
    assert!(chain_all(store, &chain).await.expect("the store answers"));
    let head = store.head().await.expect("the store answers");
    assert_eq!(store.shorten(at(9_000)).await.expect("the store answers"), 2);
    assert_eq!(store.anchor().await.expect("the store answers"), head);
    assert_eq!(store.head().await.expect("the store answers"), head);
    note(store, [3_000]).await;
    assert!(chain_all(store, &chain).await.expect("the store answers"));
    assert_eq!(moments(store, &chain).await, [3_000]);
    assert_eq!(store.head().await.expect("the store answers").number, 3);
}

/// However many that is.
pub async fn a_long_beginning_is_dropped(store: &(impl Directory + Ledger)) {
    let chain = keys();
    note(store, 1..=2_500).await;
    while !store.unchained(1).await.expect("the store answers").is_empty() {
        assert!(chain_all(store, &chain).await.expect("the store answers"));
    }
    assert_eq!(store.shorten(at(2_499)).await.expect("the store answers"), 2_498);
    assert_eq!(moments(store, &chain).await, [2_499, 2_500]);
}
