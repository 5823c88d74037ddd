//! The link for an account's first administrator.

use axum::{body::Body, extract::Path};
use gatehouse_auth_core::{
    account::Account,
    flow::first_administrator::{self, FirstAdministratorError},
    flow::{administer::AdministerError, manage_people::MANAGE_USERS},
    ports::Stored,
};
use gatehouse_pages::{CurrentPasswordProblem, FirstAdministrator, FirstAdministratorPage, UserProblem};
use http::{Response, StatusCode};

use crate::routes::{
    done::{Done, short},
    frame::Unproved,
    person::TypedPerson,
    signed::{Signed, SignedForm},
};

/// `GET /operator/accounts/{id}/first-admin`
pub(in crate::routes) async fn get(signed: Signed, Path(id): Path<String>) -> Response<Body> {
    let account = match signed.account(&id).await {
        Ok(account) => account,
        Err(answer) => return answer,
    };
    let waiting = match waiting(&signed, &account).await {
        Ok(waiting) => waiting,
        Err(error) => return signed.unavailable(&error),
    };
    show(&signed, StatusCode::OK, &account, waiting, None, Vec::new()).await
}

/// Whoever was sent a link and has not come yet: it can be sent again.
async fn waiting(signed: &Signed, account: &Account) -> Stored<TypedPerson> {
    let holders = signed.site.keeper.outside.directory.holders(account.id, MANAGE_USERS).await?;
    Ok(holders.first().map_or_else(TypedPerson::default, TypedPerson::of))
}

/// `POST /operator/accounts/{id}/first-admin`
pub(in crate::routes) async fn post(Path(id): Path<String>, SignedForm(signed, mut fields): SignedForm) -> Response<Body> {
    let refuse = StatusCode::UNPROCESSABLE_ENTITY;
    let account = match signed.account(&id).await {
        Ok(account) => account,
        Err(answer) => return answer,
    };
    let typed = TypedPerson::taken(&mut fields);
    let (name, email, username) = match typed.read() {
        Ok(read) => read,
        Err(problems) => return show(&signed, refuse, &account, typed, None, problems).await,
    };
    match signed.demands(fields.take("current_password")).await {
        Ok(()) => {}
        Err(Unproved::Asks(unproved)) => return show(&signed, refuse, &account, typed, Some(unproved), Vec::new()).await,
        Err(Unproved::Answered(answer)) => return answer,
    }
    let by = Some(signed.user().id);
    let sent = first_administrator::send_link(&signed.administrator(), &account, name, username, email, by).await;
    let problem = match sent {
        Ok(user) => {
            let page = format!("operator/accounts/{}", account.id);
            return signed.did(&Done::FirstAdministratorLinkSent(short(&user.name)), &page);
        }
        // The page then says that there is one.
        Err(FirstAdministratorError::ThereIsOne) => {
            return show(&signed, StatusCode::CONFLICT, &account, typed, None, Vec::new()).await;
        }
        Err(FirstAdministratorError::Refused(AdministerError::Ambiguous { name, .. })) if name.contains('@') => {
            UserProblem::EmailTaken
        }
        Err(FirstAdministratorError::Refused(AdministerError::UsernameTaken(_) | AdministerError::Ambiguous { .. })) => {
            UserProblem::UsernameTaken
        }
        Err(FirstAdministratorError::Unavailable(error)) => return signed.unavailable(&error),
        Err(FirstAdministratorError::Refused(_)) => return signed.not_found(),
    };
    show(&signed, refuse, &account, typed, None, vec![problem]).await
}

async fn show(
    signed: &Signed,
    status: StatusCode,
    account: &Account,
    typed: TypedPerson,
    unproved: Option<CurrentPasswordProblem>,
    problems: Vec<UserProblem>,
) -> Response<Body> {
    let page = async {
        let exists = first_administrator::is_there(&signed.administrator(), account).await?;
        let TypedPerson { name, email, username } = typed;
        Ok(FirstAdministratorPage {
            frame: signed.frame().await?,
            id: account.id.to_string(),
            account: account.name.clone(),
            administrator: if exists { FirstAdministrator::Exists } else { FirstAdministrator::Wanted { name, email, username } },
            step_up: signed.asks(unproved).await?,
            problems,
        }
        .render())
    };
    signed.shows(status, page.await)
}
