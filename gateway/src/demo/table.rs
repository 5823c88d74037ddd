//! A table that becomes a stack of cards where the window is narrow.

use maud::{Markup, html};

/// A table of plain data.
pub(super) struct Table {
    /// What it lists, for those who do not see it.
    pub(super) caption: &'static str,
    /// The columns' names.
    pub(super) columns: &'static [&'static str],
    /// The cells, row by row; the first of each names its row.
    pub(super) rows: Vec<Vec<Markup>>,
}

impl Table {
    /// Roles are spelt out because a table that is laid out as cards is no table to a browser any more.
    pub(super) fn render(self) -> Markup {
        html! {
            table role="table" class=[(self.columns.len() == 2).then_some("pairs")] {
                caption { (self.caption) }
                thead role="rowgroup" { tr role="row" {
                    @for column in self.columns { th role="columnheader" scope="col" { (column) } }
                } }
                tbody role="rowgroup" {
                    @for row in self.rows {
                        tr role="row" {
                            @for (index, (column, cell)) in self.columns.iter().zip(row).enumerate() {
                                @if index == 0 {
                                    th role="rowheader" scope="row" data-column=(column) { div { (cell) } }
                                } @else {
                                    td role="cell" data-column=(column) { div { (cell) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
