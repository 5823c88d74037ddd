//! The page that asks before something is done.

use maud::{Markup, html};

use crate::{
    Frame, Place, StepUp,
    frame::Sheet,
    parts::{Complaint, Complaints, Entry, Field, Focus},
};

mod question;

pub use question::Question;

/// A question with one button, and a way back. The form is posted to the page's own address.
#[derive(Debug, Clone)]
pub struct ConfirmPage<'a> {
    /// What stands around the page.
    pub frame: Frame<'a>,
    /// Where in the navigation it belongs.
    pub place: Place,
    /// What is asked.
    pub question: Question,
    /// Address of this page, prefix included.
    pub action: String,
    /// Address to go back to.
    pub cancel: String,
    /// `confirmation` as it was typed, where the question asks for a phrase and got another.
    pub mistyped: Option<String>,
    /// Asked for where the last proof is too old.
    pub step_up: Option<StepUp>,
}

const CONFIRMATION: &str = "confirmation";

impl ConfirmPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let frame = &self.frame;
        let language = frame.language;
        let step_up = self.step_up.as_ref();
        let complaints: Complaints =
            self.mistake().into_iter().chain(step_up.and_then(|step_up| step_up.complaint(language))).collect();
        let sheet = Sheet { heading: self.question.heading(language), ..Sheet::new(self.place, self.question.title(language)) };
        let kind = if self.question.is_danger() { "btn danger" } else { "btn pri" };
        frame.render(
            &sheet.complaining(&complaints, language),
            &html! {
                form.card.card-body.stack.narrow method="post" action=(self.action) novalidate[complaints.exist()] {
                    (frame.csrf_field())
                    @if let Some((name, value)) = self.question.hidden() { input type="hidden" name=(name) value=(value); }
                    p { (self.question.text(language)) }
                    (self.phrase_field(&complaints))
                    @if let Some(step_up) = step_up { (step_up.field(language)) }
                    div.row {
                        button class=(kind) { (language.say(self.question.button())) }
                        a.btn href=(self.cancel) { (language.say("cancel")) }
                    }
                }
            },
        )
    }

    fn mistake(&self) -> Option<Complaint> {
        let phrase = self.question.phrase()?;
        self.mistyped.as_ref()?;
        let sentence = self.frame.language.say_with("confirm-type-exactly", &[("phrase", phrase.into())]);
        Some(Complaint { field: CONFIRMATION, sentence })
    }

    fn phrase_field(&self, complaints: &Complaints) -> Markup {
        let Some(phrase) = self.question.phrase() else {
            return html! {};
        };
        Field {
            name: CONFIRMATION,
            label: self.frame.language.say_with("confirm-type", &[("phrase", phrase.into())]),
            hint: None,
            problem: complaints.of(CONFIRMATION),
            value: self.mistyped.as_deref().unwrap_or_default(),
            entry: Entry::Text,
            autocomplete: "off",
            focus: Focus::Elsewhere,
        }
        .render()
    }
}
