//! Where one is signed in.

use axum::body::Body;
use gatehouse_auth_core::{
    flow::own_account::Which,
    ports::Stored,
    revocation::Revocation,
    session::{SessionHandle, SessionRecord},
};
use gatehouse_pages::{SessionRow, SessionsPage, mail::device_name};
use http::{Response, StatusCode};

use crate::routes::{
    done::Done,
    signed::{Signed, SignedForm},
};

/// `GET /account/sessions`
pub(in crate::routes) async fn get(signed: Signed) -> Response<Body> {
    signed.shows(StatusCode::OK, page(&signed).await.map(|page| page.render()))
}

/// `POST /account/sessions` ends one, or all others.
pub(in crate::routes) async fn post(SignedForm(signed, fields): SignedForm) -> Response<Body> {
    let which = match SessionHandle::from_stored(fields.get("session")) {
        Some(handle) => Which::One(handle),
        None if !fields.get("others").is_empty() => Which::Others,
        None => return signed.goes_to("account/sessions"),
    };
    match end(&signed, which).await {
        Ok(Some(done)) => signed.did(&done, "account/sessions"),
        // It had ended already.
        Ok(None) => signed.goes_to("account/sessions"),
        Err(error) => signed.unavailable(&error),
    }
}

async fn end(signed: &Signed, which: Which) -> Stored<Option<Done>> {
    let live = live(signed).await?;
    let language = signed.visit.language(&signed.headers);
    let ending: Vec<&SessionRecord> = live
        .iter()
        .filter(|record| match which {
            Which::One(handle) => record.handle == handle,
            Which::Others => record.handle != signed.session().record().handle,
        })
        .collect();
    if !signed.own().end_sessions(which).await? {
        return Ok(None);
    }
    // The news comes round by itself; here it is known already.
    let ended: Vec<_> = ending.iter().map(|record| Revocation::Session(record.handle)).collect();
    signed.site.keeper.sessions.revoke(&ended);
    Ok(Some(match (which, ending.first()) {
        (Which::One(_), Some(record)) => Done::SignedOutOf(device_name(language, &record.device)),
        _ => Done::SignedOutElsewhere,
    }))
}

async fn page(signed: &Signed) -> Stored<SessionsPage<'_>> {
    let frame = signed.frame().await?;
    let own = signed.session().record().handle;
    let row = |record: SessionRecord| SessionRow {
        id: record.handle.to_string(),
        device: device_name(frame.language, &record.device),
        address: record.network,
        signed_in: signed.moment(record.began_at),
        last_active: signed.moment(record.last_seen_at),
        is_this_one: record.handle == own,
    };
    let mut rows: Vec<_> = live(signed).await?.into_iter().map(row).collect();
    rows.sort_by_key(|row| !row.is_this_one);
    Ok(SessionsPage { frame, rows })
}

/// The person's sessions that have not ended and reached no limit.
async fn live(signed: &Signed) -> Stored<Vec<SessionRecord>> {
    let keeper = &signed.site.keeper;
    let (now, user) = (keeper.outside.clock.now(), signed.user());
    let mut records = keeper.outside.sessions.of_user(user.id).await?;
    let lifetimes = |portal: &str| keeper.admissions.iter().find(|own| own.portal == portal).map(|own| own.lifetimes);
    records.retain(|record| {
        record.began_at >= user.sessions_valid_from
            && lifetimes(&record.portal).is_some_and(|lifetimes| record.limit_reached(&lifetimes, now).is_none())
    });
    Ok(records)
}
