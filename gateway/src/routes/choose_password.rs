//! The password that a sign-in on its way still owes: after a temporary one, or because an administrator asked for it.

use axum::body::Body;
use gatehouse_auth_core::{flow::choose_password::choose, pending::Owed, revocation::Revocation};
use gatehouse_pages::{DemandReason, NewPasswordOccasion, NewPasswordProblem};
use http::{Response, StatusCode};
use tracing::info;

use super::{
    form::Fields,
    new_password::{self, Screen},
    on_the_way::OnTheWay,
};

const OURS: [&str; 1] = ["choose-password"];

/// `GET /choose-password`
pub(super) async fn get(way: OnTheWay) -> Response<Body> {
    match way.elsewhere(&OURS).await {
        Some(answer) => answer,
        None => screen(&way).show(StatusCode::OK, None, None),
    }
}

/// `POST /choose-password`
pub(super) async fn post(way: OnTheWay, mut fields: Fields) -> Response<Body> {
    match way.fault(&fields) {
        Err(answer) => return *answer,
        Ok(true) => return screen(&way).show(StatusCode::FORBIDDEN, Some(NewPasswordProblem::FormTooOld), None),
        Ok(false) => {}
    }
    if let Some(answer) = way.elsewhere(&OURS).await {
        return answer;
    }
    let typed = match new_password::read(&mut fields) {
        Ok(typed) => typed,
        Err(problem) => return screen(&way).show(StatusCode::UNPROCESSABLE_ENTITY, Some(problem), None),
    };
    let keeper = &way.site.keeper;
    match choose(&keeper.outside, &way.visit.portal.admission, way.pending.clone(), typed.clone()).await {
        Ok(onward) => {
            let user = way.pending.person().user.id;
            info!(request.id = %way.visit.id, user.id = %user, "a password was chosen at sign-in");
            keeper.sessions.revoke(&[Revocation::User(user)]);
            way.goes(onward).await
        }
        Err(error) => screen(&way).refuse(error, typed).await,
    }
}

fn screen(way: &OnTheWay) -> Screen<'_> {
    let reason = match way.pending.owes() {
        Some(Owed::AfterTemporary) => DemandReason::Temporary,
        _ => DemandReason::AskedByAdministrator,
    };
    let to = way.asked.return_address(&way.visit);
    let occasion = NewPasswordOccasion::Demanded { reason, to };
    Screen { site: &way.site, visit: &way.visit, headers: &way.headers, person: way.pending.person(), occasion }
}
