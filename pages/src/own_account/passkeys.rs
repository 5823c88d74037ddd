//! One of a person's passkeys or security keys, and the page that renames it.

use maud::{Markup, html};

use crate::{
    Frame, Moment, Place, StepUp,
    frame::{Crumb, Sheet},
    parts::{Complaint, Complaints, Focus, PASSKEY_NAME, passkey_name},
};

/// A row of the list.
#[derive(Debug, Clone)]
pub struct PasskeyRow {
    /// Its part of an address.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// When it was registered.
    pub added: Moment,
    /// When somebody last signed in with it.
    pub last_used: Option<Moment>,
}

/// `GET` and `POST {prefix}/account/mfa/passkeys/{id}`: `name`.
#[derive(Debug, Clone)]
pub struct RenamePasskeyPage<'a> {
    /// What stands around the page.
    pub frame: Frame<'a>,
    /// The passkey's part of the address.
    pub id: String,
    /// `name` as it is, or as it was typed.
    pub name: String,
    /// Asked for where the last proof is too old.
    pub step_up: Option<StepUp>,
    /// Why the last name was not taken.
    pub problem: Option<PasskeyNameProblem>,
}

/// What is the matter with a passkey's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyNameProblem {
    /// It is empty.
    Missing,
    /// It is too long.
    TooLong,
}

impl PasskeyRow {
    pub(super) fn render(&self, frame: &Frame<'_>) -> Markup {
        let language = frame.language;
        let name = || [("name", html! { bdi { (self.name) } })];
        let address = frame.path(&address(&self.id));
        html! {
            li {
                div.grow {
                    h3 { bdi { (self.name) } }
                    p.small.muted {
                        (language.fill("passkeys-added", &[("when", self.added.render(language))])) " · "
                        @match &self.last_used {
                            Some(when) => (language.fill("passkeys-last-used", &[("when", when.render(language))])),
                            None => (language.say("passkeys-never-used")),
                        }
                    }
                }
                div.row {
                    a.btn.s href=(address) {
                        span { (language.say("rename")) " " span.vh { (language.fill("passkeys-rename-of", &name())) } }
                    }
                    a.btn.s href={ (address) "/remove" } {
                        span { (language.say("remove")) " " span.vh { (language.fill("passkeys-remove-of", &name())) } }
                    }
                }
            }
        }
    }
}

impl RenamePasskeyPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let frame = &self.frame;
        let language = frame.language;
        let step_up = self.step_up.as_ref();
        let problem = self.problem.map(|problem| problem.complaint(frame));
        let complaints: Complaints = problem.into_iter().chain(step_up.and_then(|step_up| step_up.complaint(language))).collect();
        let title = language.say("passkey-rename");
        let my_mfa = frame.path(Place::Mfa.address());
        let crumb = Crumb { address: my_mfa.clone(), label: language.say("my-mfa"), here: html! { (title) } };
        let sheet = Sheet { crumb: Some(crumb), ..Sheet::new(Place::Mfa, title) };
        frame.render(
            &sheet.complaining(&complaints, language),
            &html! {
                form.card.card-body.stack.narrow method="post" action=(frame.path(&address(&self.id))) novalidate[complaints.exist()] {
                    (frame.csrf_field())
                    (passkey_name(language, &self.name, &complaints, Focus::Elsewhere))
                    @if let Some(step_up) = step_up { (step_up.field(language)) }
                    div.savebar {
                        button.btn.pri { (language.say("save")) }
                        a.btn.ghost href=(my_mfa) { (language.say("cancel")) }
                    }
                }
            },
        )
    }
}

impl PasskeyNameProblem {
    fn complaint(self, frame: &Frame<'_>) -> Complaint {
        let key = match self {
            Self::Missing => "passkey-name-missing",
            Self::TooLong => "passkey-name-too-long",
        };
        Complaint { field: PASSKEY_NAME, sentence: frame.language.say(key) }
    }
}

/// The address of a passkey's page.
fn address(id: &str) -> String {
    format!("account/mfa/passkeys/{id}")
}
