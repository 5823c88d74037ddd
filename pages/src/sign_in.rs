//! The sign-in page in all its states.

use maud::{Markup, html};

use crate::{
    Brand, ForgotLink, Language,
    parts::{LanguageLinks, Layout, Outcome, contact_link, destination_strip},
};

mod fields;
mod form;
mod keep_signed_in;
mod notice;
mod passkey;
mod problem;
#[cfg(test)]
mod tests;

pub use form::{SignInField, SignInForm};
pub use keep_signed_in::KeepSignedIn;
pub use notice::SignInNotice;
pub use passkey::SignInPasskey;
pub use problem::{PauseWarning, SignInProblem};

/// `GET` and `POST {prefix}/login`.
#[derive(Debug, Clone)]
pub struct SignInPage<'a> {
    /// The portal's face.
    pub brand: &'a Brand,
    /// The language of the page.
    pub language: Language,
    /// What the portal asks for.
    pub form: SignInForm,
    /// Value of the hidden field `csrf`.
    pub csrf: String,
    /// The Account ID as typed, kept after a failure.
    pub account_id: String,
    /// The username or email address as typed, kept after a failure.
    pub identifier: String,
    /// What becomes of the checkbox `remember`.
    pub keep_signed_in: KeepSignedIn,
    /// Host the person goes to next; only one that passed the allow-list.
    pub destination: Option<String>,
    /// Return address that the form hands on, unescaped.
    pub to: Option<String>,
    /// Why the last attempt was not let in.
    pub problem: Option<SignInProblem>,
    /// What happened before the person came here; not shown beside a problem.
    pub notice: Option<SignInNotice>,
    /// The way to the page for forgotten passwords.
    pub forgot: Option<ForgotLink>,
    /// Offered in place of username and password, where the portal allows it.
    pub passkey: Option<SignInPasskey>,
}

impl SignInPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let language = self.language;
        let is_problem = self.problem.as_ref().is_some_and(SignInProblem::is_error);
        let layout = Layout {
            brand: self.brand,
            language,
            title: language.say("sign-in"),
            outcome: if is_problem { Outcome::Problem } else { Outcome::Plain },
            moves_to: None,
            language_links: match &self.to {
                Some(to) => LanguageLinks::Keeping { to },
                None => LanguageLinks::Offered,
            },
        };
        let contact = contact_link(self.brand, language);
        layout.render(&html! {
            div.card {
                (self.card_body())
                @if let Some(passkey) = &self.passkey { (passkey.form(self)) }
                @if let Some(host) = &self.destination { (destination_strip(language, host)) }
            }
            p.under { (language.fill("trouble", &[("contact", contact)])) }
        })
    }

    fn card_body(&self) -> Markup {
        let language = self.language;
        let tenant = html! { bdi { (self.brand.title) } };
        html! {
            // The browser's own bubbles would cover our messages once there are some.
            form.card-body.stack method="post" action=(self.brand.path_returning("login", self.to.as_deref())) novalidate[self.problem.is_some()] {
                input type="hidden" name="csrf" value=(self.csrf);
                h1 { (language.fill("sign-in-heading", &[("tenant", tenant)])) }
                (self.message())
                (self.fields())
                (self.keep_signed_in.checkbox(language))
                button.btn.pri.full { (language.say("sign-in")) }
                (self.keep_signed_in.note(language))
            }
        }
    }

    fn message(&self) -> Markup {
        match (&self.problem, &self.notice) {
            (Some(problem), _) => problem.message(self),
            (None, Some(notice)) => notice.message(self.language),
            (None, None) => html! {},
        }
    }
}
