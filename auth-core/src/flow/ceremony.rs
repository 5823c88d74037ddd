//! A question to a browser about passkeys: kept while it is on its way, and taken before its answer is looked at.

use crate::{
    flow::Outside,
    mfa::passkey::{Begun, Bond},
    ports::Stored,
};

/// Keeps what has begun; what the page hands the browser.
pub(super) async fn keep(outside: &Outside, bond: &Bond, begun: Begun) -> Stored<String> {
    outside.sessions.begin_ceremony(bond, &begun.state, outside.clock.now()).await?;
    Ok(begun.options)
}

/// What was kept, once; empty where nothing is, which is the state of no ceremony.
pub(super) async fn take(outside: &Outside, bond: &Bond) -> Stored<Vec<u8>> {
    Ok(outside.sessions.take_ceremony(bond).await?.unwrap_or_default())
}
