//! The page that asks who forgot the password.

use maud::{Markup, html};

use super::RecoveryFlow;
use crate::{
    Brand, Language,
    parts::{Entry, Field, Focus, LanguageLinks, Layout, Outcome, account_id_field, support_link},
};

mod form;
mod problem;
#[cfg(test)]
mod tests;

pub use form::{ForgotField, ForgotForm};
pub use problem::ForgotProblem;

/// `GET` and `POST {prefix}/forgot`.
#[derive(Debug, Clone)]
pub struct ForgotPage<'a> {
    /// The portal's face.
    pub brand: &'a Brand,
    /// The language of the page.
    pub language: Language,
    /// Value of the hidden field `csrf`.
    pub csrf: String,
    /// What will happen, as far as the portal knows.
    pub flow: RecoveryFlow,
    /// What the portal asks for.
    pub form: ForgotForm,
    /// The Account ID as typed, kept after a refusal.
    pub account_id: String,
    /// The username or email address as typed, kept after a refusal.
    pub identifier: String,
    /// Why the last request was not taken.
    pub problem: Option<ForgotProblem>,
}

impl ForgotPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let language = self.language;
        let is_problem = self.problem.as_ref().is_some_and(ForgotProblem::is_error);
        let layout = Layout {
            brand: self.brand,
            language,
            title: language.say("reset-your-password"),
            outcome: if is_problem { Outcome::Problem } else { Outcome::Plain },
            moves_to: None,
            language_links: LanguageLinks::Offered,
        };
        layout.render(&html! {
            div.card {
                // The browser's own bubbles would cover our messages once there are some.
                form.card-body.stack method="post" action=(self.brand.path("forgot")) novalidate[self.problem.is_some()] {
                    input type="hidden" name="csrf" value=(self.csrf);
                    div {
                        (self.breadcrumb())
                        h1 { (language.say("reset-your-password")) }
                        p.lede { (language.say(self.lede())) }
                    }
                    @if let Some(problem) = &self.problem { (problem.message(self)) }
                    @if self.form == ForgotForm::AccountIdAndUsername { (self.account_id_field()) }
                    (self.identifier_field())
                    button.btn.pri.full { (language.say(self.button())) }
                    a.btn.full href=(self.brand.path("login")) { (language.say("back-to-sign-in")) }
                }
            }
            p.under { (self.forgotten_details()) }
        })
    }

    fn breadcrumb(&self) -> Markup {
        let language = self.language;
        html! {
            nav.crumb aria-label=(language.say("nav-crumbs")) {
                a href=(self.brand.path("login")) { (language.say("sign-in")) }
                " " span aria-hidden="true" { "/" } " "
                span aria-current="page" { (language.say("forgot-crumb")) }
            }
        }
    }

    const fn lede(&self) -> &'static str {
        match self.flow {
            RecoveryFlow::EmailedPassword => "forgot-lede-emailed-password",
            RecoveryFlow::Link => "forgot-lede-link",
            RecoveryFlow::LinkThenTemporary => "forgot-lede-link-then-temporary",
            RecoveryFlow::AdminApproval { is_encrypted: true } => "forgot-lede-encrypted",
            RecoveryFlow::AdminApproval { is_encrypted: false } => "forgot-lede-approval",
            RecoveryFlow::Mixed => "forgot-lede-mixed",
        }
    }

    const fn button(&self) -> &'static str {
        match self.flow {
            RecoveryFlow::EmailedPassword => "email-temporary-password",
            RecoveryFlow::Link => "forgot-button-link",
            RecoveryFlow::LinkThenTemporary | RecoveryFlow::Mixed => "continue",
            RecoveryFlow::AdminApproval { .. } => "forgot-button-approval",
        }
    }

    fn account_id_field(&self) -> Markup {
        let field = ForgotField::AccountId;
        account_id_field(self.language, &self.account_id, self.problem_of(field), self.focus_of(field))
    }

    fn identifier_field(&self) -> Markup {
        Field {
            name: self.form.identifier_field(),
            label: self.language.say(self.form.identifier_label()),
            hint: None,
            problem: self.problem_of(ForgotField::Identifier),
            value: &self.identifier,
            entry: match self.form {
                ForgotForm::Email => Entry::Email,
                ForgotForm::AccountIdAndUsername | ForgotForm::UsernameOrEmail => Entry::Text,
            },
            // What a password manager fills in at sign-in, it fills in here.
            autocomplete: "username",
            focus: self.focus_of(ForgotField::Identifier),
        }
        .render()
    }

    fn forgotten_details(&self) -> Markup {
        let language = self.language;
        match support_link(self.brand, language) {
            Some(support) => language.fill("forgotten-details", &[("support", support)]),
            None => html! { (language.say("forgotten-details-without-support")) },
        }
    }

    fn problem_of(&self, field: ForgotField) -> Option<String> {
        let problem = self.problem.as_ref()?;
        problem.of_field(field, self.form, self.language)
    }

    fn focus_of(&self, field: ForgotField) -> Focus {
        if self.problem.is_none() && field == self.form.first_field() { Focus::Here } else { Focus::Elsewhere }
    }
}
