//! What roles are called and what they allow. A role that the application named for itself has its name alone.

use super::Level;
use crate::Language;

/// What is said of a role of our own.
struct Known {
    name: &'static str,
    title: &'static str,
    allows: &'static str,
    level: Level,
}

const fn known(name: &'static str, title: &'static str, allows: &'static str, level: Level) -> Known {
    Known { name, title, allows, level }
}

const KNOWN: [Known; 8] = [
    known("manage-own-mfa", "role-own-mfa", "role-own-mfa-allows", Level::Staff),
    known("manage-company-mfa", "role-company-mfa", "role-company-mfa-allows", Level::Company),
    known("manage-users", "role-users", "role-users-allows", Level::Company),
    known("approve-resets", "role-resets", "role-resets-allows", Level::Company),
    known("manage-customer", "role-customer", "role-customer-allows", Level::Company),
    known("manage-api-access", "role-api", "role-api-allows", Level::Company),
    known("read-audit", "role-audit", "role-audit-allows", Level::Company),
    known("recordings", "role-recordings", "role-recordings-allows", Level::Staff),
];

/// More would make a row of the list higher than its neighbours.
const NAMED_IN_A_ROW: usize = 2;

fn find(name: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.name == name)
}

/// What a role is called.
pub(crate) fn title(name: &str, language: Language) -> String {
    find(name).map_or_else(|| name.to_owned(), |known| language.say(known.title))
}

/// What it allows, where we know.
pub(super) fn allows(name: &str, language: Language) -> Option<String> {
    find(name).map(|known| language.say(known.allows))
}

/// Whom it is usually for, where we know.
pub(super) fn level(name: &str) -> Option<Level> {
    find(name).map(|known| known.level)
}

/// The first roles by what they are called, and how many more there are.
pub(super) fn list(names: &[String], language: Language) -> String {
    let shown: Vec<_> = names.iter().take(NAMED_IN_A_ROW).map(|name| title(name, language)).collect();
    let text = shown.join(", ");
    match names.len().saturating_sub(NAMED_IN_A_ROW) {
        0 if names.is_empty() => language.say("users-no-roles"),
        0 => text,
        more => language.say_with("users-more-roles", &[("roles", text.into()), ("count", more.into())]),
    }
}
