//! What stands around every page of somebody who is signed in: the bar, the navigation, and what was just done.

use maud::{Markup, html};

use crate::{
    Brand, Language,
    parts::{LanguageLinks, Layout},
};

mod bar;
pub(crate) mod icon;
mod navigation;
mod notice;
mod place;
mod search_box;
mod sheet;
#[cfg(test)]
mod tests;

pub use navigation::Navigation;
pub use notice::Notice;
pub use place::{Console, Place};
pub(crate) use search_box::search_box;
pub(crate) use sheet::{Crumb, Sheet};

/// The surroundings of a page, the same on all of them.
#[derive(Debug, Clone)]
pub struct Frame<'a> {
    /// The portal's face.
    pub brand: &'a Brand,
    /// The language of the page.
    pub language: Language,
    /// Value of the hidden field `csrf`, which every form of the page has.
    pub csrf: String,
    /// What the person who is signed in is called.
    pub person: String,
    /// Where they may go.
    pub navigation: Navigation,
    /// What was just done; not shown beside a problem.
    pub notice: Option<Notice>,
    /// Whether they signed in with a temporary password and have not chosen their own since.
    pub owes_password: bool,
}

/// Address of the application.
const HOME: &str = "/";

impl Frame<'_> {
    /// The whole page.
    pub(crate) fn render(&self, sheet: &Sheet, body: &Markup) -> Markup {
        let layout = Layout {
            brand: self.brand,
            language: self.language,
            title: sheet.title.clone(),
            outcome: sheet.outcome,
            moves_to: None,
            language_links: LanguageLinks::Offered,
        };
        layout.document(
            "app",
            &html! {
                (self.bar())
                div.wrap {
                    (self.side(sheet.place))
                    main #main {
                        @if self.owes_password && sheet.place != Place::Password { (self.reminder()) }
                        (sheet.head(self.language))
                        (self.news(sheet))
                        (body)
                    }
                }
            },
        )
    }

    /// The address of one of Gatehouse's own pages.
    pub(crate) fn path(&self, page: &str) -> String {
        self.brand.path(page)
    }

    /// What a form needs to be taken.
    pub(crate) fn csrf_field(&self) -> Markup {
        html! { input type="hidden" name="csrf" value=(self.csrf); }
    }

    fn news(&self, sheet: &Sheet) -> Markup {
        match (&sheet.message, &self.notice) {
            (Some(message), _) => message.clone(),
            (None, Some(notice)) => notice.message(self),
            (None, None) => html! {},
        }
    }

    /// Stands on every page until it is heeded, so it does not take the focus as news do.
    fn reminder(&self) -> Markup {
        let language = self.language;
        let choose = html! { a href=(self.path(Place::Password.address())) { (language.say("reminder-choose")) } };
        html! {
            div.reminder.msg.warn {
                (icon::key())
                p { (language.fill("reminder", &[("choose", choose)])) }
            }
        }
    }
}
