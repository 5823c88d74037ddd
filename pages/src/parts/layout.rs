//! The frame of every page: head, skip link, header, main, footer, and the region for announcements.

use maud::{DOCTYPE, Markup, html};

use super::{LanguageLinks, footer::footer, head::head, header::header};
use crate::{Brand, Language};

/// A page's surroundings.
pub(crate) struct Layout<'a> {
    pub(crate) brand: &'a Brand,
    pub(crate) language: Language,
    /// What the page is called, without the portal's name.
    pub(crate) title: String,
    pub(crate) outcome: Outcome,
    /// Where the browser goes by itself.
    pub(crate) moves_to: Option<&'a str>,
    pub(crate) language_links: LanguageLinks<'a>,
}

/// Whether the title has to say that something is to be mended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Plain,
    Problem,
}

/// How wide the card of a page is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Width {
    Narrow,
    Wide,
}

impl<'a> Layout<'a> {
    /// Around a page that stays, has nothing to be mended, and can be asked for again in another language.
    pub(crate) const fn plain(brand: &'a Brand, language: Language, title: String) -> Self {
        Self { brand, language, title, outcome: Outcome::Plain, moves_to: None, language_links: LanguageLinks::Offered }
    }

    /// The whole document around one card: the title once more, what there is to say, and the ways on.
    pub(crate) fn render_card(&self, lede: &Markup, ways_on: &Markup) -> Markup {
        self.render(&html! {
            div.card {
                div.card-body.stack {
                    div {
                        h1 { (self.title) }
                        p.lede { (lede) }
                    }
                    (ways_on)
                }
            }
        })
    }

    /// The whole document around `main`, as visitors see it.
    pub(crate) fn render(&self, main: &Markup) -> Markup {
        self.render_with(Width::Narrow, &html! {}, main)
    }

    /// The same in a width of its own, with a way out in the header.
    pub(crate) fn render_with(&self, width: Width, way_out: &Markup, main: &Markup) -> Markup {
        let class = match width {
            Width::Narrow => "gate",
            Width::Wide => "gate wide",
        };
        self.document(
            class,
            &html! {
                (header(self.brand, way_out))
                main #main { (main) }
            },
        )
    }

    /// The whole document around whatever stands between skip link and footer, `#main` among it.
    pub(crate) fn document(&self, class: &str, content: &Markup) -> Markup {
        let language = self.language;
        html! {
            (DOCTYPE)
            html lang=(language.code()) dir=(language.dir()) {
                (head(self))
                body.(class) {
                    a.skip href="#main" { (language.say("skip")) }
                    (content)
                    (footer(self.brand, language, self.language_links))
                    (live_region(language))
                }
            }
        }
    }
}

/// Where the script announces things, and from where it takes its sentences.
fn live_region(language: Language) -> Markup {
    html! {
        div #live.vh role="status"
            data-show=(language.say("password-show"))
            data-hide=(language.say("password-hide"))
            data-show-long=(language.say("password-show-long"))
            data-hide-long=(language.say("password-hide-long"))
            data-visible=(language.say("password-visible"))
            data-masked=(language.say("password-masked"))
            data-caps=(language.say("caps-lock")) {}
    }
}
