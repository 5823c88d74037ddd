//! Whom an account asks for a second factor.

use maud::{Markup, html};

use crate::{
    Frame, Level, Place, StepUp,
    frame::Sheet,
    parts::{Choice, Complaints},
    users::role_title,
};

mod demand;
mod people;
mod policy;

pub use demand::MfaDemand;
pub use people::MfaPeople;
pub use policy::MfaPolicy;

/// `GET` and `POST {prefix}/company/mfa`: `policy`, and what is demanded beyond it as `level.LEVEL` and `role.ROLE`.
#[derive(Debug, Clone)]
pub struct MfaPolicyPage<'a> {
    /// What stands around the page.
    pub frame: Frame<'a>,
    /// `policy`.
    pub policy: MfaPolicy,
    /// How the account's people stand, for what each policy would change.
    pub people: MfaPeople,
    /// What is demanded of each level.
    pub levels: Vec<(Level, MfaDemand)>,
    /// What is demanded of those who hold each role, by the role's name.
    pub roles: Vec<(String, MfaDemand)>,
    /// Asked for where the last proof is too old.
    pub step_up: Option<StepUp>,
}

impl MfaPolicyPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let frame = &self.frame;
        let language = frame.language;
        let step_up = self.step_up.as_ref();
        let complaints: Complaints = step_up.and_then(|step_up| step_up.complaint(language)).into_iter().collect();
        let sheet = Sheet {
            lede: Some(html! { (language.say("mfa-policy-lede")) }),
            ..Sheet::new(Place::MfaPolicy, language.say("mfa-policy"))
        };
        let address = frame.path(Place::MfaPolicy.address());
        frame.render(
            &sheet.complaining(&complaints, language),
            &html! {
                form.card.card-body.stack.narrow method="post" action=(address) novalidate[complaints.exist()] {
                    (frame.csrf_field())
                    div {
                        (self.choice())
                        (self.impact())
                    }
                    (self.demands())
                    @if let Some(step_up) = step_up { (step_up.field(language)) }
                    div.savebar { button.btn.pri { (language.say("save")) } }
                }
            },
        )
    }

    fn choice(&self) -> Markup {
        let language = self.frame.language;
        Choice {
            name: "policy",
            label: language.say("mfa-policy-label"),
            hint: None,
            problem: None,
            options: MfaPolicy::ALL.into_iter().map(|policy| (policy.as_str(), policy.title(language))).collect(),
            chosen: self.policy.as_str(),
        }
        .render()
    }

    /// What each policy would change. All of them, since only script could follow the choice.
    fn impact(&self) -> Markup {
        let language = self.frame.language;
        html! {
            ul.impact.small.muted {
                @for policy in MfaPolicy::ALL {
                    li { b { (policy.name(language)) } ": " (self.people.impact(policy, language)) }
                }
            }
        }
    }

    fn demands(&self) -> Markup {
        let language = self.frame.language;
        html! {
            div {
                h2 { (language.say("mfa-demands")) }
                p.small.muted { (language.say("mfa-demands-lede")) }
            }
            @if !self.levels.is_empty() {
                (self.group("mfa-demands-levels", self.levels.iter().map(|(level, demand)| {
                    demand.choice(&format!("level.{}", level.as_str()), language.say(level.label()), language)
                })))
            }
            @if !self.roles.is_empty() {
                (self.group("mfa-demands-roles", self.roles.iter().map(|(role, demand)| {
                    demand.choice(&format!("role.{role}"), role_title(role, language), language)
                })))
            }
        }
    }

    fn group(&self, heading: &str, choices: impl Iterator<Item = Markup>) -> Markup {
        html! {
            fieldset.stack {
                legend { h3 { (self.frame.language.say(heading)) } }
                @for choice in choices { (choice) }
            }
        }
    }
}
