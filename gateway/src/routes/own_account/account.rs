//! My account: name, address, username and password in one form. Nothing is changed unless everything can be.

use axum::body::Body;
use gatehouse_auth_core::{
    flow::own_account::{OwnEdit, OwnError, Saved},
    ports::Stored,
    secret::TypedPassword,
    session::{Authenticated, Session},
    token::SessionToken,
};
use gatehouse_pages::{AccountPage, AccountProblem, UserProblem};
use http::{Response, StatusCode};

use super::{new_password, password_problem};
use crate::routes::{
    done::Done,
    form::Fields,
    frame::current_password_problem,
    on_the_way,
    person::TypedPerson,
    signed::{Signed, SignedForm},
};

/// `GET /account`
pub(in crate::routes) async fn get(signed: Signed) -> Response<Body> {
    show(&signed, StatusCode::OK, None, Vec::new()).await
}

/// `POST /account`
pub(in crate::routes) async fn post(SignedForm(signed, mut fields): SignedForm) -> Response<Body> {
    let typed = TypedPerson::taken(&mut fields);
    let edit = match read(&signed, &typed, &mut fields) {
        Ok(edit) => edit,
        Err(problems) => return show(&signed, StatusCode::UNPROCESSABLE_ENTITY, Some(typed), problems).await,
    };
    let changes_password = edit.password.is_some();
    match signed.own().save(edit).await {
        Ok(Saved { renewed, to_confirm }) => {
            let done = match to_confirm {
                Some(email) => Done::ConfirmationSent(email.to_string()),
                None if changes_password => Done::PasswordChanged,
                None => Done::AccountUpdated,
            };
            signed.goes_on(renewed, &done, "account")
        }
        Err(error) => match problem(&signed, error) {
            Ok(problem) => show(&signed, StatusCode::UNPROCESSABLE_ENTITY, Some(typed), vec![problem]).await,
            Err(answer) => *answer,
        },
    }
}

/// What is to change, or what has to be mended first.
fn read(signed: &Signed, typed: &TypedPerson, fields: &mut Fields) -> Result<OwnEdit, Vec<AccountProblem>> {
    let mut problems = Vec::new();
    let mut mend = |problem| problems.push(AccountProblem::Particulars(problem));
    let email = match typed.email() {
        // Whoever has no address goes on without one.
        Err(UserProblem::MissingEmail) if signed.user().email.is_none() => Ok(None),
        email => email.map(Some),
    };
    let mut edit = OwnEdit {
        name: typed.name().map_err(&mut mend).ok(),
        email: email.map_err(&mut mend).ok().flatten(),
        username: typed.username().map_err(&mut mend).ok(),
        ..OwnEdit::default()
    };
    match new_password(fields) {
        Ok(password) => edit.password = password,
        Err(problem) => problems.push(AccountProblem::NewPassword(problem)),
    }
    edit.current_password = TypedPassword::new(fields.take("current_password"));
    if problems.is_empty() { Ok(edit) } else { Err(problems) }
}

/// What the page says of a change that was refused, or the answer in place of the page.
fn problem(signed: &Signed, error: OwnError) -> Result<AccountProblem, Box<Response<Body>>> {
    match error {
        OwnError::UsernameTaken => Ok(AccountProblem::Particulars(UserProblem::UsernameTaken)),
        OwnError::NoMail => Ok(AccountProblem::Particulars(UserProblem::NoMail)),
        OwnError::TooOften { wait } => Err(Box::new(signed.visit.too_often(wait, &signed.headers))),
        OwnError::Unproved(error) => match current_password_problem(&error) {
            Some(problem) => Ok(AccountProblem::CurrentPassword(problem)),
            None => Err(Box::new(signed.prove_failed(error))),
        },
        OwnError::Password(error) => match password_problem(&error) {
            Some(problem) => Ok(AccountProblem::NewPassword(problem)),
            None => Err(Box::new(signed.choose_failed(error))),
        },
        OwnError::Meanwhile => Err(Box::new(signed.goes_to("account"))),
        OwnError::Unavailable(error) => Err(Box::new(signed.unavailable(&error))),
    }
}

async fn show(signed: &Signed, status: StatusCode, typed: Option<TypedPerson>, problems: Vec<AccountProblem>) -> Response<Body> {
    signed.shows(status, page(signed, typed, problems).await.map(|page| page.render()))
}

async fn page(signed: &Signed, typed: Option<TypedPerson>, problems: Vec<AccountProblem>) -> Stored<AccountPage<'_>> {
    let outside = &signed.site.keeper.outside;
    // As it is now: the session may remember what it was.
    let user = outside.directory.person(signed.user().id).await?.map_or_else(|| signed.user().clone(), |person| person.user);
    let pending = outside.directory.email_change(user.id, outside.clock.now()).await?;
    let typed = typed.unwrap_or_else(|| TypedPerson::of(&user));
    Ok(AccountPage {
        frame: signed.frame().await?,
        name: typed.name,
        email: typed.email,
        username: typed.username,
        pending_email: pending.and_then(|pending| pending.email).map(|email| email.to_string()),
        rules: signed.password_rules(),
        problems,
    })
}

impl Signed {
    /// On to a page, in the session that followed where the password is new.
    pub(super) fn goes_on(
        &self,
        renewed: Option<(Session<Authenticated>, SessionToken)>,
        done: &Done,
        page: &str,
    ) -> Response<Body> {
        let mut response = self.did(done, page);
        if let Some((session, token)) = renewed {
            let cookie = self.site.session_cookie(&self.visit.portal, &session, &token);
            response.headers_mut().append(http::header::SET_COOKIE, cookie);
            // The marks of before ended with the sessions.
            let marks = on_the_way::marks(&self.visit, &self.headers);
            let known = on_the_way::known_device_cookie(&self.site, &self.visit, &marks, &session);
            response.headers_mut().append(http::header::SET_COOKIE, known);
        }
        // The news comes round by itself; the page that they go on to shows it already.
        let changed = gatehouse_auth_core::revocation::Revocation::User(self.user().id);
        self.site.keeper.sessions.revoke(&[changed]);
        response
    }

    /// The answer where a new password could not be judged.
    pub(super) fn choose_failed(&self, error: gatehouse_auth_core::flow::replace_password::ChooseError) -> Response<Body> {
        use gatehouse_auth_core::flow::replace_password::ChooseError;
        match error {
            ChooseError::Paused { wait } => self.visit.too_often(wait, &self.headers),
            ChooseError::Busy(busy) => self.busy(busy.retry_after),
            ChooseError::Unavailable(error) => self.unavailable(&error),
            ChooseError::Weak(_) | ChooseError::SameAsOld => self.not_found(),
        }
    }
}
