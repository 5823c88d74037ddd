//! A statement while it is put together, of constants and placeholders only.

use std::fmt::Write as _;

use sqlx::{Any, AssertSqlSafe, any::AnyArguments, query::Query};

/// What has been said so far, and what its placeholders stand for.
#[derive(Default)]
pub(super) struct Statement {
    text: String,
    binds: Vec<Bind>,
}

/// What a placeholder stands for.
#[derive(Clone)]
pub(super) enum Bind {
    Text(String),
    Number(i64),
}

impl Statement {
    /// One whose first placeholder stands for `text`.
    pub(super) fn with(text: impl Into<String>) -> Self {
        Self { text: String::new(), binds: vec![Bind::Text(text.into())] }
    }

    pub(super) fn push(&mut self, constant: &'static str) {
        self.text.push_str(constant);
    }

    /// Another placeholder.
    pub(super) fn push_bind(&mut self, bind: Bind) {
        self.binds.push(bind);
        let _ = write!(self.text, "${}", self.binds.len());
    }

    /// Another placeholder, for a text.
    pub(super) fn push_text(&mut self, text: impl Into<String>) {
        self.push_bind(Bind::Text(taken(text.into())));
    }

    /// Another placeholder, for a number.
    pub(super) fn push_number(&mut self, number: impl Into<i64>) {
        self.push_bind(Bind::Number(number.into()));
    }

    /// The statement.
    pub(super) fn query(self) -> Query<'static, Any, AnyArguments> {
        self.binds.into_iter().fold(sqlx::query(AssertSqlSafe(self.text)), |query, bind| match bind {
            Bind::Text(text) => query.bind(text),
            Bind::Number(number) => query.bind(number),
        })
    }

    /// The way in which the database would go.
    #[cfg(test)]
    pub(super) fn plan(mut self) -> Query<'static, Any, AnyArguments> {
        self.text.insert_str(0, "EXPLAIN QUERY PLAN ");
        self.query()
    }
}

/// A text as every database takes it: `PostgreSQL` knows no U+0000, which nothing that is kept has in it.
pub(super) fn taken(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "\u{FFFD}") } else { text }
}
