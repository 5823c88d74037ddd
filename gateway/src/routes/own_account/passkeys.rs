//! One's own passkeys and security keys: one more, another name, one less.

use axum::{body::Body, extract::Path};
use gatehouse_auth_core::{
    flow::{
        my_passkeys::{Adding, PasskeyError},
        register_passkey::RegisterError,
    },
    mfa::passkey::{BadName, Passkey, PasskeyName},
};
use gatehouse_pages::{
    CurrentPasswordProblem, NewPasskeyOccasion, NewPasskeyPage, NewPasskeyProblem, PasskeyNameProblem, Question,
    RenamePasskeyPage,
};
use http::{Response, StatusCode};
use tracing::info;

use super::mfa::{Asks, PAGE, show as show_my_mfa};
use crate::routes::{
    done::{Done, short},
    frame::Unproved,
    reply,
    second_factor::new_passkey::{problem, read},
    signed::{Signed, SignedForm},
};

/// `GET /account/mfa/passkeys/new`
pub(in crate::routes) async fn get_new(signed: Signed) -> Response<Body> {
    New::blank().show(&signed, StatusCode::OK).await
}

/// `POST /account/mfa/passkeys/new`: `name`, and `credential`, which is what the browser answered.
pub(in crate::routes) async fn post_new(SignedForm(signed, mut fields): SignedForm) -> Response<Body> {
    let refuse = StatusCode::UNPROCESSABLE_ENTITY;
    let new = New { typed: fields.take("name"), ..New::blank() };
    match signed.demands(fields.take("current_password")).await {
        Ok(()) => {}
        Err(Unproved::Asks(unproved)) => return New { unproved: Some(unproved), ..new }.show(&signed, refuse).await,
        Err(Unproved::Answered(answer)) => return answer,
    }
    let (name, answer) = match read(&new.typed, &fields) {
        Ok(read) => read,
        Err(problem) => return New { problem: Some(problem), ..new }.show(&signed, refuse).await,
    };
    let mine = match signed.my_mfa().await {
        Ok(mine) => mine,
        Err(error) => return signed.unavailable(&error),
    };
    match mine.add_passkey(&signed.visit.portal.admission, &name, answer).await {
        Ok(()) => {
            info!(request.id = %signed.visit.id, user.id = %signed.user().id, "a passkey was added");
            signed.did(&Done::PasskeyAdded(short(name.as_str())), PAGE)
        }
        Err(RegisterError::Busy(busy)) => signed.busy(busy.retry_after),
        Err(RegisterError::Unavailable(error)) => signed.unavailable(&error),
        Err(error) => New { problem: Some(problem(&error)), ..new }.show(&signed, refuse).await,
    }
}

/// `GET /account/mfa/passkeys/{id}`
pub(in crate::routes) async fn get(signed: Signed, Path(id): Path<String>) -> Response<Body> {
    match signed.passkey(&id).await {
        Ok(passkey) => rename_page(&signed, StatusCode::OK, &id, &passkey.name, None, None).await,
        Err(answer) => *answer,
    }
}

/// `POST /account/mfa/passkeys/{id}`: `name`.
pub(in crate::routes) async fn post(Path(id): Path<String>, SignedForm(signed, mut fields): SignedForm) -> Response<Body> {
    let refuse = StatusCode::UNPROCESSABLE_ENTITY;
    let passkey = match signed.passkey(&id).await {
        Ok(passkey) => passkey,
        Err(answer) => return *answer,
    };
    let typed = fields.take("name");
    match signed.demands(fields.take("current_password")).await {
        Ok(()) => {}
        Err(Unproved::Asks(unproved)) => return rename_page(&signed, refuse, &id, &typed, Some(unproved), None).await,
        Err(Unproved::Answered(answer)) => return answer,
    }
    let name = match PasskeyName::parse(&typed) {
        Ok(name) => name,
        Err(bad) => {
            let problem = match bad {
                BadName::Missing => PasskeyNameProblem::Missing,
                BadName::TooLong => PasskeyNameProblem::TooLong,
            };
            return rename_page(&signed, refuse, &id, &typed, None, Some(problem)).await;
        }
    };
    let renamed = async { signed.my_mfa().await?.rename_passkey(&passkey, &name).await };
    let settled = renamed.await;
    signed.settled(settled, Done::PasskeyRenamed(short(name.as_str())), &passkey).await
}

/// `GET /account/mfa/passkeys/{id}/remove` asks.
pub(in crate::routes) async fn ask_remove(signed: Signed, Path(id): Path<String>) -> Response<Body> {
    match signed.passkey(&id).await {
        Ok(passkey) => removal(&signed, &id, &passkey).page(&signed, None).await,
        Err(answer) => *answer,
    }
}

/// `POST /account/mfa/passkeys/{id}/remove` does it.
pub(in crate::routes) async fn remove(Path(id): Path<String>, SignedForm(signed, mut fields): SignedForm) -> Response<Body> {
    let passkey = match signed.passkey(&id).await {
        Ok(passkey) => passkey,
        Err(answer) => return *answer,
    };
    match signed.demands(fields.take("current_password")).await {
        Ok(()) => {}
        Err(Unproved::Asks(unproved)) => return removal(&signed, &id, &passkey).page(&signed, Some(unproved)).await,
        Err(Unproved::Answered(answer)) => return answer,
    }
    let removed = async { signed.my_mfa().await?.remove_passkey(&passkey).await };
    let settled = removed.await;
    signed.settled(settled, Done::PasskeyRemoved(short(&passkey.name)), &passkey).await
}

fn removal(signed: &Signed, id: &str, passkey: &Passkey) -> Asks {
    let question = Question::RemovePasskey { name: passkey.name.clone() };
    Asks::at(question, signed, &format!("account/mfa/passkeys/{id}/remove"))
}

/// The page on which one more is registered.
struct New {
    typed: String,
    unproved: Option<CurrentPasswordProblem>,
    problem: Option<NewPasskeyProblem>,
}

impl New {
    fn blank() -> Self {
        Self { typed: String::new(), unproved: None, problem: None }
    }

    /// With a fresh question to the browser, for whoever may add one here and now; everybody else is led to where they belong.
    async fn show(self, signed: &Signed, status: StatusCode) -> Response<Body> {
        let asked = async {
            let (mine, admission) = (signed.my_mfa().await?, &signed.visit.portal.admission);
            let adding = mine.adding(admission).await?;
            Ok::<_, gatehouse_auth_core::ports::StoreError>((adding, mine.begin_passkey(admission).await?))
        };
        let (options, problem) = match asked.await {
            Ok((_, Some(options))) => (options, self.problem),
            // There is nothing to ask the browser for.
            Ok((Adding::NoRoom, _)) => ("{}".to_owned(), Some(NewPasskeyProblem::TooMany)),
            Ok((Adding::SetsOut, _)) => return signed.goes_to("account/mfa/set-up"),
            Ok((Adding::May | Adding::MayNot, _)) => return signed.goes_to(PAGE),
            Err(error) => return signed.unavailable(&error),
        };
        let step_up = match signed.asks(self.unproved).await {
            Ok(step_up) => step_up,
            Err(error) => return signed.unavailable(&error),
        };
        let (frame, occasion) = (signed.mfa_frame(), NewPasskeyOccasion::Addition);
        let page = NewPasskeyPage { frame, occasion, name: self.typed, options, step_up, problem };
        reply::page(&signed.visit.portal, status, page.render())
    }
}

async fn rename_page(
    signed: &Signed,
    status: StatusCode,
    id: &str,
    name: &str,
    unproved: Option<CurrentPasswordProblem>,
    problem: Option<PasskeyNameProblem>,
) -> Response<Body> {
    let page = async {
        let step_up = signed.asks(unproved).await?;
        let (id, name) = (id.to_owned(), name.to_owned());
        Ok(RenamePasskeyPage { frame: signed.frame().await?, id, name, step_up, problem }.render())
    };
    signed.shows(status, page.await)
}

impl Signed {
    /// A passkey of theirs; nobody else's is there for them.
    async fn passkey(&self, id: &str) -> Result<Passkey, Box<Response<Body>>> {
        let found = async { self.my_mfa().await?.passkey(id).await };
        match found.await {
            Ok(Some(passkey)) => Ok(passkey),
            Ok(None) => Err(Box::new(self.not_found())),
            Err(error) => Err(Box::new(self.unavailable(&error))),
        }
    }

    /// What the page says of a change to `passkey`.
    async fn settled(&self, settled: Result<(), PasskeyError>, done: Done, passkey: &Passkey) -> Response<Body> {
        match settled {
            Ok(()) => self.did(&done, PAGE),
            Err(PasskeyError::None) => self.not_found(),
            Err(PasskeyError::Last) => self.did(&Done::PasskeyKept(short(&passkey.name)), PAGE),
            // The page says why.
            Err(PasskeyError::NotTheirs) => show_my_mfa(self, StatusCode::FORBIDDEN).await,
            Err(PasskeyError::Unavailable(error)) => self.unavailable(&error),
        }
    }
}
