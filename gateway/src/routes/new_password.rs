//! A new password by a form of two fields: what the pages behind a link and behind a temporary password have in common.

use axum::body::Body;
use gatehouse_auth_core::{
    flow::{link, replace_password::ChooseError},
    password::{PasswordPolicy, Weakness},
    recovery::RecoveryFlow,
    secret::TypedPassword,
    user::Person,
};
use gatehouse_pages::{Band, NewPasswordField, NewPasswordOccasion, NewPasswordPage, NewPasswordProblem, PasswordRules};
use http::{HeaderMap, Response, StatusCode};
use tracing::error;

use super::{
    Site, Visit,
    form::{Fields, retry_after},
    reply, strength,
    visitor_form::VisitorForm,
};

/// The page as one person sees it.
pub(super) struct Screen<'a> {
    pub(super) site: &'a Site,
    pub(super) visit: &'a Visit,
    pub(super) headers: &'a HeaderMap,
    pub(super) person: &'a Person,
    pub(super) occasion: NewPasswordOccasion,
}

/// Two fields that could be a password.
pub(super) fn read(fields: &mut Fields) -> Result<TypedPassword, NewPasswordProblem> {
    let (password, again) = (fields.take("password"), fields.take("password_confirmation"));
    let empty: Vec<NewPasswordField> = [(&password, NewPasswordField::Password), (&again, NewPasswordField::Confirmation)]
        .into_iter()
        .filter(|(text, _)| text.is_empty())
        .map(|(_, field)| field)
        .collect();
    if !empty.is_empty() {
        return Err(NewPasswordProblem::EmptyFields(empty));
    }
    if password != again {
        return Err(NewPasswordProblem::Mismatch);
    }
    // Nobody's password is longer than that.
    TypedPassword::new(password).ok_or(NewPasswordProblem::NotStrongEnough { score: 0, tip: None })
}

impl Screen<'_> {
    /// The page, with what was wrong and the bar as the server paints it.
    pub(super) fn show(self, status: StatusCode, problem: Option<NewPasswordProblem>, band: Option<Band>) -> Response<Body> {
        let form = VisitorForm::of(self.site, self.visit, self.headers);
        let PasswordRules { min_length, required_band } = strength::rules(self.policy());
        // R3 says neither username nor Account ID anywhere.
        let flow = self.visit.portal.admission.recovery_of(&self.person.account);
        let is_secretive = flow == Some(RecoveryFlow::LinkThenTemporary);
        let user = &self.person.user;
        let page = NewPasswordPage {
            brand: &self.visit.portal.look.brand,
            language: self.visit.language(self.headers),
            csrf: form.csrf(self.site, self.visit),
            first_name: Some(user.first_name().to_owned()).filter(|name| !name.is_empty()),
            username: (!is_secretive).then(|| user.username.to_string()),
            occasion: self.occasion,
            min_length,
            required_band,
            problem,
            band,
        };
        let mut response = reply::page(&self.visit.portal, status, page.render());
        form.keep(self.visit, &mut response);
        response
    }

    /// The page after a password that was not taken.
    pub(super) async fn refuse(self, error: ChooseError, typed: TypedPassword) -> Response<Body> {
        let problem = match error {
            ChooseError::Weak(Weakness::Short { min_length }) => {
                NewPasswordProblem::TooShort { min_length: u8::try_from(min_length).unwrap_or(u8::MAX) }
            }
            ChooseError::Weak(Weakness::Common) => NewPasswordProblem::Common,
            ChooseError::Weak(Weakness::Guessable { score, advice }) => {
                NewPasswordProblem::NotStrongEnough { score, tip: advice.map(strength::tip) }
            }
            ChooseError::SameAsOld => NewPasswordProblem::SameAsOld,
            ChooseError::Paused { wait } => return self.visit.too_often(wait, self.headers),
            ChooseError::Busy(busy) => {
                let response = self.show(StatusCode::SERVICE_UNAVAILABLE, Some(NewPasswordProblem::Busy), None);
                return retry_after(response, busy.retry_after.as_secs());
            }
            ChooseError::Unavailable(error) => {
                error!(request.id = %self.visit.id, %error, "a password cannot be saved");
                return self.show(StatusCode::SERVICE_UNAVAILABLE, Some(NewPasswordProblem::Unavailable), None);
            }
        };
        let policy = self.policy();
        let strength = strength::judge(typed, policy, self.person.clone()).await;
        self.show(StatusCode::UNPROCESSABLE_ENTITY, Some(problem), strength.map(|strength| strength::shown(strength, policy).0))
    }

    fn policy(&self) -> PasswordPolicy {
        link::policy(&self.site.keeper.outside, &self.visit.portal.admission, self.person)
    }
}
