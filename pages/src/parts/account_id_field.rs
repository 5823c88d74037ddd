//! The Account ID, which says whose usernames are meant.

use maud::Markup;

use super::{Entry, Field, Focus};
use crate::Language;

/// Name of the field, wherever it is asked for.
pub(crate) const ACCOUNT_ID: &str = "account_id";

/// The field, with what was typed before and what was wrong with it.
pub(crate) fn account_id_field(language: Language, value: &str, problem: Option<String>, focus: Focus) -> Markup {
    Field {
        name: ACCOUNT_ID,
        label: language.say("account-id"),
        hint: Some(language.say("account-id-hint")),
        problem,
        value,
        entry: Entry::Text,
        autocomplete: "organization",
        focus,
    }
    .render()
}
