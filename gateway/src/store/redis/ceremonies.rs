//! Ceremonies on their way, in Redis.

use std::time::Duration;

use gatehouse_auth_core::{
    mfa::passkey::{Bond, LIFETIME},
    ports::Stored,
};
use serde::{Deserialize, Serialize};

use super::RedisStore;

/// A little longer than they count, so that clocks may differ.
const LIFE: Duration = LIFETIME.saturating_add(Duration::from_mins(1));

/// What is sealed of one.
#[derive(Serialize, Deserialize)]
struct Ceremony {
    era: i64,
    state: Vec<u8>,
}

/// In place of any other of this bond.
pub(super) async fn begin(store: &RedisStore, bond: &Bond, state: &[u8]) -> Stored<()> {
    let ceremony = Ceremony { era: store.era(), state: state.to_vec() };
    store.keep(&store.keys.ceremony(bond), &ceremony, LIFE).await
}

/// Once.
pub(super) async fn take(store: &RedisStore, bond: &Bond) -> Stored<Option<Vec<u8>>> {
    let ceremony = store.take::<Ceremony>(&store.keys.ceremony(bond)).await?;
    Ok(ceremony.filter(|ceremony| ceremony.era == store.era()).map(|ceremony| ceremony.state))
}
