//! Every account, and a new one.

use axum::body::Body;
use gatehouse_auth_core::{
    account::{Account, AccountKind},
    flow::administer::{AccountEdit, AdministerError},
    identifier::{AccountKey, Folded},
    ports::Stored,
    recovery::RecoveryFlow,
};
use gatehouse_pages::{AccountFormProblem, Count, CurrentPasswordProblem, NewAccountPage, OperatorAccountsPage};
use http::{Response, StatusCode};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::{row, shown};
use crate::routes::{
    done::Done,
    form,
    frame::Unproved,
    signed::{Signed, SignedForm},
};

/// Accounts on a page.
const ON_A_PAGE: usize = 25;

/// The query of the page.
#[derive(Debug, Default, Deserialize)]
pub(in crate::routes) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: usize,
}

/// `GET /operator/accounts`
pub(in crate::routes) async fn get(signed: Signed, form::Asked(asked): form::Asked<Asked>) -> Response<Body> {
    signed.shows(StatusCode::OK, list(&signed, asked).await.map(|page| page.render()))
}

async fn list(signed: &Signed, asked: Asked) -> Stored<OperatorAccountsPage<'_>> {
    let wanted = Folded::of(&asked.q);
    let is_meant = |account: &Account| {
        account.key.folded().as_str().contains(wanted.as_str()) || Folded::of(&account.name).as_str().contains(wanted.as_str())
    };
    let mut accounts = signed.site.keeper.outside.directory.accounts().await?;
    accounts.retain(is_meant);
    let count = Count::Exactly(accounts.len().try_into().unwrap_or(u64::MAX));
    let first = asked.page.saturating_mul(ON_A_PAGE);
    let has_next = accounts.len() > first.saturating_add(ON_A_PAGE);
    let mut rows = Vec::new();
    for account in accounts.iter().skip(first).take(ON_A_PAGE) {
        rows.push(row(signed, account).await?);
    }
    let q = utf8_percent_encode(&asked.q, NON_ALPHANUMERIC).to_string();
    let link = |page: usize| format!("{}?q={q}&page={page}", signed.visit.portal.look.brand.path("operator/accounts"));
    Ok(OperatorAccountsPage {
        frame: signed.frame().await?,
        previous: asked.page.checked_sub(1).map(link),
        next: has_next.then(|| link(asked.page.saturating_add(1))),
        query: asked.q,
        count,
        rows,
    })
}

/// What was typed.
struct Typed {
    account_id: String,
    name: String,
    recovery: Option<RecoveryFlow>,
}

/// `GET /operator/accounts/new`
pub(in crate::routes) async fn get_new(signed: Signed) -> Response<Body> {
    let typed = Typed { account_id: String::new(), name: String::new(), recovery: None };
    show(&signed, StatusCode::OK, typed, None, Vec::new()).await
}

/// `POST /operator/accounts/new`
pub(in crate::routes) async fn post_new(SignedForm(signed, mut fields): SignedForm) -> Response<Body> {
    let refuse = StatusCode::UNPROCESSABLE_ENTITY;
    let typed = Typed {
        account_id: fields.take("account_id").trim().to_owned(),
        name: fields.take_organisation(),
        recovery: RecoveryFlow::named(fields.get("recovery")),
    };
    let key = typed.account_id.parse::<AccountKey>();
    let mut problems = Vec::new();
    if typed.name.is_empty() {
        problems.push(AccountFormProblem::MissingName);
    }
    let key = match key {
        Ok(key) if problems.is_empty() => key,
        Ok(_) | Err(_) => {
            if typed.account_id.is_empty() {
                problems.push(AccountFormProblem::MissingAccountId);
            } else if typed.account_id.parse::<AccountKey>().is_err() {
                problems.push(AccountFormProblem::MalformedAccountId);
            }
            return show(&signed, refuse, typed, None, problems).await;
        }
    };
    match signed.demands(fields.take("current_password")).await {
        Ok(()) => {}
        Err(Unproved::Asks(unproved)) => return show(&signed, refuse, typed, Some(unproved), Vec::new()).await,
        Err(Unproved::Answered(answer)) => return answer,
    }
    match open(&signed, key, &typed).await {
        Ok(account) => signed.did(&Done::AccountOpened, &format!("operator/accounts/{}", account.id)),
        Err(AdministerError::AccountTaken(_)) => {
            show(&signed, refuse, typed, None, vec![AccountFormProblem::AccountIdTaken]).await
        }
        Err(AdministerError::Unavailable(error)) => signed.unavailable(&error),
        Err(_) => signed.not_found(),
    }
}

async fn open(signed: &Signed, key: AccountKey, typed: &Typed) -> Result<Account, AdministerError> {
    let administrator = signed.administrator();
    let account = administrator.add_account(key, typed.name.clone(), AccountKind::Customer).await?;
    match typed.recovery {
        None => Ok(account),
        Some(flow) => {
            let edit = AccountEdit { recovery: Some(Some(flow)), ..AccountEdit::default() };
            administrator.set_account(account.key.folded(), edit).await
        }
    }
}

async fn show(
    signed: &Signed,
    status: StatusCode,
    typed: Typed,
    unproved: Option<CurrentPasswordProblem>,
    problems: Vec<AccountFormProblem>,
) -> Response<Body> {
    let Typed { account_id, name, recovery } = typed;
    let page = async {
        let (frame, step_up) = (signed.frame().await?, signed.asks(unproved).await?);
        Ok(NewAccountPage { frame, account_id, name, recovery: shown(recovery), step_up, problems }.render())
    };
    signed.shows(status, page.await)
}
