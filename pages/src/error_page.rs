//! The pages for what Gatehouse itself has to refuse or cannot do; an application's own errors pass untouched.

use maud::{Markup, html};

use crate::{
    Brand, Language,
    parts::{LanguageLinks, Layout, Outcome, contact_link},
};

mod kind;
#[cfg(test)]
mod tests;

pub use kind::ErrorKind;

/// What went wrong, and what to do next.
#[derive(Debug, Clone)]
pub struct ErrorPage<'a> {
    /// The portal's face; [`Brand::neutral`] where there is none.
    pub brand: &'a Brand,
    /// The language of the page.
    pub language: Language,
    /// What went wrong.
    pub kind: ErrorKind,
    /// What the person quotes and the log holds.
    pub reference: String,
    /// Who is signed in, where access is forbidden; `None` for nobody.
    pub username: Option<String>,
    /// Address of the application's first page.
    pub home: String,
    /// Address to try again, where repeating does no harm.
    pub retry: Option<String>,
}

impl ErrorPage<'_> {
    /// The whole page.
    pub fn render(&self) -> Markup {
        let language = self.language;
        let app = self.brand.title.as_str();
        let layout = Layout {
            brand: self.brand,
            language,
            title: language.say_with(self.kind.heading(), &[("app", app.into())]),
            outcome: Outcome::Plain,
            moves_to: None,
            // The address is the application's, which knows no `?lang=`.
            language_links: LanguageLinks::Absent,
        };
        let contact = contact_link(self.brand, language);
        let reference = html! { code.mono.ref { (self.reference) } };
        layout.render(&html! {
            div.card {
                div.card-body.stack {
                    div {
                        h1 { (self.sentence(self.kind.heading())) }
                        p.lede { (self.sentence(self.text())) }
                    }
                    (self.ways_on())
                }
                div.card-foot { span { (language.fill("reference", &[("reference", reference)])) } }
            }
            p.under { (language.fill("need-help", &[("contact", contact)])) }
        })
    }

    fn text(&self) -> &'static str {
        match (self.kind, &self.username) {
            (ErrorKind::Forbidden, None) => "forbidden-text-anonymous",
            (kind, _) => kind.text(),
        }
    }

    fn sentence(&self, key: &str) -> Markup {
        let username = self.username.as_deref().unwrap_or_default();
        let slots = [("app", html! { bdi { (self.brand.title) } }), ("username", html! { b { bdi { (username) } } })];
        self.language.fill(key, &slots)
    }

    fn ways_on(&self) -> Markup {
        let language = self.language;
        let app = html! { bdi { (self.brand.title) } };
        html! {
            @match (self.kind, &self.retry) {
                // There is no application to go to.
                (ErrorKind::NoSuchPortal, _) => {},
                (_, Some(retry)) => {
                    a.btn.pri.full href=(retry) { (language.say("try-again")) }
                },
                (_, None) => {
                    a.btn.pri.full href=(self.home) { span { (language.fill("go-to", &[("app", app)])) } }
                },
            }
            @if self.kind == ErrorKind::Forbidden {
                a.btn.full href=(self.other_sign_in()) { (language.say("sign-in-as-other")) }
            }
        }
    }

    /// Who is signed in has to sign out first.
    fn other_sign_in(&self) -> String {
        match self.username {
            Some(_) => self.brand.path("logout"),
            None => self.brand.path("login"),
        }
    }
}
