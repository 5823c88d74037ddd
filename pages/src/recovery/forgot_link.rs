//! The link from the sign-in page to the page for forgotten passwords.

use maud::{Markup, html};

use super::RecoveryFlow;
use crate::Language;

/// Where it leads, and the flow it is named after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForgotLink {
    /// Address of [`crate::ForgotPage`].
    pub address: String,
    /// The portal's flow.
    pub flow: RecoveryFlow,
}

impl ForgotLink {
    pub(crate) fn render(&self, language: Language) -> Markup {
        html! { a href=(self.address) { (language.say(self.flow.link())) } }
    }
}
