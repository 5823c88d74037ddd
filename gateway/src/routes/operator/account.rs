//! One account: its name, how its people get back in, and whether they may sign in.

use axum::{body::Body, extract::Path};
use gatehouse_auth_core::{
    account::{Account, AccountState},
    flow::{
        administer::{AccountEdit, AdministerError},
        first_administrator,
    },
    recovery::RecoveryFlow,
};
use gatehouse_pages::{AccountFormProblem, ConfirmPage, CurrentPasswordProblem, OperatorAccountPage, Place, Question};
use http::{Response, StatusCode};

use super::{row, shown};
use crate::routes::{
    done::Done,
    frame::Unproved,
    signed::{Signed, SignedForm},
};

/// `GET /operator/accounts/{id}`
pub(in crate::routes) async fn get(signed: Signed, Path(id): Path<String>) -> Response<Body> {
    let account = match signed.account(&id).await {
        Ok(account) => account,
        Err(answer) => return answer,
    };
    let (name, recovery) = (account.name.clone(), account.recovery);
    show(&signed, StatusCode::OK, &account, name, recovery, None, Vec::new()).await
}

/// `POST /operator/accounts/{id}`
pub(in crate::routes) async fn post(Path(id): Path<String>, SignedForm(signed, mut fields): SignedForm) -> Response<Body> {
    let refuse = StatusCode::UNPROCESSABLE_ENTITY;
    let account = match signed.account(&id).await {
        Ok(account) => account,
        Err(answer) => return answer,
    };
    let name = fields.take_organisation();
    let recovery = RecoveryFlow::named(fields.get("recovery"));
    if name.is_empty() {
        return show(&signed, refuse, &account, name, recovery, None, vec![AccountFormProblem::MissingName]).await;
    }
    match signed.demands(fields.take("current_password")).await {
        Ok(()) => {}
        Err(Unproved::Asks(unproved)) => {
            return show(&signed, refuse, &account, name, recovery, Some(unproved), Vec::new()).await;
        }
        Err(Unproved::Answered(answer)) => return answer,
    }
    let edit = AccountEdit { name: Some(name), recovery: Some(recovery), ..AccountEdit::default() };
    save(&signed, &account, edit).await
}

async fn save(signed: &Signed, account: &Account, edit: AccountEdit) -> Response<Body> {
    match signed.administrator().set_account(account.key.folded(), edit).await {
        Ok(_) => signed.did(&Done::AccountSaved, &format!("operator/accounts/{}", account.id)),
        Err(AdministerError::Unavailable(error)) => signed.unavailable(&error),
        Err(_) => signed.not_found(),
    }
}

async fn show(
    signed: &Signed,
    status: StatusCode,
    account: &Account,
    name: String,
    recovery: Option<RecoveryFlow>,
    unproved: Option<CurrentPasswordProblem>,
    problems: Vec<AccountFormProblem>,
) -> Response<Body> {
    let page = async {
        Ok(OperatorAccountPage {
            frame: signed.frame().await?,
            account: row(signed, account).await?,
            name,
            recovery: shown(recovery),
            wants_first_administrator: first_administrator::waiting(&signed.administrator(), account).await?.is_some(),
            step_up: signed.asks(unproved).await?,
            problems,
        }
        .render())
    };
    signed.shows(status, page.await)
}

/// Whether its people may sign in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::routes) enum Door {
    Suspend,
    Reopen,
}

/// `GET /operator/accounts/{id}/suspend` and `/reopen` ask.
pub(in crate::routes) async fn ask(door: Door, signed: Signed, Path(id): Path<String>) -> Response<Body> {
    let account = match another(&signed, &id).await {
        Ok(account) => account,
        Err(answer) => return answer,
    };
    confirm(door, &signed, StatusCode::OK, &account, None, None).await
}

/// `POST /operator/accounts/{id}/suspend` and `/reopen` do it. Suspending wants the Account ID typed.
pub(in crate::routes) async fn turn(
    door: Door,
    Path(id): Path<String>,
    SignedForm(signed, mut fields): SignedForm,
) -> Response<Body> {
    let refuse = StatusCode::UNPROCESSABLE_ENTITY;
    let account = match another(&signed, &id).await {
        Ok(account) => account,
        Err(answer) => return answer,
    };
    let typed = fields.take("confirmation");
    if door == Door::Suspend && typed.trim() != account.key.as_str() {
        return confirm(door, &signed, refuse, &account, Some(typed), None).await;
    }
    match signed.demands(fields.take("current_password")).await {
        Ok(()) => {}
        Err(Unproved::Asks(unproved)) => return confirm(door, &signed, refuse, &account, None, Some(unproved)).await,
        Err(Unproved::Answered(answer)) => return answer,
    }
    let state = match door {
        Door::Suspend => AccountState::Suspended,
        Door::Reopen => AccountState::Open,
    };
    save(&signed, &account, AccountEdit { state: Some(state), ..AccountEdit::default() }).await
}

/// Not their own account: nobody would be left to open it again.
async fn another(signed: &Signed, id: &str) -> Result<Account, Response<Body>> {
    let account = signed.account(id).await?;
    if account.id == signed.user().account { Err(signed.forbidden()) } else { Ok(account) }
}

async fn confirm(
    door: Door,
    signed: &Signed,
    status: StatusCode,
    account: &Account,
    mistyped: Option<String>,
    unproved: Option<CurrentPasswordProblem>,
) -> Response<Body> {
    let (brand, name) = (&signed.visit.portal.look.brand, account.name.clone());
    let (question, page) = match door {
        Door::Suspend => (Question::SuspendAccount { name, account_id: account.key.to_string() }, "suspend"),
        Door::Reopen => (Question::ReopenAccount { name }, "reopen"),
    };
    let page = async {
        Ok(ConfirmPage {
            frame: signed.frame().await?,
            place: Place::OperatorAccounts,
            question,
            action: brand.path(&format!("operator/accounts/{}/{page}", account.id)),
            cancel: brand.path(&format!("operator/accounts/{}", account.id)),
            mistyped,
            step_up: signed.asks(unproved).await?,
        }
        .render())
    };
    signed.shows(status, page.await)
}
