//! Help, privacy and the other languages, in the same place on every page (WCAG 3.2.6).

use maud::{Markup, html};
use percent_encoding::utf8_percent_encode;

use crate::{Brand, Language, brand::QUERY_VALUE};

/// Whether the page can be asked for again in another language, and how.
#[derive(Clone, Copy)]
pub(crate) enum LanguageLinks<'a> {
    /// The address is the application's, or the page is gone in a moment.
    Absent,
    /// `?lang=` on the page's own address.
    Offered,
    /// The same, keeping the return address.
    Keeping { to: &'a str },
}

impl LanguageLinks<'_> {
    fn address(self, language: Language) -> Option<String> {
        let code = language.code();
        match self {
            Self::Absent => None,
            Self::Offered => Some(format!("?lang={code}")),
            Self::Keeping { to } => {
                let to = utf8_percent_encode(to, QUERY_VALUE);
                Some(format!("?lang={code}&to={to}"))
            }
        }
    }
}

pub(super) fn footer(brand: &Brand, language: Language, links: LanguageLinks<'_>) -> Markup {
    let others = Language::ALL.into_iter().filter(|other| *other != language);
    html! {
        footer.foot {
            @if let Some(help) = &brand.help {
                a href=(help) { (language.say("help")) }
            }
            @if let Some(privacy) = &brand.privacy {
                a href=(privacy) { (language.say("privacy")) }
            }
            @for other in others {
                @if let Some(address) = links.address(other) {
                    a href=(address) lang=(other.code()) hreflang=(other.code()) { (other.own_name()) }
                }
            }
            @if brand.names_gatehouse {
                span { (language.say("secured-by")) }
            }
        }
    }
}
