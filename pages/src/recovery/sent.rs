//! The answer to a request: the same whether or not anybody was found.

use std::time::Duration;

use maud::{Markup, html};

use super::{ForgotForm, RecoveryFlow};
use crate::{
    Brand, Language,
    parts::{Layout, contact_in_sentence},
};

/// `GET {prefix}/forgot/sent`. It repeats nothing that was typed.
#[derive(Debug, Clone)]
pub struct SentPage<'a> {
    /// The portal's face.
    pub brand: &'a Brand,
    /// The language of the page.
    pub language: Language,
    /// What may have happened.
    pub flow: RecoveryFlow,
    /// What the portal asked for.
    pub form: ForgotForm,
    /// How long the temporary password or the link works that may be on its way.
    pub life: Duration,
}

impl SentPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let language = self.language;
        let heading = language.say(self.heading());
        let layout = Layout::plain(self.brand, language, heading.clone());
        let ask = html! { a.quiet href=(self.brand.path("forgot")) { (language.say("ask-again-in-sentence")) } };
        let contact = contact_in_sentence(self.brand, language);
        layout.render(&html! {
            div.card {
                div.card-body.stack {
                    div {
                        h1 tabindex="-1" autofocus { (heading) }
                        p.lede { (self.answer()) }
                    }
                    p.small.muted { (language.fill("nothing-came", &[("ask", ask), ("contact", contact)])) }
                    a.btn.full href=(self.brand.path("login")) { (language.say("back-to-sign-in")) }
                }
            }
        })
    }

    const fn heading(&self) -> &'static str {
        match self.flow {
            RecoveryFlow::EmailedPassword | RecoveryFlow::Link => "check-your-email",
            RecoveryFlow::LinkThenTemporary | RecoveryFlow::AdminApproval { .. } | RecoveryFlow::Mixed => "request-submitted",
        }
    }

    fn answer(&self) -> String {
        let language = self.language;
        let condition = language.say(match self.form {
            ForgotForm::Email => "if-address-belongs",
            ForgotForm::AccountIdAndUsername | ForgotForm::UsernameOrEmail => "if-details-match",
        });
        let (key, life) = match self.flow {
            RecoveryFlow::EmailedPassword => ("sent-emailed-password", Some(self.life)),
            RecoveryFlow::Link => ("sent-link", Some(self.life)),
            RecoveryFlow::LinkThenTemporary => ("sent-link-then-temporary", None),
            RecoveryFlow::AdminApproval { .. } => ("sent-approval", Some(self.life)),
            RecoveryFlow::Mixed => ("sent-mixed", None),
        };
        let mut values = vec![("condition", condition.into())];
        values.extend(life.map(|life| ("duration", language.duration(life).into())));
        language.say_with(key, &values)
    }
}
