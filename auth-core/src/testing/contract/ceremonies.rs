//! Ceremonies on their way.

use futures_util::future::join_all;

use super::recoveries::at;
use crate::{
    mfa::passkey::Bond,
    ports::{Sessions, SystemEntropy},
    secret::SecretDigest,
    session::SessionHandle,
};

async fn begins(store: &dyn Sessions, bond: &Bond, state: &[u8], moment: i64) {
    store.begin_ceremony(bond, state, at(moment)).await.expect("the store answers");
}

async fn taken(store: &dyn Sessions, bond: &Bond) -> Option<Vec<u8>> {
    store.take_ceremony(bond).await.expect("the store answers")
}

/// By one of twenty at a time, and by no other bond.
pub async fn a_ceremony_is_taken_once(store: &dyn Sessions) {
    let pending = SecretDigest::of(b"pending");
    let (one, other) = (Bond::to_give(&pending), Bond::to_register(&pending));
    begins(store, &one, &[1, 0, 255], 1_000).await;
    assert_eq!(taken(store, &other).await, None);
    let outcomes = join_all((0..20).map(|_| taken(store, &one))).await;
    assert_eq!(outcomes.into_iter().flatten().collect::<Vec<_>>(), [vec![1, 0, 255]]);
}

/// The one before is gone.
pub async fn a_bond_has_one_ceremony(store: &dyn Sessions) {
    let (bond, other) = (Bond::to_sign_in("shop", "a"), Bond::to_sign_in("shop", "b"));
    for (bond, state) in [(&bond, [1]), (&other, [2]), (&bond, [3])] {
        begins(store, bond, &state, 1_000).await;
    }
    assert_eq!((taken(store, &bond).await, taken(store, &bond).await), (Some(vec![3]), None));
    assert_eq!(taken(store, &other).await, Some(vec![2]));
}

/// And no others.
pub async fn ceremonies_that_began_long_ago_are_swept(store: &dyn Sessions) {
    let bonds = [(); 2].map(|()| Bond::to_add(SessionHandle::random(&SystemEntropy)));
    for (bond, moment) in bonds.iter().zip([1_999, 2_000]) {
        begins(store, bond, &[7], moment).await;
    }
    assert_eq!(store.sweep_ceremonies(at(2_000)).await.expect("the store answers"), 1);
    assert_eq!((taken(store, &bonds[0]).await, taken(store, &bonds[1]).await), (None, Some(vec![7])));
}
