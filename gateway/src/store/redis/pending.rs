//! Sign-ins on their way, in Redis.

use std::time::Duration;

use gatehouse_auth_core::{
    pending::{Debts, PENDING_LIFE, PendingRecord},
    ports::{StoreError, Stored},
    secret::SecretDigest,
    session::SecondFactor,
};

use super::{RedisStore, pending_value::PendingValue};

/// A little longer than they count, so that clocks may differ.
const LIFE: Duration = PENDING_LIFE.saturating_add(Duration::from_mins(1));

/// Keeps one.
pub(super) async fn set_out(store: &RedisStore, pending: &PendingRecord) -> Stored<()> {
    let value = PendingValue::of(pending, store.era());
    if store.keep_new(&store.keys.pending(&pending.key), &value, LIFE).await? {
        return Ok(());
    }
    Err(StoreError::message("another sign-in on its way is filed under this already"))
}

/// The one filed under `key`.
pub(super) async fn on_the_way(store: &RedisStore, key: &SecretDigest) -> Stored<Option<PendingRecord>> {
    let read = store.read::<PendingValue>(&store.keys.pending(key)).await?;
    read.filter(|read| read.value.era == store.era()).map(|read| read.value.record(key)).transpose()
}

/// What it owes, if it still owes `before`.
pub(super) async fn go_on(
    store: &RedisStore,
    key: &SecretDigest,
    before: &Debts,
    owes: &Debts,
    second: Option<SecondFactor>,
) -> Stored<bool> {
    let change = |value: &PendingValue| owes_this(store, value, before).then(|| value.go_on(owes, second));
    Ok(store.update(&store.keys.pending(key), change).await?.is_some())
}

/// Ends it, if it owes no more than this.
pub(super) async fn arrive(store: &RedisStore, key: &SecretDigest, owes: &Debts) -> Stored<bool> {
    store.drop_if(&store.keys.pending(key), |value| owes_this(store, value, owes)).await
}

fn owes_this(store: &RedisStore, value: &PendingValue, owes: &Debts) -> bool {
    value.era == store.era() && value.owes == owes.to_stored()
}
