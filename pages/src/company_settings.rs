//! What an organisation says of itself.

use maud::{Markup, html};

use crate::{
    Frame, Place, StepUp,
    frame::Sheet,
    parts::{Complaint, Complaints, Entry, Field, Focus},
};

/// `GET` and `POST {prefix}/company/settings`.
#[derive(Debug, Clone)]
pub struct SettingsPage<'a> {
    /// What stands around the page.
    pub frame: Frame<'a>,
    /// `name` of the organisation.
    pub name: String,
    /// `contact`: whom to ask for.
    pub contact: String,
    /// `phone`.
    pub phone: String,
    /// `address`, of several lines.
    pub address: String,
    /// `billing_email`.
    pub billing_email: String,
    /// Asked for where the last proof is too old.
    pub step_up: Option<StepUp>,
    /// What has to be mended, in the order of the fields.
    pub problems: Vec<SettingsProblem>,
}

/// What stands in the way of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingsProblem {
    /// `name` is empty.
    MissingName,
    /// `billing_email` is no address.
    MalformedBillingEmail,
}

impl SettingsPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let frame = &self.frame;
        let language = frame.language;
        let step_up = self.step_up.as_ref();
        let problems = self.problems.iter().map(|problem| {
            let (field, key) = problem.field_and_key();
            Complaint { field, sentence: language.say(key) }
        });
        let complaints: Complaints = problems.chain(step_up.and_then(|step_up| step_up.complaint(language))).collect();
        let sheet = Sheet {
            lede: Some(html! { (language.say("settings-lede")) }),
            ..Sheet::new(Place::Settings, language.say("settings"))
        };
        let address = frame.path(Place::Settings.address());
        frame.render(
            &sheet.complaining(&complaints, language),
            &html! {
                form.card.card-body.stack.narrow method="post" action=(address) novalidate[complaints.exist()] {
                    (frame.csrf_field())
                    (self.fields(&complaints))
                    @if let Some(step_up) = step_up { (step_up.field(language)) }
                    div.savebar { button.btn.pri { (language.say("save-changes")) } }
                }
            },
        )
    }

    /// They are the organisation's, so the browser fills in nothing of the person's own.
    fn fields(&self, complaints: &Complaints) -> Markup {
        let language = self.frame.language;
        let field = |name, label, value, entry| {
            let (label, problem) = (language.say(label), complaints.of(name));
            Field { name, label, hint: None, problem, value, entry, autocomplete: "off", focus: Focus::Elsewhere }
        };
        html! {
            (field("name", "settings-name", &self.name, Entry::Name).render())
            (field("contact", "settings-contact", &self.contact, Entry::Name).render_optional())
            (field("phone", "settings-phone", &self.phone, Entry::Phone).render_optional())
            div.field {
                label for="address" { (language.say("settings-address")) }
                textarea.in id="address" name="address" rows="4" autocomplete="off" { (self.address) }
            }
            (field("billing_email", "settings-billing-email", &self.billing_email, Entry::Email).render_optional())
        }
    }
}

impl SettingsProblem {
    const fn field_and_key(self) -> (&'static str, &'static str) {
        match self {
            Self::MissingName => ("name", "settings-missing-name"),
            Self::MalformedBillingEmail => ("billing_email", "malformed-email"),
        }
    }
}
