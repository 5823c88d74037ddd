//! What a passkey is called by the one who has it.

use maud::Markup;

use super::{Complaints, Entry, Field, Focus};
use crate::Language;

/// Name of the field, which is its id in the page too.
pub(crate) const PASSKEY_NAME: &str = "name";

/// The field, with what it was called before and what was wrong with it.
pub(crate) fn passkey_name(language: Language, value: &str, complaints: &Complaints, focus: Focus) -> Markup {
    Field {
        name: PASSKEY_NAME,
        label: language.say("passkey-name"),
        hint: Some(language.say("passkey-name-hint")),
        problem: complaints.of(PASSKEY_NAME),
        value,
        entry: Entry::Name,
        autocomplete: "off",
        focus,
    }
    .render()
}
