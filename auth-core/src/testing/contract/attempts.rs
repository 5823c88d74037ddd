//! Failure counters: counted before, given back after, never past the limit.

use std::time::Duration;

use futures_util::future::join_all;

use crate::{
    identifier::Folded,
    ports::Attempts,
    throttle::{AttemptKey, Limit, Standing},
    time::Timestamp,
};

const LIMIT: Limit = Limit { failures: 3, window: Duration::from_secs(70), pause: Duration::from_secs(90) };
const MOMENT: Duration = Duration::from_millis(1);
const NOON: Timestamp = Timestamp::from_millis(43_200_000);

fn typed(name: &str) -> (AttemptKey, Limit) {
    (AttemptKey::typed("shop", None, &Folded::of(name)), LIMIT)
}

async fn reserve(store: &dyn Attempts, keys: &[(AttemptKey, Limit)], now: Timestamp) -> Vec<Standing> {
    store.reserve(keys, now).await.expect("the store answers")
}

fn counted(left: u32) -> Standing {
    Standing::Counted { left }
}

/// Down to a pause.
pub async fn failures_are_counted_down(store: &dyn Attempts) {
    for left in [2, 1, 0] {
        assert_eq!(reserve(store, &[typed("ada")], NOON).await, [counted(left)]);
    }
    let until = NOON.after(LIMIT.pause);
    assert_eq!(reserve(store, &[typed("ada")], NOON).await, [Standing::Paused { until }]);
    assert_eq!(reserve(store, &[typed("ada")], until).await, [counted(2)]);
}

/// And the answers come in the order of the keys.
pub async fn where_one_is_paused_none_is_counted(store: &dyn Attempts) {
    for _ in 0..3 {
        reserve(store, &[typed("paused")], NOON).await;
    }
    let until = NOON.after(LIMIT.pause);
    for keys in [[typed("paused"), typed("a")], [typed("z"), typed("paused")]] {
        let standings = reserve(store, &keys, NOON).await;
        let paused: Vec<bool> = standings.iter().map(|standing| *standing == Standing::Paused { until }).collect();
        assert_eq!(paused, keys.map(|(key, _)| key == typed("paused").0));
    }
    assert_eq!(reserve(store, &[typed("a"), typed("z")], NOON).await, [counted(2), counted(2)]);
}

/// Each under its own limit, whatever the order they are given in.
pub async fn keys_count_apart(store: &dyn Attempts) {
    let (network, _) = typed("network");
    let network = (network, Limit { failures: 100, ..LIMIT });
    assert_eq!(reserve(store, &[typed("ada"), network], NOON).await, [counted(2), counted(99)]);
    assert_eq!(reserve(store, &[network, typed("ada")], NOON).await, [counted(98), counted(1)]);
    assert_eq!(reserve(store, &[network, typed("bob")], NOON).await, [counted(97), counted(2)]);
    assert_eq!(reserve(store, &[], NOON).await, []);
}

/// What was counted in it is no more.
pub async fn a_window_ends(store: &dyn Attempts) {
    reserve(store, &[typed("ada")], NOON).await;
    let last_moment = NOON.after(LIMIT.window).before(MOMENT);
    assert_eq!(reserve(store, &[typed("ada")], last_moment).await, [counted(1)]);
    assert_eq!(reserve(store, &[typed("ada")], NOON.after(LIMIT.window)).await, [counted(2)]);
}

/// And lifts the pause that the try began.
pub async fn a_refund_gives_a_try_back(store: &dyn Attempts) {
    let keys = [typed("ada"), typed("bob")];
    for _ in 0..3 {
        reserve(store, &keys, NOON).await;
    }
    store.refund(&keys).await.expect("the store answers");
    assert_eq!(reserve(store, &keys, NOON).await, [counted(0), counted(0)]);
}

/// There is no credit.
pub async fn a_refund_of_nothing_changes_nothing(store: &dyn Attempts) {
    store.refund(&[typed("ada")]).await.expect("the store answers");
    reserve(store, &[typed("ada")], NOON).await;
    store.refund(&[typed("ada")]).await.expect("the store answers");
    store.refund(&[typed("ada")]).await.expect("the store answers");
    assert_eq!(reserve(store, &[typed("ada")], NOON).await, [counted(2)]);
}

/// Paused or not, and nobody else does.
pub async fn the_forgotten_start_anew(store: &dyn Attempts) {
    for _ in 0..3 {
        reserve(store, &[typed("ada"), typed("bob")], NOON).await;
    }
    store.forget(&[typed("ada").0, typed("unknown").0]).await.expect("the store answers");
    assert_eq!(reserve(store, &[typed("ada")], NOON).await, [counted(2)]);
    let until = NOON.after(LIMIT.pause);
    assert_eq!(reserve(store, &[typed("bob")], NOON).await, [Standing::Paused { until }]);
}

/// Of a hundred, exactly those that the limit lets.
pub async fn no_more_than_the_limit_pass_at_a_time(store: &dyn Attempts) {
    let ten = Limit { failures: 10, ..LIMIT };
    let (ada, network) = (typed("ada").0, typed("network").0);
    let (forwards, backwards) = ([(ada, ten), (network, ten)], [(network, ten), (ada, ten)]);
    let standings = join_all((0..100).map(|n| reserve(store, if n % 2 == 0 { &forwards } else { &backwards }, NOON))).await;
    let passed = standings.iter().filter(|of_one| of_one.iter().all(|standing| matches!(standing, Standing::Counted { .. })));
    assert_eq!(passed.count(), 10);
}

/// Not while a window or a pause still lasts.
pub async fn what_is_over_is_swept(store: &dyn Attempts) {
    for _ in 0..3 {
        reserve(store, &[typed("paused")], NOON).await;
    }
    reserve(store, &[typed("counted")], NOON).await;
    let sweep = async |now| store.sweep(now).await.expect("the store answers");
    assert_eq!(sweep(NOON.after(LIMIT.window).before(MOMENT)).await, 0);
    assert_eq!(sweep(NOON.after(LIMIT.window)).await, 1);
    assert_eq!(reserve(store, &[typed("paused")], NOON.after(LIMIT.window)).await.len(), 1);
    assert_eq!(sweep(NOON.after(LIMIT.pause).before(MOMENT)).await, 0);
    assert_eq!(sweep(NOON.after(LIMIT.pause)).await, 1);
    assert_eq!(sweep(NOON.after(LIMIT.pause)).await, 0);
}
