//! What stands around every page of the second factor: one card, and the way out of it.

use maud::{Markup, html};

use super::trouble::Trouble;
use crate::{
    Brand, Language,
    parts::{LanguageLinks, Layout, Outcome, Width, destination_strip},
};

/// The surroundings of a page, the same on all of them.
#[derive(Debug, Clone)]
pub struct MfaFrame<'a> {
    /// The portal's face.
    pub brand: &'a Brand,
    /// The language of the page.
    pub language: Language,
    /// Value of the hidden field `csrf`, which every form of the page has.
    pub csrf: String,
    /// Whether the person is in already.
    pub standing: MfaStanding,
    /// Host the person goes to next; only one that passed the allow-list.
    pub destination: Option<String>,
}

/// How far the one who looks has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MfaStanding {
    /// Their password was right, and more is wanted of them. They may sign out, or start again as somebody else.
    SigningIn {
        /// Return address that forms and links hand on, unescaped.
        to: Option<String>,
    },
    /// They are signed in and came from one of their own pages.
    SignedIn {
        /// Address of that page.
        back: String,
        /// Return address that forms and links hand on, unescaped.
        to: Option<String>,
    },
}

/// What is special to one page.
pub(super) struct Sheet<'a> {
    /// What the page is called.
    pub(super) title: String,
    /// Which of the three steps of the set-up it is.
    pub(super) step: Option<u8>,
    pub(super) lede: Markup,
    /// Address that its form is posted to, without the prefix.
    pub(super) action: &'a str,
    pub(super) width: Width,
    pub(super) trouble: Option<&'a Trouble>,
    /// Said beneath the card.
    pub(super) under: Option<String>,
}

impl MfaFrame<'_> {
    /// The whole page.
    pub(super) fn render(&self, sheet: &Sheet<'_>, body: &Markup) -> Markup {
        let language = self.language;
        let layout = Layout {
            outcome: sheet.trouble.map_or(Outcome::Plain, |trouble| trouble.outcome),
            language_links: match self.to() {
                Some(to) => LanguageLinks::Keeping { to },
                None => LanguageLinks::Offered,
            },
            ..Layout::plain(self.brand, language, sheet.title.clone())
        };
        let main = html! {
            div.card {
                // The browser's own bubbles would cover our messages once there are some.
                form.card-body.stack method="post" action=(self.path(sheet.action)) novalidate[sheet.trouble.is_some()] {
                    input type="hidden" name="csrf" value=(self.csrf);
                    div {
                        @if let Some(step) = sheet.step { p.eyebrow { (language.say_with("enrol-step", &[("step", step.into())])) } }
                        h1 { (sheet.title) }
                        p.lede { (sheet.lede) }
                    }
                    @if let Some(trouble) = sheet.trouble { (trouble.message) }
                    (body)
                }
                @if let Some(host) = &self.destination { (destination_strip(language, host)) }
            }
            @if let Some(under) = &sheet.under { p.under { (under) } }
        };
        layout.render_with(sheet.width, &self.start_again(), &main)
    }

    /// The address of one of these pages.
    pub(super) fn path(&self, page: &str) -> String {
        self.brand.path_returning(page, self.to())
    }

    fn to(&self) -> Option<&str> {
        match &self.standing {
            MfaStanding::SigningIn { to } | MfaStanding::SignedIn { to, .. } => to.as_deref(),
        }
    }

    /// What the second factor is asked for on behalf of.
    pub(super) fn tenant(&self) -> Markup {
        html! { b { bdi { (self.brand.title) } } }
    }

    /// The way out of a form whose first button goes on: signing out, or back.
    pub(super) fn way_out(&self) -> Markup {
        let language = self.language;
        html! {
            @match &self.standing {
                MfaStanding::SigningIn { .. } => {
                    button.btn formaction=(self.brand.path("logout")) formnovalidate { (language.say("sign-out")) }
                },
                MfaStanding::SignedIn { back, .. } => a.btn href=(back) { (language.say("back")) },
            }
        }
    }

    /// For whoever finds somebody else's sign-in here.
    fn start_again(&self) -> Markup {
        html! {
            @if let MfaStanding::SigningIn { .. } = self.standing {
                a.small.quiet href=(self.path("login")) { (self.language.say("not-you-start-again")) }
            }
        }
    }
}
