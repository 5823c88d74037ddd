//! The people of an account, for those who manage them: `list` · `new` · `details` · `roles` · `actions`.

pub(super) mod actions;
pub(super) mod details;
pub(super) mod list;
pub(super) mod new;
mod particulars;
pub(super) mod roles;

use axum::body::Body;
use gatehouse_auth_core::{
    flow::{
        administer::AdministerError,
        manage_people::{Found, ManageError, Manager, Subject},
    },
    permission::Level as OwnLevel,
    user::{Person, User, UserId, UserState as OwnState},
};
use gatehouse_pages::{Level, Reach, UserMark, UserProblem, UserState, UserSummary};
use http::{Response, StatusCode};

use super::signed::Signed;

impl Signed {
    /// This person, as the one who manages others.
    pub(super) fn manager(&self) -> Manager<'_> {
        let keeper = &self.site.keeper;
        Manager {
            outside: &keeper.outside,
            portals: &keeper.admissions,
            admission: &self.visit.portal.admission,
            me: self.session(),
            origin: self.origin(),
        }
    }

    /// Somebody of this person's account, by the id in an address; an answer where there is nobody.
    async fn someone(&self, id: &str) -> Result<Found, Response<Body>> {
        let Some(id) = UserId::from_stored(id) else { return Err(self.not_found()) };
        match self.manager().find(id).await {
            Ok(Some(found)) => Ok(found),
            Ok(None) => Err(self.not_found()),
            Err(error) => Err(self.unavailable(&error)),
        }
    }

    /// Somebody whom this person may change; an answer where there is nobody such.
    async fn subject(&self, id: &str) -> Result<Subject, Response<Body>> {
        match self.someone(id).await? {
            Found::Subject(subject) => Ok(*subject),
            Found::Own(_) => Err(self.goes_to("account")),
            Found::Above(_) => Err(self.forbidden()),
        }
    }

    /// They may not.
    pub(in crate::routes) fn forbidden(&self) -> Response<Body> {
        self.visit.error(StatusCode::FORBIDDEN, gatehouse_pages::ErrorKind::Forbidden, &self.headers)
    }

    /// The answer where nothing can be said beside a field.
    fn manage_failed(&self, error: &ManageError) -> Response<Body> {
        match error {
            ManageError::Unavailable(error) | ManageError::Refused(AdministerError::Unavailable(error)) => {
                self.unavailable(error)
            }
            ManageError::Refused(AdministerError::Busy(busy)) => self.busy(busy.retry_after),
            _ => self.forbidden(),
        }
    }
}

/// What stands between a manager and somebody.
fn reach(found: &Found) -> (Reach, &Person) {
    match found {
        Found::Subject(subject) => (Reach::Within, subject.person()),
        Found::Own(person) => (Reach::Yourself, person),
        Found::Above(person) => (Reach::Above, person),
    }
}

/// Somebody, as pages tell of them.
fn summary(user: &User, reach: Reach) -> UserSummary {
    let marks = [
        (user.state == OwnState::Locked, UserMark::Locked),
        (user.state == OwnState::Disabled, UserMark::Disabled),
        (user.last_sign_in_at.is_none(), UserMark::NeverSignedIn),
        (user.undeliverable_since.is_some(), UserMark::LetterUndeliverable),
    ];
    UserSummary {
        id: user.id.to_string(),
        name: user.name.clone(),
        username: user.username.to_string(),
        email: user.email.as_ref().map(ToString::to_string),
        marks: marks.into_iter().filter(|(is_so, _)| *is_so).map(|(_, mark)| mark).collect(),
        reach,
    }
}

pub(super) fn shown_level(level: OwnLevel) -> Level {
    match level {
        OwnLevel::Company => Level::Company,
        OwnLevel::Global => Level::Global,
        OwnLevel::Staff => Level::Staff,
        OwnLevel::Team => Level::Team,
    }
}

/// The levels that somebody of this one may give.
fn levels_up_to(level: OwnLevel) -> Vec<Level> {
    OwnLevel::ALL.into_iter().filter(|own| *own <= level).map(shown_level).collect()
}

fn shown_state(state: OwnState) -> UserState {
    match state {
        OwnState::Active => UserState::Active,
        OwnState::Disabled => UserState::Disabled,
        OwnState::Locked => UserState::Locked,
    }
}

/// What the page says of a change that was refused, where it can say it beside a field.
fn problem(error: &ManageError) -> Option<UserProblem> {
    Some(match error {
        ManageError::NotTheirsToGive => UserProblem::LevelTooHigh,
        ManageError::BeyondTheirs => UserProblem::EmailBeyondYou,
        ManageError::Refused(AdministerError::LastHolder(_)) => UserProblem::LastAdministrator,
        ManageError::Refused(AdministerError::NoMail) => UserProblem::NoMail,
        // A username holds no @, so this tells which of the two is meant.
        ManageError::Refused(AdministerError::Ambiguous { name, .. }) if name.contains('@') => UserProblem::EmailTaken,
        ManageError::Refused(AdministerError::UsernameTaken(_) | AdministerError::Ambiguous { .. }) => UserProblem::UsernameTaken,
        _ => return None,
    })
}
