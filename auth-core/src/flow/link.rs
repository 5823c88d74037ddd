//! A link that was mailed: what it is good for now, and its use. Looking consumes nothing, since mail scanners look; using it does, once.

use std::net::IpAddr;

use crate::{
    audit::{Actor, Event, What},
    change::{Applied, Spend},
    flow::{
        Outside, lookup,
        replace_password::{self, ChooseError, Replaced},
    },
    letter::Origin,
    password::PasswordPolicy,
    portal::Admission,
    ports::Stored,
    recovery::{Ending, Held, Kind, LinkSecret, Recovery, RecoveryFlow, SecretKind, terms::GREEN},
    secret::TypedPassword,
    throttle::{AttemptKey, Standing},
    time::Timestamp,
    user::Person,
};

/// What a link is good for.
#[derive(Debug)]
pub enum Link {
    /// For what it was mailed for.
    Good(Box<GoodLink>),
    /// Its time is over.
    Expired(Kind),
    /// It was used, replaced, declined or otherwise ended.
    Ended(Ending),
    /// No link that this portal mailed.
    Unknown,
    /// Too many links that nobody mailed came from this network.
    Paused,
}

/// A link that can be used.
#[derive(Debug)]
pub struct GoodLink {
    /// Whose.
    pub person: Person,
    /// What it belongs to.
    pub recovery: Recovery,
    /// Until when it is good.
    pub expires_at: Timestamp,
}

/// Looks at a link.
pub async fn look(outside: &Outside, admission: &Admission, secret: &LinkSecret, network: IpAddr) -> Stored<Link> {
    let now = outside.clock.now();
    let held = outside.directory.recovery_by_secret(&secret.digest()).await?;
    let held = held.filter(|held| held.kind == SecretKind::Link && held.recovery.portal == admission.portal);
    let Some(Held { recovery, expires_at, .. }) = held else {
        // Only what nobody was mailed is counted (ASVS 6.6.3): others of the same network keep no link from working, and 256 bits are not
        // guessed between two counts.
        let counter = [(AttemptKey::unknown_links(network), outside.recovery.network)];
        let standings = outside.attempts.reserve(&counter, now).await?;
        let is_paused = standings.iter().any(|standing| matches!(standing, Standing::Paused { .. }));
        return Ok(if is_paused { Link::Paused } else { Link::Unknown });
    };
    if let Some((_, ending)) = recovery.ended {
        return Ok(Link::Ended(ending));
    }
    if expires_at <= now {
        return Ok(Link::Expired(recovery.kind));
    }
    let person = outside.directory.person(recovery.user).await?;
    let may = |person: &Person| lookup::refusal(person).is_none() && admission.admitted.admits(&person.account);
    Ok(match person.filter(may) {
        Some(person) => Link::Good(Box::new(GoodLink { person, recovery, expires_at })),
        None => Link::Ended(Ending::Disabled),
    })
}

/// What is asked of a new password of `person`: where an administrator approves, at least green.
pub fn policy(outside: &Outside, admission: &Admission, person: &Person) -> PasswordPolicy {
    let PasswordPolicy { min_length, required_score } = outside.policy;
    match admission.recovery_of(&person.account) {
        Some(RecoveryFlow::AdminApproval) => PasswordPolicy { min_length, required_score: required_score.max(GREEN) },
        _ => outside.policy,
    }
}

/// What became of a password that was chosen through a link.
#[derive(Debug)]
pub enum Redeemed {
    /// It is the person's password now.
    Done,
    /// Somebody else was quicker.
    AlreadyUsed,
}

/// Uses a link to choose a password. Nobody is signed in by it, and no second factor is passed.
pub async fn choose_password(
    outside: &Outside,
    admission: &Admission,
    link: &GoodLink,
    typed: TypedPassword,
    origin: Origin,
) -> Result<Redeemed, ChooseError> {
    let record = replace_password::choose(outside, &link.person, policy(outside, admission, &link.person), typed).await?;
    let now = outside.clock.now();
    let user = link.person.user.id;
    let event = Event::new(now, What::LinkUsed, Actor::Visitor)
        .at_portal(&admission.portal, &origin.network)
        .with("for", link.recovery.kind.as_str());
    let replaced = Replaced { person: &link.person, record, portal: Some(&admission.portal), origin, event, but: None };
    let (mut change, _) = replaced.change(outside, now).await?;
    change.spend.push(Spend::EndRecovery { recovery: link.recovery.id, at: now, ending: Ending::Used });
    match outside.directory.apply(change).await? {
        Applied::Done => {}
        Applied::AlreadySpent(_) | Applied::Taken => return Ok(Redeemed::AlreadyUsed),
    }
    replace_password::forgive(outside, user).await?;
    Ok(Redeemed::Done)
}
