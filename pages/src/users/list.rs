//! The list of an account's people.

use maud::{Markup, html};
use percent_encoding::utf8_percent_encode;

use super::{MfaState, UserColumn, UserMark, UserRow, UserSort};
use crate::{
    Count, Frame, Place,
    brand::QUERY_VALUE,
    frame::{Sheet, icon, search_box},
    parts::pager,
};

/// `GET {prefix}/users`: `q` searches, `state` and `mfa` filter, `sort` orders.
#[derive(Debug, Clone)]
pub struct UsersPage<'a> {
    /// What stands around the page.
    pub frame: Frame<'a>,
    /// `q` as it was typed.
    pub query: String,
    /// `state`: what those have in common who are shown; `None` for all.
    pub filter: Option<UserMark>,
    /// `mfa`: how those stand with MFA who are shown; `None` for all.
    pub mfa: Option<MfaState>,
    /// Their order.
    pub sort: UserSort,
    /// How many there are, on this page and on others.
    pub count: Count,
    /// The people on this page.
    pub rows: Vec<UserRow>,
    /// Address of the people before them.
    pub previous: Option<String>,
    /// Address of the people after them.
    pub next: Option<String>,
}

impl UsersPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let language = self.frame.language;
        let sheet = Sheet {
            lede: Some(html! { (self.count.sentence(language, "users-count", "users-more")) }),
            actions: Some(self.add("btn pri")),
            ..Sheet::new(Place::Users, language.say("users"))
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
        self.frame.path(Place::Users.address())
    }

    fn add(&self, class: &str) -> Markup {
        html! { a class=(class) href=(self.frame.path("users/new")) { (self.frame.language.say("users-add")) } }
    }

    fn tools(&self) -> Markup {
        let language = self.frame.language;
        html! {
            form.tools method="get" action=(self.address()) role="search" {
                (search_box(language, &self.query, "users-search-label", "users-search-placeholder"))
                div {
                    label.vh for="state" { (language.say("user-state")) }
                    select.in id="state" name="state" {
                        option value="" { (language.say("users-any-state")) }
                        @for mark in UserMark::ALL {
                            option value=(mark.as_str()) selected[self.filter == Some(mark)] { (language.say(mark.label())) }
                        }
                    }
                }
                @if self.has_mfa() { (self.mfa_filter()) }
                @if self.sort != UserSort::default() { input type="hidden" name="sort" value=(self.sort); }
                button.btn { (language.say("search")) }
            }
        }
    }

    fn has_mfa(&self) -> bool {
        self.mfa.is_some() || self.rows.iter().any(|row| row.mfa.is_some())
    }

    fn mfa_filter(&self) -> Markup {
        let language = self.frame.language;
        html! {
            div {
                label.vh for="mfa" { (language.say("mfa")) }
                select.in id="mfa" name="mfa" {
                    option value="" { (language.say("users-any-mfa")) }
                    @for state in MfaState::ALL {
                        option value=(state.as_str()) selected[self.mfa == Some(state)] { (language.say(state.filter_label())) }
                    }
                }
            }
        }
    }

    fn table(&self) -> Markup {
        let language = self.frame.language;
        let has_mfa = self.has_mfa();
        html! {
            table.cards.sorted role="table" {
                caption.vh { (language.say("users")) }
                thead role="rowgroup" {
                    tr role="row" {
                        (self.sortable(&[UserColumn::Name, UserColumn::Username]))
                        th scope="col" role="columnheader" { (language.say("users-roles")) }
                        @if has_mfa { th scope="col" role="columnheader" { (language.say("mfa")) } }
                        (self.sortable(&[UserColumn::LastSignIn]))
                        th scope="col" role="columnheader" { span.vh { (language.say("users-actions")) } }
                    }
                }
                tbody role="rowgroup" {
                    @for row in &self.rows { (row.render(&self.frame, has_mfa)) }
                }
            }
        }
    }

    /// The heading of a column, with a link for each thing in it that the list can be sorted by.
    fn sortable(&self, columns: &[UserColumn]) -> Markup {
        let current = columns.iter().find(|column| **column == self.sort.column);
        html! {
            th scope="col" role="columnheader" aria-sort=[current.map(|_| self.sort.direction.aria())] {
                @for column in columns {
                    a href=(self.sorted_by(self.sort.towards(*column))) aria-current=[(current == Some(column)).then_some("true")] {
                        (self.frame.language.say(column.label()))
                    }
                    " "
                }
            }
        }
    }

    fn sorted_by(&self, sort: UserSort) -> String {
        let query = utf8_percent_encode(&self.query, QUERY_VALUE);
        let state = self.filter.map_or("", UserMark::as_str);
        let mfa = self.mfa.map_or_else(String::new, |mfa| format!("&mfa={}", mfa.as_str()));
        format!("{}?q={query}&state={state}{mfa}&sort={sort}", self.address())
    }

    fn empty(&self) -> Markup {
        let language = self.frame.language;
        let query = html! { bdi { (self.query) } };
        html! {
            div.empty {
                (icon::people())
                @if self.query.is_empty() && self.filter.is_none() && self.mfa.is_none() {
                    p { (language.say("users-empty")) }
                    (self.add("btn"))
                } @else {
                    p {
                        @if self.query.is_empty() { (language.say("users-none-so")) }
                        @else { (language.fill("users-no-match", &[("query", query)])) }
                    }
                    a.btn href=(self.address()) { (language.say("clear-search")) }
                }
            }
        }
    }
}
