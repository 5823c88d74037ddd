//! The list of accounts.

use maud::{Markup, html};

use super::AccountRecovery;
use crate::{
    Count, Frame, Language, Place,
    frame::{Sheet, icon, search_box},
    parts::pager,
};

/// `GET {prefix}/operator/accounts`: `q` searches.
#[derive(Debug, Clone)]
pub struct OperatorAccountsPage<'a> {
    /// What stands around the page.
    pub frame: Frame<'a>,
    /// `q` as it was typed.
    pub query: String,
    /// How many there are, on this page and on others.
    pub count: Count,
    /// The accounts on this page.
    pub rows: Vec<AccountRow>,
    /// Address of the accounts before them.
    pub previous: Option<String>,
    /// Address of the accounts after them.
    pub next: Option<String>,
}

/// An account in the list.
#[derive(Debug, Clone)]
pub struct AccountRow {
    /// Its part of an address.
    pub id: String,
    /// The Account ID that its people type.
    pub account_id: String,
    /// The organisation's name.
    pub name: String,
    /// Whether its people may sign in.
    pub state: AccountState,
    /// How they get back in.
    pub recovery: AccountRecovery,
    /// How many they are.
    pub people: u64,
}

/// Whether the people of an account may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountState {
    /// They may.
    Open,
    /// None of them may.
    Suspended,
}

impl AccountState {
    pub(super) fn pill(self, language: Language) -> Markup {
        html! {
            @match self {
                Self::Open => span.pill.good { (language.say("account-open")) },
                Self::Suspended => span.pill.bad { (language.say("account-suspended")) },
            }
        }
    }
}

impl OperatorAccountsPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let language = self.frame.language;
        let sheet = Sheet {
            lede: Some(html! { (self.count.sentence(language, "accounts-count", "accounts-more")) }),
            actions: Some(self.open("btn pri")),
            ..Sheet::new(Place::OperatorAccounts, language.say("accounts"))
        };
        self.frame.render(
            &sheet,
            &html! {
                div.card {
                    (self.tools())
                    @if self.rows.is_empty() { (self.empty()) } @else { (self.table()) }
                    (pager(language, self.previous.as_deref(), self.next.as_deref()))
                }
            },
        )
    }

    fn address(&self) -> String {
        self.frame.path(Place::OperatorAccounts.address())
    }

    fn open(&self, class: &str) -> Markup {
        html! { a class=(class) href={ (self.address()) "/new" } { (self.frame.language.say("accounts-new")) } }
    }

    fn tools(&self) -> Markup {
        let language = self.frame.language;
        html! {
            form.tools method="get" action=(self.address()) role="search" {
                (search_box(language, &self.query, "accounts-search-label", "accounts-search-placeholder"))
                button.btn { (language.say("search")) }
            }
        }
    }

    fn table(&self) -> Markup {
        let language = self.frame.language;
        let heading = |key| html! { th scope="col" role="columnheader" { (language.say(key)) } };
        html! {
            table.cards role="table" {
                caption.vh { (language.say("accounts")) }
                thead role="rowgroup" {
                    tr role="row" {
                        (heading("account"))
                        (heading("account-state"))
                        (heading("account-recovery"))
                        (heading("account-people"))
                    }
                }
                tbody role="rowgroup" { @for row in &self.rows { (self.row(row)) } }
            }
        }
    }

    /// Where the rows become cards, browsers forget that they are rows: hence the roles.
    fn row(&self, row: &AccountRow) -> Markup {
        let language = self.frame.language;
        html! {
            tr role="row" {
                td role="cell" {
                    a.name href={ (self.address()) "/" (row.id) } { bdi { (row.name) } }
                    div.small.muted { bdi.ltr { (row.account_id) } }
                }
                td role="cell" { (row.state.pill(language)) }
                td.small role="cell" data-k=(language.say("account-recovery")) { (language.say(row.recovery.label())) }
                td.small role="cell" data-k=(language.say("account-people")) { (row.people) }
            }
        }
    }

    fn empty(&self) -> Markup {
        let language = self.frame.language;
        let query = html! { bdi { (self.query) } };
        html! {
            div.empty {
                (icon::building())
                @if self.query.is_empty() {
                    p { (language.say("accounts-empty")) }
                    (self.open("btn"))
                } @else {
                    p { (language.fill("accounts-no-match", &[("query", query)])) }
                    a.btn href=(self.address()) { (language.say("clear-search")) }
                }
            }
        }
    }
}
