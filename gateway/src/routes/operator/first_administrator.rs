//! The link for an account's first administrator.

use axum::{body::Body, extract::Path};
use gatehouse_auth_core::{
    account::Account,
    flow::first_administrator::{self, FirstAdministratorError},
    flow::{administer::AdministerError, manage_people::MANAGE_USERS},
    identifier::{EmailAddress, Username},
    ports::Stored,
};
use gatehouse_pages::{CurrentPasswordProblem, FirstAdministrator, FirstAdministratorPage, UserProblem};
use http::{Response, StatusCode};

use crate::routes::{
    done::{Done, short},
    form::LONGEST_NAME,
    frame::Unproved,
    signed::{Signed, SignedForm},
};

/// What was typed.
#[derive(Default)]
struct Typed {
    name: String,
    email: String,
    username: String,
}

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
async fn waiting(signed: &Signed, account: &Account) -> Stored<Typed> {
    let holders = signed.site.keeper.outside.directory.holders(account.id, MANAGE_USERS).await?;
    Ok(holders.into_iter().next().map_or_else(Typed::default, |user| Typed {
        name: user.name,
        email: user.email.map(|email| email.to_string()).unwrap_or_default(),
        username: user.username.to_string(),
    }))
}

/// `POST /operator/accounts/{id}/first-admin`
pub(in crate::routes) async fn post(Path(id): Path<String>, SignedForm(signed, mut fields): SignedForm) -> Response<Body> {
    let refuse = StatusCode::UNPROCESSABLE_ENTITY;
    let account = match signed.account(&id).await {
        Ok(account) => account,
        Err(answer) => return answer,
    };
    let typed = Typed {
        name: fields.take("name").trim().to_owned(),
        email: fields.take("email").trim().to_owned(),
        username: fields.take("username").trim().to_owned(),
    };
    let (username, email) = match read(&typed) {
        Ok(read) => read,
        Err(problems) => return show(&signed, refuse, &account, typed, None, problems).await,
    };
    match signed.demands(fields.take("current_password")).await {
        Ok(()) => {}
        Err(Unproved::Asks(unproved)) => return show(&signed, refuse, &account, typed, Some(unproved), Vec::new()).await,
        Err(Unproved::Answered(answer)) => return answer,
    }
    let by = Some(signed.user().id);
    let sent = first_administrator::send_link(&signed.administrator(), &account, typed.name.clone(), username, email, by).await;
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

fn read(typed: &Typed) -> Result<(Username, EmailAddress), Vec<UserProblem>> {
    let mut problems = Vec::new();
    if typed.name.is_empty() || typed.name.chars().count() > LONGEST_NAME || typed.name.chars().any(char::is_control) {
        problems.push(UserProblem::MissingName);
    }
    let email = typed.email.parse();
    if email.is_err() {
        problems.push(if typed.email.is_empty() { UserProblem::MissingEmail } else { UserProblem::MalformedEmail });
    }
    let username = typed.username.parse();
    if username.is_err() {
        problems.push(if typed.username.is_empty() { UserProblem::MissingUsername } else { UserProblem::MalformedUsername });
    }
    match (username, email) {
        (Ok(username), Ok(email)) if problems.is_empty() => Ok((username, email)),
        _ => Err(problems),
    }
}

async fn show(
    signed: &Signed,
    status: StatusCode,
    account: &Account,
    typed: Typed,
    unproved: Option<CurrentPasswordProblem>,
    problems: Vec<UserProblem>,
) -> Response<Body> {
    let page = async {
        let exists = first_administrator::is_there(&signed.administrator(), account).await?;
        let Typed { name, email, username } = typed;
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
