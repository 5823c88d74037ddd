//! What stands around every page of somebody who is signed in, and how such a page is answered.

use std::time::Duration;

use axum::body::Body;
use gatehouse_auth_core::{
    account::AccountKind,
    flow::{
        requests::{APPROVE_RESETS, Decider},
        step_up::{self, ProveError},
    },
    ports::Stored,
    secret::TypedPassword,
    session::ProvedWith,
    time::Timestamp,
};
use gatehouse_pages::{CurrentPasswordProblem, Frame, Markup, Moment, Navigation, Place, StepUp};
use http::{Response, StatusCode, header};

use super::{done::Done, form::retry_after, reply, signed::Signed, table::access_to};
use crate::rfc3339;

impl Signed {
    /// The page's surroundings.
    pub(super) async fn frame(&self) -> Stored<Frame<'_>> {
        let brand = &self.visit.portal.look.brand;
        // Those of the second factor answer nothing yet.
        let listed = |place: &Place| self.may(access_to(*place));
        let places: Vec<Place> = Place::ALL.into_iter().filter(listed).collect();
        let decides = places.iter().any(|place| matches!(place, Place::Requests | Place::OperatorRequests));
        let waiting = if decides { self.waiting().await? } else { 0 };
        let is_operator = places.contains(&Place::OperatorRequests);
        Ok(Frame {
            brand,
            language: self.visit.language(&self.headers),
            csrf: self.csrf(),
            person: self.user().name.clone(),
            navigation: Navigation {
                places,
                waiting: if is_operator { 0 } else { waiting },
                waiting_for_operators: if is_operator { waiting } else { 0 },
            },
            notice: Done::read(&self.headers, &self.visit.portal.cookies).and_then(Done::notice),
            owes_password: self.session().record().proved_with == ProvedWith::TemporaryPassword,
        })
    }

    /// How many requests wait for this person.
    async fn waiting(&self) -> Stored<u64> {
        if !self.user().holds(APPROVE_RESETS) {
            return Ok(0);
        }
        let (outside, me) = (&self.site.keeper.outside, self.user().id);
        let now = outside.clock.now();
        let is_console = self.visit.portal.admission.serves_operators;
        let as_operator = is_console && self.session().person().account.kind == AccountKind::Operator;
        let requests = Decider { outside, me: self.session(), as_operator }.requests().await?;
        let theirs = requests.iter().filter(|request| request.recovery.is_waiting(now) && request.person.user.id != me);
        Ok(theirs.count().try_into().unwrap_or(u64::MAX))
    }

    /// A page with its surroundings, if the stores told what it says. A notice has then been said.
    pub(super) fn shows(&self, status: StatusCode, page: Stored<Markup>) -> Response<Body> {
        let page = match page {
            Ok(page) => page,
            Err(error) => return self.unavailable(&error),
        };
        let cookies = &self.visit.portal.cookies;
        let mut response = reply::page(&self.visit.portal, status, page);
        if Done::read(&self.headers, cookies).is_some() {
            response.headers_mut().append(header::SET_COOKIE, cookies.remove(cookies.notice()));
        }
        response
    }

    /// On to a page that says what was done.
    pub(super) fn did(&self, done: &Done, page: &str) -> Response<Body> {
        let mut response = self.goes_to(page);
        response.headers_mut().append(header::SET_COOKIE, done.cookie(&self.visit.portal.cookies));
        response
    }

    /// What the page has to ask before it changes something: nothing where the password was proved lately. `problem` is what was wrong with
    /// the one that was just typed.
    pub(super) async fn asks(&self, problem: Option<CurrentPasswordProblem>) -> Stored<Option<StepUp>> {
        let outside = &self.site.keeper.outside;
        let is_needed = problem.is_some() || !step_up::is_fresh(outside, self.session()).await?;
        Ok(is_needed.then_some(StepUp { after: outside.step_up, problem }))
    }

    /// Lets the change go on, or says why not.
    pub(super) async fn demands(&self, typed: String) -> Result<(), Unproved> {
        let outside = &self.site.keeper.outside;
        match step_up::demand(outside, self.session(), TypedPassword::new(typed)).await {
            Ok(()) => Ok(()),
            Err(error) => Err(match current_password_problem(&error) {
                Some(problem) => Unproved::Asks(problem),
                None => Unproved::Answered(self.prove_failed(error)),
            }),
        }
    }

    /// The answer where a password could not be checked.
    pub(super) fn prove_failed(&self, error: ProveError) -> Response<Body> {
        match error {
            ProveError::Busy(busy) => self.busy(busy.retry_after),
            ProveError::Unavailable(error) => self.unavailable(&error),
            ProveError::Missing | ProveError::Wrong | ProveError::Paused { .. } => self.not_found(),
        }
    }

    /// The answer where too many passwords are being checked.
    pub(super) fn busy(&self, wait: Duration) -> Response<Body> {
        let kind = gatehouse_pages::ErrorKind::SignInUnavailable;
        retry_after(self.visit.error(StatusCode::SERVICE_UNAVAILABLE, kind, &self.headers), wait.as_secs())
    }

    /// A moment, as pages tell it.
    pub(super) fn moment(&self, at: Timestamp) -> Moment {
        moment(at, self.site.keeper.outside.clock.now())
    }
}

/// Why somebody has to prove their password.
pub(super) enum Unproved {
    /// The page asks for it, and says this.
    Asks(CurrentPasswordProblem),
    /// It could not be checked.
    Answered(Response<Body>),
}

/// A moment, as pages tell it at `now`.
pub(super) fn moment(at: Timestamp, now: Timestamp) -> Moment {
    Moment { ago: now.since(at), rfc3339: rfc3339::format(at) }
}

/// What the page says of a password that was not proved.
pub(super) fn current_password_problem(error: &ProveError) -> Option<CurrentPasswordProblem> {
    Some(match error {
        ProveError::Missing => CurrentPasswordProblem::Missing,
        ProveError::Wrong => CurrentPasswordProblem::Wrong,
        ProveError::Paused { wait } => CurrentPasswordProblem::Throttled { wait: *wait },
        ProveError::Busy(_) | ProveError::Unavailable(_) => return None,
    })
}
