//! A new email address: it counts once it was confirmed from its own mailbox, and the old one is told, twice.

use crate::{
    audit::{Actor, Event, What},
    change::{Applied, Change, Spend, Write},
    flow::{
        Outside,
        administer::{AdministerError, Administrator},
        link::GoodLink,
    },
    identifier::EmailAddress,
    letter::{Origin, Purpose},
    portal::Admission,
    ports::StoreError,
    recovery::{Ending, Kind, Recovery, RecoveryId},
    revocation::Revocation,
    user::{Person, User},
};

/// What asking for a new address of `person` commits, by whoever may, and the change's name.
pub fn asked(
    administrator: &Administrator<'_>,
    person: &Person,
    new: &EmailAddress,
    portal: &str,
    origin: &Origin,
) -> (RecoveryId, Change) {
    let outside = administrator.outside;
    let (now, user) = (outside.clock.now(), &person.user);
    let recovery = Recovery {
        id: RecoveryId::random(&*outside.entropy),
        kind: Kind::EmailChange,
        user: user.id,
        account: user.account,
        portal: portal.to_owned(),
        asked_at: now,
        expires_at: now.after(outside.recovery.request_life),
        network: origin.network.clone(),
        device: origin.device.clone(),
        browser: None,
        email: Some(new.clone()),
        approval: None,
        is_for_operators: false,
        sendings: 0,
        ended: None,
    };
    let confirm = Purpose::ConfirmEmail { recovery: recovery.id };
    let warn = user.email.as_ref().map(|old| Purpose::EmailChanging {
        user: user.id,
        old: old.to_string(),
        new: new.to_string(),
        origin: origin.clone(),
    });
    let id = recovery.id;
    let change = Change {
        spend: vec![Spend::BeginRecovery(recovery)],
        letters: [Some(confirm), warn].into_iter().flatten().filter_map(|purpose| outside.letter(portal, now, purpose)).collect(),
        audit: vec![administrator.event(now, What::EmailChangeRequested).about(user.account, user.id)],
        ..Change::default()
    };
    (id, change)
}

/// What became of a confirmation.
#[derive(Debug)]
pub enum Confirmed {
    /// The address has changed.
    Done,
    /// The link was used meanwhile, or the person changed.
    AlreadyUsed,
    /// Somebody else has the address by now.
    Taken,
}

/// Confirms the new address that the link was mailed to.
pub async fn confirm(outside: &Outside, portals: &[Admission], link: GoodLink, network: &str) -> Result<Confirmed, StoreError> {
    let GoodLink { person, recovery, .. } = link;
    let Some(new) = recovery.email else { return Err(StoreError::message("a change of address without one")) };
    let administrator = Administrator { outside, portals, actor: Actor::Visitor, session: None };
    match administrator.refuse_ambiguity(&person.account, Some(person.user.id), None, Some(&new)).await {
        Ok(()) => {}
        Err(AdministerError::Unavailable(error)) => return Err(error),
        Err(_) => return Ok(Confirmed::Taken),
    }
    let now = outside.clock.now();
    let old = person.user.email.clone();
    let told = old.map(|old| Purpose::EmailChanged { user: person.user.id, old: old.to_string(), new: new.to_string() });
    let user = User { email: Some(new), ..person.user };
    let change = Change {
        spend: vec![Spend::EndRecovery { recovery: recovery.id, at: now, ending: Ending::Used }, Spend::User(user.clone())],
        write: vec![Write::Undeliverable { user: user.id, since: None }],
        letters: told.and_then(|purpose| outside.letter(&recovery.portal, now, purpose)).into_iter().collect(),
        audit: vec![
            Event::new(now, What::EmailChanged, Actor::Visitor).about(user.account, user.id).at_portal(&recovery.portal, network),
        ],
        revoke: vec![Revocation::User(user.id)],
    };
    Ok(match outside.directory.apply(change).await? {
        Applied::Done => Confirmed::Done,
        Applied::AlreadySpent(_) | Applied::Taken => Confirmed::AlreadyUsed,
    })
}
