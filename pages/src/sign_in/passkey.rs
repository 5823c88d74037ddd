//! "Sign in with a passkey": a form of its own, which the script shows where the browser can do it.

use maud::{Markup, html};

use super::{SignInPage, SignInProblem};
use crate::parts::{Ceremony, Passkey};

/// `POST {prefix}/login/passkey`: `credential` is what the browser answered, as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInPasskey {
    /// What the browser is asked, as JSON: `PublicKeyCredentialRequestOptionsJSON`.
    pub options: String,
}

impl SignInPasskey {
    pub(super) fn form(&self, page: &SignInPage<'_>) -> Markup {
        let language = page.language;
        let was_refused = matches!(page.problem, Some(SignInProblem::Passkey(_)));
        let passkey = if was_refused { Passkey::OfferedAgain } else { Passkey::Offered };
        let ceremony = Ceremony { language, passkey, options: &self.options, button: "sign-in-with-passkey" };
        html! {
            form.card-body.stack.more method="post" action=(page.brand.path_returning("login/passkey", page.to.as_deref())) hidden {
                input type="hidden" name="csrf" value=(page.csrf);
                p.or { (language.say("or")) }
                (ceremony.render())
            }
        }
    }
}
