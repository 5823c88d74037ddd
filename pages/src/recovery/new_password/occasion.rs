//! Why a new password is chosen: a link was followed, or a sign-in owes one.

use std::time::Duration;

use maud::{Markup, html};

use crate::{
    Brand, Language,
    parts::{LanguageLinks, icon},
};

/// What led to the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewPasswordOccasion {
    /// A link in a letter.
    Link {
        /// How long the link will work.
        expires_in: Duration,
    },
    /// A sign-in that is complete but for this.
    Demanded {
        /// Why it is owed.
        reason: DemandReason,
        /// Return address that the form hands on, unescaped.
        to: Option<String>,
    },
}

/// Why a sign-in owes a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DemandReason {
    /// It was made with a temporary one.
    Temporary,
    /// An administrator wants it changed.
    AskedByAdministrator,
    /// What is demanded of passwords has changed.
    RulesChanged,
}

/// From here on an hour more or less is told by hours alone.
const TWO_HOURS: Duration = Duration::from_hours(2);

impl NewPasswordOccasion {
    pub(super) const fn heading(&self) -> &'static str {
        match self {
            Self::Demanded { reason: DemandReason::Temporary, .. } => "choose-your-own-password",
            Self::Link { .. } | Self::Demanded { .. } => "choose-a-new-password",
        }
    }

    pub(super) fn lede(&self, language: Language, first_name: Option<&str>) -> Markup {
        let key = match self {
            Self::Link { .. } => "new-password-lede",
            Self::Demanded { reason: DemandReason::Temporary, .. } => "demanded-after-temporary",
            Self::Demanded { reason: DemandReason::AskedByAdministrator, .. } => "demanded-by-administrator",
            Self::Demanded { reason: DemandReason::RulesChanged, .. } => "demanded-by-rules",
        };
        match (self, first_name) {
            (Self::Link { .. }, Some(name)) => {
                language.fill("new-password-lede-named", &[("name", html! { b { bdi { (name) } } })])
            }
            _ => html! { (language.say(key)) },
        }
    }

    pub(super) fn action(&self, brand: &Brand) -> String {
        match self {
            Self::Link { .. } => brand.path("reset"),
            Self::Demanded { to, .. } => brand.path_returning("choose-password", to.as_deref()),
        }
    }

    pub(super) fn language_links(&self) -> LanguageLinks<'_> {
        match self {
            Self::Demanded { to: Some(to), .. } => LanguageLinks::Keeping { to },
            Self::Link { .. } | Self::Demanded { to: None, .. } => LanguageLinks::Offered,
        }
    }

    /// How long there is time, at the foot of the card.
    pub(super) fn foot(&self, language: Language) -> Markup {
        let Self::Link { expires_in } = self else { return html! {} };
        let duration = html! { b { (language.duration(rounded_down(*expires_in))) } };
        html! {
            div.card-foot {
                (icon::information())
                span { (language.fill("link-works-once", &[("duration", duration)])) }
            }
        }
    }

    /// For whoever finds somebody else's sign-in here. Nobody is signed in yet, so there is nobody to sign out.
    pub(super) fn way_out(&self, brand: &Brand, language: Language) -> Markup {
        let Self::Demanded { to, .. } = self else { return html! {} };
        let address = brand.path_returning("login", to.as_deref());
        let again = html! { a.quiet href=(address) { (language.say("start-again")) } };
        html! { p.under { (language.fill("not-you", &[("again", again)])) } }
    }
}

/// To whole hours or minutes, and never up: nobody may be promised more time than there is.
fn rounded_down(time: Duration) -> Duration {
    let minutes = time.as_secs() / 60;
    if time < TWO_HOURS { Duration::from_mins(minutes) } else { Duration::from_hours(minutes / 60) }
}
