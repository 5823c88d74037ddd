//! The page on which a passkey or security key is registered.

use maud::{Markup, html};

use super::{MfaFrame, frame::Sheet, trouble::Trouble};
use crate::{
    StepUp,
    parts::{Ceremony, Complaint, Complaints, Focus, PASSKEY_NAME, Passkey, Width, passkey_name},
};

/// `GET` and `POST {prefix}/enrol/passkey` and `{prefix}/account/mfa/passkeys/new`: `name` is what the key is called, and `credential`
/// what the browser answered, as JSON.
#[derive(Debug, Clone)]
pub struct NewPasskeyPage<'a> {
    /// What stands around the page.
    pub frame: MfaFrame<'a>,
    /// Why a key is registered.
    pub occasion: NewPasskeyOccasion,
    /// `name` as it was typed, or as it is proposed.
    pub name: String,
    /// What the browser is asked, as JSON: `PublicKeyCredentialCreationOptionsJSON`.
    pub options: String,
    /// Asked for where the last proof is too old.
    pub step_up: Option<StepUp>,
    /// Why the last answer was not taken.
    pub problem: Option<NewPasskeyProblem>,
}

/// Why somebody registers a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewPasskeyOccasion {
    /// It is their first second factor.
    Enrolment,
    /// It is one more.
    Addition,
}

/// What stands in the way of a new key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewPasskeyProblem {
    /// `name` is empty.
    MissingName,
    /// `name` is too long.
    NameTooLong,
    /// The answer proves nothing.
    Refused,
    /// There is none: somebody thought better of it, or waited too long.
    Cancelled,
    /// The key is registered already.
    AlreadyRegistered,
    /// There are as many as there may be.
    TooMany,
    /// The form's token no longer holds.
    FormTooOld,
}

impl NewPasskeyPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let frame = &self.frame;
        let language = frame.language;
        let trouble = self.trouble();
        let complaints = Trouble::complaints(trouble.as_ref());
        let sheet = Sheet {
            title: language.say("new-passkey"),
            step: None,
            lede: html! { (language.say("new-passkey-lede")) },
            action: self.occasion.address(),
            width: Width::Narrow,
            trouble: trouble.as_ref(),
            under: None,
        };
        let focus = if trouble.is_some() { Focus::Elsewhere } else { Focus::Here };
        let ceremony = Ceremony { language, passkey: Passkey::Created, options: &self.options, button: "new-passkey-register" };
        frame.render(
            &sheet,
            &html! {
                (passkey_name(language, &self.name, complaints, focus))
                @if let Some(step_up) = &self.step_up { (step_up.field(language)) }
                (ceremony.render())
                a.btn.full href=(self.back()) { (language.say("back")) }
            },
        )
    }

    fn back(&self) -> String {
        self.frame.path(match self.occasion {
            NewPasskeyOccasion::Enrolment => "enrol/start",
            NewPasskeyOccasion::Addition => "account/mfa",
        })
    }

    fn trouble(&self) -> Option<Trouble> {
        let language = self.frame.language;
        let page = |key| Some(Trouble::of_page(language, key));
        match self.problem {
            Some(NewPasskeyProblem::Refused) => page("new-passkey-refused"),
            Some(NewPasskeyProblem::Cancelled) => page("passkey-cancelled"),
            Some(NewPasskeyProblem::AlreadyRegistered) => page("new-passkey-known"),
            Some(NewPasskeyProblem::TooMany) => page("new-passkey-too-many"),
            Some(NewPasskeyProblem::FormTooOld) => Some(Trouble::form_too_old(language, "passkey-form-too-old")),
            Some(NewPasskeyProblem::MissingName) => self.fields_to_mend(Some("passkey-name-missing")),
            Some(NewPasskeyProblem::NameTooLong) => self.fields_to_mend(Some("passkey-name-too-long")),
            None => self.fields_to_mend(None),
        }
    }

    fn fields_to_mend(&self, name: Option<&str>) -> Option<Trouble> {
        let language = self.frame.language;
        let name = name.map(|key| Complaint { field: PASSKEY_NAME, sentence: language.say(key) });
        let step_up = self.step_up.as_ref().and_then(|step_up| step_up.complaint(language));
        let complaints: Complaints = name.into_iter().chain(step_up).collect();
        Trouble::of_fields(language, complaints)
    }
}

impl NewPasskeyOccasion {
    /// The page's address under the portal's prefix.
    pub const fn address(self) -> &'static str {
        match self {
            Self::Enrolment => "enrol/passkey",
            Self::Addition => "account/mfa/passkeys/new",
        }
    }
}
