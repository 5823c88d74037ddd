//! The page to choose a new password on, behind a link and behind a temporary password alike.

use maud::{Markup, html};

use crate::{
    Band, Brand, Language,
    parts::{Layout, Outcome, filed_under},
};

mod fields;
mod occasion;
mod problem;
#[cfg(test)]
mod tests;

pub use fields::NewPasswordField;
pub use occasion::{DemandReason, NewPasswordOccasion};
pub use problem::NewPasswordProblem;

/// `GET` and `POST {prefix}/reset` and `{prefix}/choose-password`.
#[derive(Debug, Clone)]
pub struct NewPasswordPage<'a> {
    /// The portal's face.
    pub brand: &'a Brand,
    /// The language of the page.
    pub language: Language,
    /// Value of the hidden field `csrf`.
    pub csrf: String,
    /// Whose password it will be, where the link may say so.
    pub first_name: Option<String>,
    /// What password managers file the password under; absent where no page may say it.
    pub username: Option<String>,
    /// Why a password is chosen here.
    pub occasion: NewPasswordOccasion,
    /// Characters at the least.
    pub min_length: u8,
    /// What the bar has to reach.
    pub required_band: Band,
    /// Why the last password was not taken.
    pub problem: Option<NewPasswordProblem>,
    /// What the gateway made of the last password; without one the bar waits for the script.
    pub band: Option<Band>,
}

impl NewPasswordPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let language = self.language;
        let is_problem = self.problem.as_ref().is_some_and(NewPasswordProblem::is_error);
        let complaints = self.problem.as_ref().map(|problem| problem.complaints(language)).unwrap_or_default();
        let heading = language.say(self.occasion.heading());
        let layout = Layout {
            brand: self.brand,
            language,
            title: heading.clone(),
            outcome: if is_problem { Outcome::Problem } else { Outcome::Plain },
            moves_to: None,
            language_links: self.occasion.language_links(),
        };
        layout.render(&html! {
            div.card {
                // The browser's own bubbles would cover our messages once there are some.
                form.card-body.stack method="post" action=(self.occasion.action(self.brand)) novalidate[self.problem.is_some()] {
                    input type="hidden" name="csrf" value=(self.csrf);
                    (filed_under(self.username.as_deref(), language))
                    div {
                        h1 { (heading) }
                        p.lede { (self.occasion.lede(language, self.first_name.as_deref())) }
                    }
                    @if let Some(problem) = &self.problem { (problem.message(&complaints, language)) }
                    (self.fields(&complaints))
                    button.btn.pri.full { (language.say("save-new-password")) }
                }
                (self.occasion.foot(language))
            }
            (self.occasion.way_out(self.brand, language))
        })
    }
}
