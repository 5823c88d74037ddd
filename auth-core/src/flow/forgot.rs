//! Somebody forgot their password. What they typed is queued, whether or not anybody owns it, so that known and unknown people take the
//! same steps; who is meant is found out later, where nobody waits.

use std::{net::IpAddr, time::Duration};

use data_encoding::HEXLOWER;

use crate::{
    change::Change,
    flow::Outside,
    identifier::Folded,
    letter::{Origin, Purpose},
    portal::Admission,
    ports::{StoreError, Stored},
    secret::SecretDigest,
    throttle::{AttemptKey, Standing},
};

/// What somebody typed at the form, and from where.
#[derive(Debug)]
pub struct Forgotten<'a> {
    /// The portal's terms.
    pub admission: &'a Admission,
    /// The Account ID, where it is asked for.
    pub account: Option<Folded>,
    /// The username or email address.
    pub identifier: Folded,
    /// Where they are.
    pub network: IpAddr,
    /// The browser, as it names itself.
    pub device: String,
    /// The digest of what this browser will be able to show.
    pub browser: SecretDigest,
}

/// What the form answers. It is the same for everybody.
#[derive(Debug)]
pub enum Outcome {
    /// It was taken on.
    Queued,
    /// It was asked too often for what was typed, or from this network.
    Paused {
        /// How long still.
        wait: Duration,
    },
}

/// Takes a request on.
pub async fn forgot(outside: &Outside, forgotten: Forgotten<'_>) -> Stored<Outcome> {
    let now = outside.clock.now();
    let portal = &forgotten.admission.portal;
    let keys = [
        (AttemptKey::forgotten(portal, forgotten.account.as_ref(), &forgotten.identifier), outside.recovery.typed),
        (AttemptKey::forgotten_network(forgotten.network), outside.recovery.network),
    ];
    let standings = outside.attempts.reserve(&keys, now).await?;
    let paused = standings.iter().filter_map(|standing| match standing {
        Standing::Paused { until } => Some(until.since(now)),
        Standing::Counted { .. } => None,
    });
    if let Some(wait) = paused.max() {
        return Ok(Outcome::Paused { wait });
    }
    let purpose = Purpose::Forgotten {
        account: forgotten.account.map(|account| account.as_str().to_owned()),
        identifier: forgotten.identifier.as_str().to_owned(),
        origin: Origin { network: forgotten.network.to_string(), device: forgotten.device },
        browser: HEXLOWER.encode(forgotten.browser.as_bytes()),
    };
    let letter = outside.letter(portal, now, purpose).ok_or_else(|| StoreError::message("no mail is sent here"))?;
    outside.directory.apply(Change { letters: vec![letter], ..Change::default() }).await?;
    Ok(Outcome::Queued)
}
