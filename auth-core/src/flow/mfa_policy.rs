//! Whom an account asks for a second factor.

use std::collections::BTreeMap;

use crate::{
    account::Account,
    audit::{Actor, Event, What},
    change::{Change, Write},
    flow::{Outside, enrol::MANAGE_COMPANY_MFA},
    letter::Purpose,
    mfa::{Demand, Group, MfaPolicy, MfaSetting},
    permission::Level,
    ports::{PeopleFilter, Stored},
    session::{Authenticated, Session},
};

/// What somebody types who asks nobody for a second factor any more; in every language the same.
pub const CONFIRMATION: &str = "Disable MFA";

/// Why a policy was not saved.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// It asks nobody any more, and that was not confirmed in so many words.
    #[error("type “{CONFIRMATION}” to confirm")]
    Unconfirmed,
    /// A store did not answer.
    #[error(transparent)]
    Unavailable(#[from] crate::ports::StoreError),
}

/// How many people it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Impact {
    /// All of them.
    pub people: u32,
    /// Those who have registered a second factor.
    pub registered: u32,
}

/// People are counted to this many.
const MOST: u32 = 1_000_000;

/// Counts an account's people.
pub async fn impact(outside: &Outside, account: &Account) -> Stored<Impact> {
    let count = async |filters: &[PeopleFilter]| outside.directory.count_people(account.id, &[], filters, MOST).await;
    Ok(Impact { people: count(&[]).await?, registered: count(&[PeopleFilter::WithFactor]).await? })
}

/// The demands that somebody of this level may make: what is asked of levels above theirs stays as it was.
fn within(level: Level, wanted: Demands, before: &Demands) -> Demands {
    let is_above = |group: &Group| matches!(group, Group::Level(other) if *other > level);
    let kept = before.iter().filter(|(group, _)| is_above(group)).map(|(group, demand)| (group.clone(), *demand));
    wanted.into_iter().filter(|(group, _)| !is_above(group)).chain(kept).collect()
}

type Demands = BTreeMap<Group, Demand>;

/// Saves a policy for the account of whoever has the session, and tells every administrator who could have done it. `confirmation` is what
/// they typed, which matters where it asks nobody any more. Whether anything changed.
pub async fn save(
    outside: &Outside,
    me: &Session<Authenticated>,
    policy: MfaPolicy,
    confirmation: &str,
) -> Result<bool, PolicyError> {
    let (now, user) = (outside.clock.now(), &me.person().user);
    let Some(account) = outside.directory.account(user.account).await? else { return Ok(false) };
    let policy = MfaPolicy { demands: within(user.level, policy.demands, &account.mfa.demands), ..policy };
    if policy == account.mfa {
        return Ok(false);
    }
    let is_turned_off = policy.setting == MfaSetting::Disabled && account.mfa.setting != MfaSetting::Disabled;
    if is_turned_off && confirmation.trim() != CONFIRMATION {
        return Err(PolicyError::Unconfirmed);
    }
    let setting = policy.setting.as_str();
    let administrators = outside.directory.holders(account.id, MANAGE_COMPANY_MFA).await?;
    let told = |administrator| Purpose::MfaPolicyChanged { setting: setting.to_owned(), by: user.id, administrator };
    let told = administrators.iter().filter(|holder| holder.email.is_some()).map(|holder| told(holder.id));
    let event = Event::new(now, What::MfaPolicyChanged, Actor::User(user.id))
        .about_account(account.id)
        .within(me.record())
        .with("setting", setting)
        .with("demands", policy.demands_to_stored());
    let change = Change {
        letters: told.filter_map(|purpose| outside.letter(&me.record().portal, now, purpose)).collect(),
        write: vec![Write::MfaPolicy { account: account.id, policy }],
        audit: vec![event],
        ..Change::default()
    };
    outside.directory.apply(change).await?;
    Ok(true)
}
