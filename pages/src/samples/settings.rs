//! What an organisation says of itself.

use maud::Markup;

use super::frames::{administrator, step_up};
use crate::{Frame, Language, Notice, SettingsPage, SettingsProblem};

pub(super) fn samples(language: Language) -> Vec<(String, Markup)> {
    let plain = SettingsPage {
        frame: administrator(language),
        name: "Harbour Contact Ltd".to_owned(),
        contact: "Maya Okafor".to_owned(),
        phone: "+44 20 7946 0018".to_owned(),
        address: "4 Quay Street\nBristol BS1 4RW".to_owned(),
        billing_email: "billing@harbour.example".to_owned(),
        step_up: None,
        problems: Vec::new(),
    };
    let saved = Frame { notice: Some(Notice::SettingsSaved), ..plain.frame.clone() };
    let mistaken = SettingsPage {
        name: String::new(),
        billing_email: "billing@".to_owned(),
        step_up: Some(step_up(None)),
        problems: vec![SettingsProblem::MissingName, SettingsProblem::MalformedBillingEmail],
        ..plain.clone()
    };
    [("", plain.clone()), ("-saved", SettingsPage { frame: saved, ..plain }), ("-mistaken", mistaken)]
        .map(|(name, page)| (format!("settings{name}"), page.render()))
        .into()
}
