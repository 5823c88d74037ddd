//! The audit log, searched.

use super::recoveries::at;
use crate::{
    account::AccountId,
    audit::{Actor, Event, What},
    change::{Applied, Change},
    ledger::EventId,
    ports::{Directory, EventQuery, SystemEntropy},
    user::UserId,
};

const NOTHING: [i64; 0] = [];

/// An account, another, and two people.
struct Town {
    acme: AccountId,
    bolt: AccountId,
    ada: UserId,
    ben: UserId,
}

/// Seven events, whose moments are not in their order.
async fn town(store: &dyn Directory) -> Town {
    let (acme, bolt) = (AccountId::random(&SystemEntropy), AccountId::random(&SystemEntropy));
    let (ada, ben) = (UserId::random(&SystemEntropy), UserId::random(&SystemEntropy));
    let audit = vec![
        Event::new(at(1), What::SignedIn, Actor::User(ada)).about(acme, ada),
        Event::new(at(5), What::UserChanged, Actor::User(ada)).about(acme, ben),
        Event::new(at(3), What::SignedIn, Actor::User(ben)).about(acme, ben),
        Event::new(at(4), What::AccountChanged, Actor::User(ada)).about_account(bolt),
        Event::new(at(2), What::KeysRotated, Actor::Gateway),
        Event::new(at(6), What::SignedIn, Actor::Visitor).about(bolt, ben),
        Event::new(at(6), What::SignedOut, Actor::User(ada)).about(acme, ada),
    ];
    for event in audit {
        let change = Change { audit: vec![event], ..Change::default() };
        assert_eq!(store.apply(change).await.expect("the store answers"), Applied::Done);
    }
    Town { acme, bolt, ada, ben }
}

fn everything() -> EventQuery {
    EventQuery { most: 99, ..EventQuery::default() }
}

async fn moments(store: &dyn Directory, query: EventQuery) -> Vec<i64> {
    let found = store.events(&query).await.expect("the store answers");
    found.into_iter().map(|(_, event)| event.at.as_millis()).collect()
}

/// By when they happened, in whatever order gateways wrote them; of one moment, the one that was written last.
pub async fn events_come_latest_first(store: &dyn Directory) {
    town(store).await;
    assert_eq!(moments(store, everything()).await, [6, 6, 5, 4, 3, 2, 1]);
    assert_eq!(moments(store, EventQuery { most: 3, ..everything() }).await, [6, 6, 5]);
    let whats = async |most| {
        let found = store.events(&EventQuery { most, ..everything() }).await.expect("the store answers");
        found.into_iter().map(|(_, event)| event.what).collect::<Vec<_>>()
    };
    assert_eq!(whats(2).await, [What::SignedOut, What::SignedIn]);
    assert_eq!(moments(store, EventQuery { most: 0, ..everything() }).await, NOTHING);
}

/// Every event once, with or without a filter.
pub async fn paging_visits_every_event_once(store: &dyn Directory) {
    let Town { ada, .. } = town(store).await;
    for user in [None, Some(ada)] {
        let all = store.events(&EventQuery { user, ..everything() }).await.expect("the store answers");
        let mut seen: Vec<(EventId, Event)> = Vec::new();
        loop {
            let older_than = seen.last().map(|(id, _)| *id);
            let query = EventQuery { user, older_than, most: 2, ..EventQuery::default() };
            let page = store.events(&query).await.expect("the store answers");
            if page.is_empty() {
                break;
            }
            seen.extend(page);
        }
        assert_eq!(seen, all);
    }
}

/// Nobody reads another's.
pub async fn events_are_found_by_account(store: &dyn Directory) {
    let Town { acme, bolt, .. } = town(store).await;
    let of = async |account| moments(store, EventQuery { account: Some(account), ..everything() }).await;
    assert_eq!(of(acme).await, [6, 5, 3, 1]);
    assert_eq!(of(bolt).await, [6, 4]);
    assert_eq!(of(AccountId::random(&SystemEntropy)).await, NOTHING);
}

/// What they did, and what was done about them; each once, when it is both.
pub async fn events_are_found_by_person(store: &dyn Directory) {
    let Town { ada, ben, .. } = town(store).await;
    let of = async |user| moments(store, EventQuery { user: Some(user), ..everything() }).await;
    assert_eq!(of(ada).await, [6, 5, 4, 1]);
    assert_eq!(of(ben).await, [6, 5, 3]);
    assert_eq!(of(UserId::random(&SystemEntropy)).await, NOTHING);
}

/// Of one kind, from a moment on, before another.
pub async fn events_are_found_by_kind_and_time(store: &dyn Directory) {
    town(store).await;
    assert_eq!(moments(store, EventQuery { what: Some(What::SignedIn), ..everything() }).await, [6, 3, 1]);
    assert_eq!(moments(store, EventQuery { what: Some(What::Declined), ..everything() }).await, NOTHING);
    assert_eq!(moments(store, EventQuery { from: Some(at(5)), ..everything() }).await, [6, 6, 5]);
    assert_eq!(moments(store, EventQuery { until: Some(at(5)), ..everything() }).await, [4, 3, 2, 1]);
    assert_eq!(moments(store, EventQuery { from: Some(at(2)), until: Some(at(4)), ..everything() }).await, [3, 2]);
}

/// All of them have to hold.
pub async fn filters_of_events_add_up(store: &dyn Directory) {
    let Town { acme, ben, .. } = town(store).await;
    let both = EventQuery { account: Some(acme), user: Some(ben), ..everything() };
    assert_eq!(moments(store, both.clone()).await, [5, 3]);
    assert_eq!(moments(store, EventQuery { what: Some(What::SignedIn), ..both.clone() }).await, [3]);
    let narrow = EventQuery { what: Some(What::SignedIn), from: Some(at(3)), until: Some(at(4)), ..both };
    assert_eq!(moments(store, narrow.clone()).await, [3]);
    assert_eq!(moments(store, EventQuery { from: Some(at(4)), until: Some(at(9)), ..narrow }).await, NOTHING);
}

/// One that is gone was dropped, with all that is older; one of another account is nobody's business.
pub async fn a_page_begins_at_an_event_that_is_there(store: &dyn Directory) {
    let Town { acme, bolt, .. } = town(store).await;
    let gone = EventQuery { older_than: Some(EventId(99)), ..everything() };
    assert_eq!(moments(store, gone).await, NOTHING);
    let of_bolt = store.events(&EventQuery { account: Some(bolt), ..everything() }).await.expect("the store answers");
    for (mark, _) in of_bolt {
        let query = EventQuery { account: Some(acme), older_than: Some(mark), ..everything() };
        assert_eq!(moments(store, query).await, NOTHING);
    }
}
