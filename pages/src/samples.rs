//! Every page in every state, for snapshots, for checks in a browser, and for people to look at.

use maud::Markup;

use crate::Language;

mod audits;
mod brands;
mod confirms;
mod errors;
mod forgots;
mod frames;
mod mfa;
mod mfa_policies;
mod new_passwords;
mod operators;
mod others;
mod own_accounts;
mod own_mfas;
mod passkeys;
mod people;
mod recoveries;
mod requests;
mod settings;
mod sign_in_problems;
mod sign_ins;
#[cfg(test)]
mod tests;
mod user_roles;
mod users;

pub use brands::themes;

/// Each page with a name that can be a file's; those that are not in English end in their language.
pub fn all() -> Vec<(String, Markup)> {
    let english = in_language(Language::English);
    let spanish = in_language(Language::Spanish).into_iter().map(|(name, page)| (format!("{name}-es"), page));
    english.into_iter().chain(spanish).collect()
}

/// Each page in one language.
pub fn in_language(language: Language) -> Vec<(String, Markup)> {
    let mut pages = sign_ins::samples(language);
    pages.extend(others::samples(language));
    pages.extend(errors::samples(language));
    pages.extend(own_accounts::samples(language));
    pages.extend(own_mfas::samples(language));
    pages.extend(users::samples(language));
    pages.extend(user_roles::samples(language));
    pages.extend(confirms::samples(language));
    pages.extend(requests::samples(language));
    pages.extend(mfa_policies::samples(language));
    pages.extend(settings::samples(language));
    pages.extend(audits::samples(language));
    pages.extend(operators::samples(language));
    pages.extend(mfa::samples(language));
    pages.extend(forgots::samples(language));
    pages.extend(new_passwords::samples(language));
    pages.extend(recoveries::samples(language));
    pages
}
