//! What is done about a person by one press, after a page that asks: mail a link, drop what they registered, unlock, sign out everywhere.

use axum::{body::Body, extract::Path};
use gatehouse_auth_core::flow::manage_people::{ManageError, Subject};
use gatehouse_pages::{ConfirmPage, CurrentPasswordProblem, Place, Question};
use http::{Response, StatusCode};

use crate::routes::{
    done::{Done, short},
    frame::Unproved,
    signed::{Signed, SignedForm},
};

/// Which of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::routes) enum Action {
    ResetPassword,
    ResetMfa,
    Unlock,
    EndSessions,
}

impl Action {
    fn page(self) -> &'static str {
        match self {
            Self::ResetPassword => "reset-password",
            Self::ResetMfa => "reset-mfa",
            Self::Unlock => "unlock",
            Self::EndSessions => "end-sessions",
        }
    }

    fn question(self, signed: &Signed, subject: &Subject) -> Option<Question> {
        let user = &subject.person().user;
        let name = user.name.clone();
        Some(match self {
            Self::ResetPassword => Question::ResetPassword {
                name,
                email: user.email.as_ref()?.to_string(),
                life: signed.site.keeper.outside.recovery.request_life,
            },
            Self::ResetMfa => Question::ResetMfa { name },
            Self::Unlock => Question::Unlock { name },
            Self::EndSessions => Question::EndSessions { name },
        })
    }

    async fn done(self, signed: &Signed, subject: &Subject) -> Result<Done, ManageError> {
        let (manager, name) = (signed.manager(), short(&subject.person().user.name));
        match self {
            Self::ResetPassword => manager.send_link(subject).await.map(|()| Done::LinkSent(name)),
            Self::ResetMfa => manager.reset_mfa(subject).await.map(|()| Done::MfaResetOf(name)),
            Self::Unlock => manager.unlock(subject).await.map(|()| Done::Unlocked(name)),
            Self::EndSessions => manager.end_sessions(subject).await.map(|()| Done::SessionsEnded(name)),
        }
    }
}

/// `GET /users/{id}/…` asks.
pub(in crate::routes) async fn get(action: Action, signed: Signed, Path(id): Path<String>) -> Response<Body> {
    let subject = match signed.subject(&id).await {
        Ok(subject) => subject,
        Err(answer) => return answer,
    };
    ask(action, &signed, StatusCode::OK, &subject, None).await
}

/// `POST /users/{id}/…` does it.
pub(in crate::routes) async fn post(
    action: Action,
    Path(id): Path<String>,
    SignedForm(signed, mut fields): SignedForm,
) -> Response<Body> {
    let subject = match signed.subject(&id).await {
        Ok(subject) => subject,
        Err(answer) => return answer,
    };
    match signed.demands(fields.take("current_password")).await {
        Ok(()) => {}
        Err(Unproved::Asks(unproved)) => {
            return ask(action, &signed, StatusCode::UNPROCESSABLE_ENTITY, &subject, Some(unproved)).await;
        }
        Err(Unproved::Answered(answer)) => return answer,
    }
    match action.done(&signed, &subject).await {
        Ok(done) => signed.did(&done, &format!("users/{id}")),
        Err(error) => signed.manage_failed(&error),
    }
}

async fn ask(
    action: Action,
    signed: &Signed,
    status: StatusCode,
    subject: &Subject,
    unproved: Option<CurrentPasswordProblem>,
) -> Response<Body> {
    let id = subject.person().user.id;
    // Whoever has no address cannot be written to: their page says so.
    let Some(question) = action.question(signed, subject) else { return signed.goes_to(&format!("users/{id}")) };
    let brand = &signed.visit.portal.look.brand;
    let page = async {
        Ok(ConfirmPage {
            frame: signed.frame().await?,
            place: Place::Users,
            question,
            action: brand.path(&format!("users/{id}/{}", action.page())),
            cancel: brand.path(&format!("users/{id}")),
            mistyped: None,
            step_up: signed.asks(unproved).await?,
        }
        .render())
    };
    signed.shows(status, page.await)
}
