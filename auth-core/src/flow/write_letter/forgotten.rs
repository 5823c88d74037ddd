//! What somebody typed who forgot their password: whose it is, and what their account does about it.

use data_encoding::HEXLOWER;

use super::{Content, LinkWhy, Writing, Written, begin};
use crate::{
    account::AccountKind,
    audit::{Actor, Event, What},
    change::{Applied, Change, Spend},
    flow::{lookup, requests},
    identifier::Folded,
    letter::{Origin, Purpose},
    portal::Admission,
    ports::Stored,
    recovery::{Kind, Recovery, RecoveryFlow, RecoveryId},
    secret::SecretDigest,
    user::{Person, User},
};

/// Writes to whoever owns what was typed, if anybody does.
pub(super) async fn write(
    writing: &Writing<'_>,
    account: Option<&str>,
    identifier: &str,
    origin: &Origin,
    browser: &str,
) -> Stored<Written> {
    let Some(portals_flow) = writing.admission.recovery else { return Ok(Written::Nothing("no-recovery-here")) };
    let (account, identifier) = (account.map(Folded::of), Folded::of(identifier));
    let by = lookup::by_recovery(portals_flow, account.as_ref(), &identifier);
    let Some(person) = lookup::the_one(writing.outside, writing.admission, by).await?.map(|candidate| candidate.person) else {
        note(writing, None, origin, What::RecoveryRefused, "unknown").await?;
        return Ok(Written::Nothing("unknown"));
    };
    let mut why_not = match (lookup::refusal(&person), &person.user.email) {
        (Some(refusal), _) => Some(refusal),
        (None, None) => Some("no-address"),
        (None, Some(_)) => None,
    };
    // However often it is tried, one letter counts once: also where a sender died with it in hand, and it had begun by then.
    let has_begun = writing.outside.directory.recovery(RecoveryId::of_letter(writing.letter.id)).await?.is_some();
    let is_new = writing.is_first_try && !has_begun;
    if is_new && why_not.is_none() && !begin::has_room(writing.outside, person.user.id).await? {
        why_not = Some("too-many-letters");
    }
    if let Some(why_not) = why_not {
        note(writing, Some(&person), origin, What::RecoveryRefused, why_not).await?;
        return Ok(Written::Nothing(why_not));
    }
    if is_new {
        note(writing, Some(&person), origin, What::RecoveryRequested, "forgotten").await?;
    }
    let Some(email) = person.user.email.clone() else { return Ok(Written::Nothing("no-address")) };
    let digest = HEXLOWER.decode(browser.as_bytes()).ok().and_then(|bytes| SecretDigest::from_bytes(&bytes));
    let complete = |recovery: Recovery| Recovery {
        network: origin.network.clone(),
        device: origin.device.clone(),
        browser: digest,
        ..recovery
    };
    let life = writing.outside.recovery.link_life;
    let content = match writing.admission.recovery_of(&person.account).unwrap_or(portals_flow) {
        RecoveryFlow::EmailedPassword => begin::temporary(writing, &person, complete)
            .await?
            .map(|(password, until)| Content::TemporaryPassword { password, until, origin: Some(origin.clone()) }),
        RecoveryFlow::Link => begin::link(writing, &person, Kind::Link, life, complete)
            .await?
            .map(|(secret, until)| Content::Link { secret, until, why: LinkWhy::Asked, origin: Some(origin.clone()) }),
        RecoveryFlow::LinkThenTemporary => begin::link(writing, &person, Kind::TemporaryLink, life, complete)
            .await?
            .map(|(secret, until)| Content::TemporaryLink { secret, until, origin: origin.clone() }),
        RecoveryFlow::AdminApproval => {
            return ask(writing, &person, complete(begin::recovery(writing, &person, Kind::Approval))).await;
        }
    };
    Ok(match content {
        Some(content) => writing.draft(&person, email, content),
        None => Written::Nothing("replaced"),
    })
}

/// Asks those who can approve, each by a letter of their own; where nobody of the account can, the operators.
async fn ask(writing: &Writing<'_>, person: &Person, recovery: Recovery) -> Stored<Written> {
    let outside = writing.outside;
    let is_operator = person.account.kind == AccountKind::Operator;
    // Operators decide about each other where they decide about everybody.
    let mut deciders = if is_operator { Vec::new() } else { requests::approvers(outside, person).await? };
    let is_for_operators = deciders.is_empty();
    if is_for_operators {
        deciders = requests::operators(outside).await?;
        deciders.retain(|decider| decider.id != person.user.id);
    }
    let expires_at = recovery.asked_at.after(outside.recovery.request_life);
    let recovery = Recovery { expires_at, is_for_operators, ..recovery };
    let now = outside.clock.now();
    let portal = &writing.letter.portal;
    let mut letters = Vec::with_capacity(deciders.len());
    for decider in &deciders {
        let console = if is_for_operators { console_of(writing, decider).await? } else { None };
        let purpose = Purpose::ApprovalWanted { recovery: recovery.id, approver: decider.id };
        letters.extend(outside.letter(console.unwrap_or(portal), now, purpose));
    }
    let change = Change {
        letters,
        audit: vec![
            Event::new(now, What::ApprovalRequested, Actor::Visitor)
                .about(person.account.id, person.user.id)
                .at_portal(portal, &recovery.network)
                .with("of", if is_for_operators { "operators" } else { "administrators" }),
        ],
        spend: vec![Spend::BeginRecovery(recovery)],
        ..Change::default()
    };
    Ok(match outside.directory.apply(change).await? {
        Applied::Done => Written::Nothing("asked"),
        // A letter that was tried before has asked already; a later request has replaced an earlier one.
        Applied::AlreadySpent(_) | Applied::Taken => Written::Nothing("asked-already"),
    })
}

/// The portal at which an operator signs in to decide: customers' portals serve no console.
async fn console_of<'a>(writing: &Writing<'a>, operator: &User) -> Stored<Option<&'a str>> {
    let account = writing.outside.directory.account(operator.account).await?;
    let admits = |portal: &&Admission| portal.serves_operators && account.as_ref().is_some_and(|own| portal.admitted.admits(own));
    Ok(writing.portals.iter().find(admits).map(|portal| portal.portal.as_str()))
}

async fn note(writing: &Writing<'_>, person: Option<&Person>, origin: &Origin, what: What, why: &str) -> Stored<()> {
    let mut event = Event::new(writing.outside.clock.now(), what, Actor::Visitor)
        .at_portal(&writing.letter.portal, &origin.network)
        .with("why", why);
    if let Some(person) = person {
        event = event.about(person.account.id, person.user.id);
    }
    writing.outside.directory.apply(Change { audit: vec![event], ..Change::default() }).await.map(drop)
}
