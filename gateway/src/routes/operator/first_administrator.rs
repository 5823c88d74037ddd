//! The link for an account's first administrator.

use axum::{body::Body, extract::Path};
use gatehouse_auth_core::{
    account::Account,
    flow::{
        administer::AdministerError,
        first_administrator::{self, FirstAdministratorError},
    },
    user::User,
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
    show(&signed, StatusCode::OK, &account, None, None, Vec::new()).await
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
        Err(problems) => return show(&signed, refuse, &account, Some(typed), None, problems).await,
    };
    match signed.demands(fields.take("current_password")).await {
        Ok(()) => {}
        Err(Unproved::Asks(unproved)) => return show(&signed, refuse, &account, Some(typed), Some(unproved), Vec::new()).await,
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
            return show(&signed, StatusCode::CONFLICT, &account, Some(typed), None, Vec::new()).await;
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
    show(&signed, refuse, &account, Some(typed), None, vec![problem]).await
}

async fn show(
    signed: &Signed,
    status: StatusCode,
    account: &Account,
    typed: Option<TypedPerson>,
    unproved: Option<CurrentPasswordProblem>,
    problems: Vec<UserProblem>,
) -> Response<Body> {
    let page = async {
        let waiting = first_administrator::waiting(&signed.administrator(), account).await?;
        let wanted = |waiting: Vec<User>| {
            let again = || waiting.first().map(TypedPerson::of).unwrap_or_default();
            let TypedPerson { name, email, username } = typed.unwrap_or_else(again);
            FirstAdministrator::Wanted { name, email, username }
        };
        Ok(FirstAdministratorPage {
            frame: signed.frame().await?,
            id: account.id.to_string(),
            account: account.name.clone(),
            administrator: waiting.map_or(FirstAdministrator::Exists, wanted),
            step_up: signed.asks(unproved).await?,
            problems,
        }
        .render())
    };
    signed.shows(status, page.await)
}
