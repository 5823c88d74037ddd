//! What people see and change of themselves: `account` · `password` · `mfa` · `passkeys` · `sessions`.

pub(super) mod account;
pub(super) mod mfa;
pub(super) mod passkeys;
pub(super) mod password;
pub(super) mod sessions;

use gatehouse_auth_core::{
    flow::{link, own_account::Own, replace_password::ChooseError},
    password::Weakness,
    secret::TypedPassword,
};
use gatehouse_pages::{OwnPasswordProblem, PasswordRules};

use super::{form::Fields, signed::Signed, strength};

impl Signed {
    /// This person, as the one who changes their own account.
    fn own(&self) -> Own<'_> {
        let keeper = &self.site.keeper;
        Own {
            outside: &keeper.outside,
            portals: &keeper.admissions,
            admission: &self.visit.portal.admission,
            me: self.session(),
            origin: self.origin(),
        }
    }

    /// What is asked of a new password of theirs.
    fn password_rules(&self) -> PasswordRules {
        strength::rules(link::policy(&self.site.keeper.outside, &self.visit.portal.admission, self.session().person()))
    }
}

/// The new password in a form; `None` where both of its fields are empty.
fn new_password(fields: &mut Fields) -> Result<Option<TypedPassword>, OwnPasswordProblem> {
    let (password, again) = (fields.take("password"), fields.take("password_confirmation"));
    match password {
        password if password != again => Err(OwnPasswordProblem::Mismatch),
        password if password.is_empty() => Ok(None),
        // Nobody's password is that long.
        password => TypedPassword::new(password).map(Some).ok_or(OwnPasswordProblem::Weak { score: 0, tip: None }),
    }
}

/// What their page says of a new password that was not taken; `None` where it could not be judged.
fn password_problem(error: &ChooseError) -> Option<OwnPasswordProblem> {
    Some(match error {
        ChooseError::Weak(Weakness::Short { .. }) => OwnPasswordProblem::TooShort,
        ChooseError::Weak(Weakness::Common) => OwnPasswordProblem::Common,
        ChooseError::Weak(Weakness::Guessable { score, advice }) => {
            OwnPasswordProblem::Weak { score: *score, tip: advice.map(strength::tip) }
        }
        ChooseError::SameAsOld => OwnPasswordProblem::SameAsOld,
        ChooseError::Paused { .. } | ChooseError::Busy(_) | ChooseError::Unavailable(_) => return None,
    })
}
