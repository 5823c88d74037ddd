//! One account.

use maud::{Markup, html};

use super::{AccountFormProblem, AccountRecovery, AccountRow, AccountState, new_account::name_field};
use crate::{
    Count, Frame, Place, StepUp,
    frame::{Crumb, Sheet},
    parts::Complaints,
};

/// `GET` and `POST {prefix}/operator/accounts/{id}`.
#[derive(Debug, Clone)]
pub struct OperatorAccountPage<'a> {
    /// What stands around the page.
    pub frame: Frame<'a>,
    /// The account as stored.
    pub account: AccountRow,
    /// `name` as it is, or as it was typed.
    pub name: String,
    /// `recovery` as it is, or as it was chosen.
    pub recovery: AccountRecovery,
    /// Whether nobody administers the account yet, so that the first may be sent a link.
    pub wants_first_administrator: bool,
    /// Asked for where the last proof is too old.
    pub step_up: Option<StepUp>,
    /// What has to be mended, in the order of the fields.
    pub problems: Vec<AccountFormProblem>,
}

impl OperatorAccountPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let frame = &self.frame;
        let language = frame.language;
        let step_up = self.step_up.as_ref();
        let problems = self.problems.iter().map(|problem| problem.complaint(language));
        let complaints: Complaints = problems.chain(step_up.and_then(|step_up| step_up.complaint(language))).collect();
        frame.render(
            &self.sheet().complaining(&complaints, language),
            &html! {
                form.card.card-body.stack.narrow method="post" action=(self.address()) novalidate[complaints.exist()] {
                    (frame.csrf_field())
                    (name_field(language, &self.name, &complaints))
                    (self.recovery.choice(language).render())
                    @if let Some(step_up) = step_up { (step_up.field(language)) }
                    div.savebar {
                        button.btn.pri { (language.say("save-changes")) }
                        a.btn.ghost href=(frame.path(Place::OperatorAccounts.address())) { (language.say("cancel")) }
                    }
                }
            },
        )
    }

    fn address(&self) -> String {
        format!("{}/{}", self.frame.path(Place::OperatorAccounts.address()), self.account.id)
    }

    fn sheet(&self) -> Sheet {
        let (language, account) = (self.frame.language, &self.account);
        let name = html! { bdi { (account.name) } };
        let accounts = self.frame.path(Place::OperatorAccounts.address());
        let people = Count::Exactly(account.people).sentence(language, "users-count", "users-more");
        Sheet {
            heading: name.clone(),
            crumb: Some(Crumb { address: accounts, label: language.say("accounts"), here: name }),
            lede: Some(html! { bdi.ltr { (account.account_id) } " · " (people) " " (account.state.pill(language)) }),
            actions: Some(self.actions()),
            ..Sheet::new(Place::OperatorAccounts, account.name.clone())
        }
    }

    /// Pages that ask before anything is done.
    fn actions(&self) -> Markup {
        let language = self.frame.language;
        let link = |page: &str, class: &str, key: &str| {
            html! { a class=(class) href={ (self.address()) "/" (page) } { (language.say(key)) } }
        };
        html! {
            @if self.wants_first_administrator { (link("first-admin", "btn s", "first-admin")) }
            @match self.account.state {
                AccountState::Open => (link("suspend", "btn s danger", "account-suspend")),
                AccountState::Suspended => (link("reopen", "btn s", "account-reopen")),
            }
        }
    }
}
