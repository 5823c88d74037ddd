//! The log itself.

use maud::{Markup, html};

use super::{AuditFilters, AuditRow};
use crate::{
    Console, Frame,
    frame::{Sheet, icon},
    parts::pager,
};

/// `GET {prefix}/audit`.
#[derive(Debug, Clone)]
pub struct AuditPage<'a> {
    /// What stands around the page.
    pub frame: Frame<'a>,
    /// Whose log it is.
    pub console: Console,
    /// What was asked for.
    pub filters: AuditFilters,
    /// The events on this page.
    pub rows: Vec<AuditRow>,
    /// Address of the events before them.
    pub previous: Option<String>,
    /// Address of the events after them.
    pub next: Option<String>,
    /// Address of the same events as CSV.
    pub csv: String,
    /// Address of the same events as JSON lines.
    pub json_lines: String,
}

impl AuditPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let language = self.frame.language;
        let place = self.console.audit();
        let sheet = Sheet { actions: Some(self.downloads()), ..Sheet::new(place, language.say("audit")) };
        self.frame.render(
            &sheet,
            &html! {
                div.card {
                    (self.filters.form(language, &self.address()))
                    @if self.rows.is_empty() { (self.empty()) } @else { (self.table()) }
                    (pager(language, self.previous.as_deref(), self.next.as_deref()))
                }
            },
        )
    }

    fn address(&self) -> String {
        self.frame.path(self.console.audit().address())
    }

    fn downloads(&self) -> Markup {
        let language = self.frame.language;
        html! {
            a.btn.s href=(self.csv) download { (language.say("audit-csv")) }
            a.btn.s href=(self.json_lines) download { (language.say("audit-json-lines")) }
        }
    }

    fn empty(&self) -> Markup {
        let language = self.frame.language;
        html! {
            div.empty {
                (icon::document())
                @if self.filters.are_set() {
                    p { (language.say("audit-no-match")) }
                    a.btn href=(self.address()) { (language.say("audit-clear")) }
                } @else {
                    p { (language.say("audit-empty")) }
                }
            }
        }
    }

    fn table(&self) -> Markup {
        let language = self.frame.language;
        let heading = |key| html! { th scope="col" role="columnheader" { (language.say(key)) } };
        html! {
            table.cards role="table" {
                caption.vh { (language.say("audit")) }
                thead role="rowgroup" {
                    tr role="row" {
                        (heading("audit-when"))
                        (heading("audit-who"))
                        (heading("audit-what"))
                        (heading("audit-from"))
                        (heading("audit-result"))
                    }
                }
                tbody role="rowgroup" { @for row in &self.rows { (row.render(language)) } }
            }
        }
    }
}
