//! Whom the account asks for a second factor.

use std::collections::BTreeMap;

use axum::body::Body;
use gatehouse_auth_core::{
    account::Account,
    flow::mfa_policy::{self, PolicyError},
    mfa::{Demand, Group, MfaPolicy, MfaSetting},
    permission::{Level, OWN_ROLES},
    ports::{StoreError, Stored},
};
use gatehouse_pages::{ConfirmPage, CurrentPasswordProblem, MfaDemand, MfaPeople, MfaPolicyPage, Place, Question};
use http::{Response, StatusCode};

use super::{
    done::Done,
    form::Fields,
    frame::Unproved,
    signed::{Signed, SignedForm},
    users::shown_level,
};

const PAGE: &str = "company/mfa";
/// More than there are levels and roles of ours, and room for an application's.
const MOST_DEMANDS: usize = 64;

/// `GET /company/mfa`
pub(super) async fn get(signed: Signed) -> Response<Body> {
    match signed.own_account().await {
        Ok(account) => show(&signed, StatusCode::OK, &account, &account.mfa, None).await,
        Err(error) => signed.unavailable(&error),
    }
}

/// `POST /company/mfa`: `policy`, and what is demanded beyond it; `confirmation` where it asks nobody any more.
pub(super) async fn post(SignedForm(signed, mut fields): SignedForm) -> Response<Body> {
    let account = match signed.own_account().await {
        Ok(account) => account,
        Err(error) => return signed.unavailable(&error),
    };
    let policy = read(&fields, &account.mfa);
    let was_asked = fields.names().any(|name| name == "confirmation");
    let confirmation = was_asked.then(|| fields.take("confirmation"));
    let turns_off = policy.setting == MfaSetting::Disabled && account.mfa.setting != MfaSetting::Disabled;
    match signed.demands(fields.take("current_password")).await {
        Ok(()) => {}
        // The page that asks for the phrase asks for the password as well.
        Err(Unproved::Asks(_)) if turns_off && confirmation.is_none() => {}
        Err(Unproved::Asks(unproved)) if turns_off => return confirm(&signed, confirmation, Some(unproved)).await,
        Err(Unproved::Asks(unproved)) => {
            return show(&signed, StatusCode::UNPROCESSABLE_ENTITY, &account, &policy, Some(unproved)).await;
        }
        Err(Unproved::Answered(answer)) => return answer,
    }
    let Some(confirmation) = confirmation.or_else(|| (!turns_off).then(String::new)) else {
        return confirm(&signed, None, None).await;
    };
    match mfa_policy::save(&signed.site.keeper.outside, signed.session(), policy, &confirmation).await {
        Ok(_) => signed.did(&Done::MfaPolicySaved, PAGE),
        Err(PolicyError::Unconfirmed) => confirm(&signed, Some(confirmation), None).await,
        Err(PolicyError::Unavailable(error)) => signed.unavailable(&error),
    }
}

/// The policy of a form; what it does not name stays.
fn read(fields: &Fields, before: &MfaPolicy) -> MfaPolicy {
    let setting = MfaSetting::named(fields.get("policy")).unwrap_or(before.setting);
    let mut demands = before.demands.clone();
    for (name, group) in fields.names().filter_map(|name| Some((name, name.parse::<Group>().ok()?))) {
        match Demand::named(fields.get(name)) {
            Some(demand) if demands.len() < MOST_DEMANDS => demands.insert(group, demand),
            Some(_) => None,
            None => demands.remove(&group),
        };
    }
    MfaPolicy { setting, demands }
}

async fn show(
    signed: &Signed,
    status: StatusCode,
    account: &Account,
    policy: &MfaPolicy,
    unproved: Option<CurrentPasswordProblem>,
) -> Response<Body> {
    let page = async {
        let impact = mfa_policy::impact(&signed.site.keeper.outside, account).await?;
        let roles = OWN_ROLES.iter().filter_map(|role| role.parse().ok()).map(Group::Role);
        let known: BTreeMap<String, Option<Demand>> = roles
            .chain(policy.demands.keys().filter(|group| matches!(group, Group::Role(_))).cloned())
            .map(|group| (group.to_string(), policy.demands.get(&group).copied()))
            .collect();
        Ok(MfaPolicyPage {
            frame: signed.frame().await?,
            policy: shown(policy.setting),
            people: MfaPeople { all: impact.people.into(), set_up: impact.registered.into() },
            levels: Level::ALL
                .into_iter()
                .map(|own| (shown_level(own), demand(policy.demands.get(&Group::Level(own)).copied())))
                .collect(),
            roles: known.into_iter().map(|(name, asked)| (name.trim_start_matches("role.").to_owned(), demand(asked))).collect(),
            step_up: signed.asks(unproved).await?,
        }
        .render())
    };
    signed.shows(status, page.await)
}

async fn confirm(signed: &Signed, mistyped: Option<String>, unproved: Option<CurrentPasswordProblem>) -> Response<Body> {
    let is_again = mistyped.is_some();
    let page = async {
        let brand = &signed.visit.portal.look.brand;
        Ok(ConfirmPage {
            frame: signed.frame().await?,
            place: Place::MfaPolicy,
            question: Question::DisableMfa,
            action: brand.path(PAGE),
            cancel: brand.path(PAGE),
            mistyped: mistyped.filter(|typed| typed.trim() != mfa_policy::CONFIRMATION),
            step_up: signed.asks(unproved).await?,
        }
        .render())
    };
    let status = if is_again { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    signed.shows(status, page.await)
}

fn shown(setting: MfaSetting) -> gatehouse_pages::MfaPolicy {
    match setting {
        MfaSetting::Available => gatehouse_pages::MfaPolicy::Available,
        MfaSetting::Enabled => gatehouse_pages::MfaPolicy::Enabled,
        MfaSetting::Disabled => gatehouse_pages::MfaPolicy::Disabled,
    }
}

fn demand(asked: Option<Demand>) -> MfaDemand {
    match asked {
        None => MfaDemand::AsCompany,
        Some(Demand::Required) => MfaDemand::Required,
        Some(Demand::PhishingResistant) => MfaDemand::PhishingResistant,
    }
}

impl Signed {
    /// Their account, as it is now.
    async fn own_account(&self) -> Stored<Account> {
        let account = self.site.keeper.outside.directory.account(self.user().account).await?;
        account.ok_or_else(|| StoreError::message("the account of whoever is signed in is gone"))
    }
}
