//! Requests for a new password that wait for somebody to decide, at `/requests` and, for operators, at `/operator/requests`.

use axum::{body::Body, extract::Path};
use gatehouse_auth_core::{
    flow::requests::{DecideError, Decider, Decision, Request},
    ports::Stored,
    recovery::{Ending, Recovery, RecoveryId},
    user::UserId,
};
use gatehouse_pages::{
    ApprovedRequest, Console, CurrentPasswordProblem, RequestPage, RequestState, RequestsPage, ResetRequest, mail::device_name,
};
use http::{Response, StatusCode};

use super::{
    done::{Done, short},
    frame::Unproved,
    signed::{Signed, SignedForm},
    users::list::mfa_state,
};

impl Signed {
    fn decider(&self, console: Console) -> Decider<'_> {
        Decider { outside: &self.site.keeper.outside, me: self.session(), as_operator: console == Console::Operators }
    }

    /// What somebody of this id is called.
    async fn name_of(&self, user: UserId) -> Stored<String> {
        let person = self.site.keeper.outside.directory.person(user).await?;
        Ok(person.map(|person| person.user.name).unwrap_or_default())
    }
}

fn address(console: Console) -> &'static str {
    match console {
        Console::Company => "requests",
        Console::Operators => "operator/requests",
    }
}

/// `GET /requests`
pub(super) async fn get(console: Console, signed: Signed) -> Response<Body> {
    signed.shows(StatusCode::OK, list(&signed, console).await.map(|page| page.render()))
}

/// `POST /requests` decides about one.
pub(super) async fn post(console: Console, SignedForm(signed, mut fields): SignedForm) -> Response<Body> {
    let decisions = [("approve", Decision::Approve), ("decline", Decision::Decline), ("take_back", Decision::TakeBack)];
    let chosen = decisions.into_iter().find_map(|(name, decision)| Some((RecoveryId::from_stored(fields.get(name))?, decision)));
    let Some((id, decision)) = chosen else { return signed.goes_to(address(console)) };
    let current = fields.take("current_password");
    match signed.demands(current).await {
        Ok(()) => decide(&signed, console, id, decision).await,
        Err(Unproved::Asks(unproved)) => one(&signed, console, id, StatusCode::UNPROCESSABLE_ENTITY, Some(unproved)).await,
        Err(Unproved::Answered(answer)) => answer,
    }
}

async fn decide(signed: &Signed, console: Console, id: RecoveryId, decision: Decision) -> Response<Body> {
    let life = signed.site.keeper.outside.recovery.request_life.as_secs();
    match signed.decider(console).decide(id, decision).await {
        Ok(request) => {
            let name = short(&request.person.user.name);
            let done = match decision {
                Decision::Approve => Done::RequestApproved(name, life),
                Decision::Decline => Done::RequestDeclined(name),
                Decision::TakeBack => Done::RequestTakenBack(name),
            };
            signed.did(&done, address(console))
        }
        Err(DecideError::NoRequest) => signed.not_found(),
        // The page of the request says how it stands.
        Err(DecideError::Own | DecideError::Over) => one(signed, console, id, StatusCode::CONFLICT, None).await,
        Err(DecideError::Unavailable(error)) => signed.unavailable(&error),
    }
}

/// `GET /requests/{id}`
pub(super) async fn get_one(console: Console, signed: Signed, Path(id): Path<String>) -> Response<Body> {
    let Some(id) = RecoveryId::from_stored(&id) else { return signed.not_found() };
    one(&signed, console, id, StatusCode::OK, None).await
}

async fn list(signed: &Signed, console: Console) -> Stored<RequestsPage<'_>> {
    let now = signed.site.keeper.outside.clock.now();
    let requests = signed.decider(console).requests().await?;
    let (mut waiting, mut approved) = (Vec::new(), Vec::new());
    for request in &requests {
        match request.recovery.approval {
            None => waiting.push(told(signed, console, request)),
            Some(approval) => approved.push(ApprovedRequest {
                request: told(signed, console, request),
                by: signed.name_of(approval.by).await?,
                approved: signed.moment(approval.at),
                expires_in: request.recovery.expires_at.since(now),
            }),
        }
    }
    let life = signed.site.keeper.outside.recovery.request_life;
    Ok(RequestsPage { frame: signed.frame().await?, console, life, waiting, approved })
}

async fn one(
    signed: &Signed,
    console: Console,
    id: RecoveryId,
    status: StatusCode,
    unproved: Option<CurrentPasswordProblem>,
) -> Response<Body> {
    let page = async {
        let Some(request) = signed.decider(console).request(id).await? else { return Ok(None) };
        let state = state(signed, &request.recovery).await?;
        let (frame, step_up) = (signed.frame().await?, signed.asks(unproved).await?);
        Ok(Some(RequestPage { frame, console, request: told(signed, console, &request), state, step_up }.render()))
    };
    page.await.transpose().map_or_else(|| signed.not_found(), |page| signed.shows(status, page))
}

async fn state(signed: &Signed, recovery: &Recovery) -> Stored<RequestState> {
    let now = signed.site.keeper.outside.clock.now();
    let by = match recovery.approval {
        Some(approval) => signed.name_of(approval.by).await?,
        None => String::new(),
    };
    Ok(match (recovery.ended, recovery.approval) {
        (Some((_, Ending::Declined)), _) => RequestState::Declined { by },
        (Some((_, Ending::TakenBack)), _) => RequestState::TakenBack { by },
        (Some((_, Ending::Used)), _) => RequestState::Used,
        (Some(_), _) => RequestState::Expired,
        (None, _) if recovery.expires_at <= now => RequestState::Expired,
        (None, Some(approval)) => RequestState::Approved { by, when: signed.moment(approval.at) },
        (None, None) => RequestState::Waiting,
    })
}

fn told(signed: &Signed, console: Console, request: &Request) -> ResetRequest {
    let language = signed.visit.language(&signed.headers);
    ResetRequest {
        id: request.recovery.id.to_string(),
        name: request.person.user.name.clone(),
        username: request.person.user.username.to_string(),
        account: (console == Console::Operators).then(|| request.person.account.name.clone()),
        asked: signed.moment(request.recovery.asked_at),
        network: request.recovery.network.clone(),
        browser: device_name(language, &request.recovery.device),
        mfa: Some(mfa_state(&request.person.account.mfa, &request.person.user)),
        is_own: request.person.user.id == signed.user().id,
    }
}
