//! The form that opens an account.

use maud::{Markup, html};

use super::AccountRecovery;
use crate::{
    Frame, Language, Place, StepUp,
    frame::{Crumb, Sheet},
    parts::{Complaint, Complaints, Entry, Field, Focus},
};

/// `GET` and `POST {prefix}/operator/accounts/new`.
#[derive(Debug, Clone)]
pub struct NewAccountPage<'a> {
    /// What stands around the page.
    pub frame: Frame<'a>,
    /// `account_id` as it was typed.
    pub account_id: String,
    /// `name` as it was typed.
    pub name: String,
    /// `recovery`.
    pub recovery: AccountRecovery,
    /// Asked for where the last proof is too old.
    pub step_up: Option<StepUp>,
    /// What has to be mended, in the order of the fields.
    pub problems: Vec<AccountFormProblem>,
}

/// What stands in the way of opening or changing an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountFormProblem {
    /// `name` is empty.
    MissingName,
    /// `account_id` is empty.
    MissingAccountId,
    /// `account_id` has other characters than letters, digits and dashes.
    MalformedAccountId,
    /// Another account has it.
    AccountIdTaken,
}

impl AccountFormProblem {
    pub(super) fn complaint(self, language: Language) -> Complaint {
        let (field, key) = match self {
            Self::MissingName => ("name", "settings-missing-name"),
            Self::MissingAccountId => ("account_id", "account-missing-id"),
            Self::MalformedAccountId => ("account_id", "account-malformed-id"),
            Self::AccountIdTaken => ("account_id", "account-id-taken"),
        };
        Complaint { field, sentence: language.say(key) }
    }
}

impl NewAccountPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let frame = &self.frame;
        let language = frame.language;
        let step_up = self.step_up.as_ref();
        let problems = self.problems.iter().map(|problem| problem.complaint(language));
        let complaints: Complaints = problems.chain(step_up.and_then(|step_up| step_up.complaint(language))).collect();
        let accounts = frame.path(Place::OperatorAccounts.address());
        let title = language.say("accounts-new");
        let sheet = Sheet {
            crumb: Some(Crumb { address: accounts.clone(), label: language.say("accounts"), here: html! { (title) } }),
            ..Sheet::new(Place::OperatorAccounts, title)
        };
        frame.render(
            &sheet.complaining(&complaints, language),
            &html! {
                form.card.card-body.stack.narrow method="post" action={ (accounts) "/new" } novalidate[complaints.exist()] {
                    (frame.csrf_field())
                    (name_field(language, &self.name, &complaints))
                    (self.account_id_field(&complaints))
                    (self.recovery.choice(language).render())
                    @if let Some(step_up) = step_up { (step_up.field(language)) }
                    div.savebar {
                        button.btn.pri { (language.say("accounts-new")) }
                        a.btn.ghost href=(accounts) { (language.say("cancel")) }
                    }
                }
            },
        )
    }

    fn account_id_field(&self, complaints: &Complaints) -> Markup {
        Field {
            name: "account_id",
            label: self.frame.language.say("account-id"),
            hint: Some(self.frame.language.say("account-id-rule")),
            problem: complaints.of("account_id"),
            value: &self.account_id,
            entry: Entry::Text,
            autocomplete: "off",
            focus: Focus::Elsewhere,
        }
        .render()
    }
}

/// The organisation's name, which both forms ask for.
pub(super) fn name_field(language: Language, value: &str, complaints: &Complaints) -> Markup {
    Field {
        name: "name",
        label: language.say("settings-name"),
        hint: None,
        problem: complaints.of("name"),
        value,
        entry: Entry::Name,
        autocomplete: "off",
        focus: Focus::Elsewhere,
    }
    .render()
}
